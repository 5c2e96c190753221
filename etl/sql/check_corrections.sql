-- What makes a row of corrections.csv unusable: it must name a figure that is loaded and still says the old value.

-- The rows of figures that any correction may be meant for.
create table correctable_observations as
select o.* from accepted_observations o semi join staged_corrections c using (branch_id, metric_id);

insert into problem
with stated as (
    select c.*, m.unit,
        case when is_plain_number(c.old_value) then try_cast(c.old_value as double) end as old_number,
        case when is_plain_number(c.new_value) then try_cast(c.new_value as double) end as new_number
    from staged_corrections c left join metric_dim m using (metric_id)
),
meant as (
    select s.file, s.row, count(o.branch_id) as figures,
        count(o.branch_id) filter (try_cast(o.value as double) = s.old_number) as agreeing,
        -- Two parts of one source that both say the old value: which is meant cannot be told.
        count(o.branch_id) filter (try_cast(o.value as double) = s.old_number)
            - count(distinct o.source_id) filter (try_cast(o.value as double) = s.old_number) as doubled,
        string_agg(distinct o.value, ' or ' order by o.value) as said
    from stated s
    left join correctable_observations o on o.branch_id = s.branch_id and o.metric_id = s.metric_id
        and o.period_kind = s.period_kind and o.period_start = s.period_start and o.period_end = s.period_end
        and o.status = 'reported' and (s.source_id is null or s.source_id = o.source_id)
        and (s.part is null or s.part = o.part)
        -- What a later hand-in says anew was never wrong: an earlier correction does not reach it.
        and turn_of(o.folder) <= turn_of(s.folder)
    group by s.file, s.row
)
select 'corrections', file, row, 1, 'branch_id', concat_ws(' ', branch_id, metric_id, period_kind, period_start, period_end),
    'the branch, metric and period of a figure that is loaded', 'correction_without_figure'
from stated join meant using (file, row) where figures = 0
union all
select 'corrections', file, row, 6, 'old_value', shown(old_value), 'a plain number such as 12500000 or 67.5', 'bad_number'
from stated where old_number is null
union all
select 'corrections', file, row, 6, 'old_value', shown(old_value), 'the value the source states now, ' || said,
    'correction_not_applied'
from stated join meant using (file, row) where old_number is not null and figures > 0 and agreeing = 0
union all
select 'corrections', file, row, 6, 'part', shown(part), 'the part that is meant: two of one source say the old value',
    'correction_ambiguous'
from stated join meant using (file, row) where doubled > 0
union all
select 'corrections', file, row, 7, 'new_value', shown(new_value), 'a plain number such as 12500000 or 67.5', 'bad_number'
from stated where new_number is null
union all
select 'corrections', file, row, 7, 'new_value', new_value, 'a number that is not negative', 'negative_value'
from stated where new_number < 0 and metric_id not in ('members_net_growth')
union all
select 'corrections', file, row, 7, 'new_value', new_value, 'a percentage from 0 to 1000', 'out_of_range'
from stated where unit = 'percent' and new_number > 1000
union all
select 'corrections', file, row, 7, 'new_value', new_value, 'a rating: 1, 2, 3 or 4', 'out_of_range'
from stated where unit = 'rank' and new_number not in (1, 2, 3, 4)
union all
select 'corrections', file, row, 7, 'new_value', new_value, 'a whole number, as ' || unit || ' is counted', 'not_whole'
from stated where unit not in ('percent', 'vnd', 'rank') and new_number <> floor(new_number)
union all
select 'corrections', file, row, 8, 'new_qualifier', new_qualifier, 'exact, at_least, at_most or about', 'unknown_value'
from stated where new_qualifier is not null and new_qualifier not in ('exact', 'at_least', 'at_most', 'about')
union all
select 'corrections', file, row, 9, 'reason', '(empty)', 'why the figure is corrected', 'missing_value'
from stated where reason is null
union all
select 'corrections', file, row, 10, 'reviewed_by', '(empty)', 'who reviewed the correction', 'missing_value'
from stated where reviewed_by is null
union all
select 'corrections', file, row, 11, 'on', shown("on"), 'a date that exists, as YYYY-MM-DD', 'bad_date'
from stated where "on" is null or not is_date("on");

-- Corrections of one load that contradict each other: none goes before another.
insert into problem
with meant as (
    select c.file, c.row, c.new_value, o.file as of_file, o.row as of_row, turn_of(c.folder) as turn,
        {'file': c.file, 'row': c.row} as place, concat_ws(' ', c.new_value::double, c.new_qualifier) as says
    from staged_corrections c
    join correctable_observations o on o.branch_id = c.branch_id and o.metric_id = c.metric_id
        and o.period_kind = c.period_kind and o.period_start = c.period_start and o.period_end = c.period_end
        and o.status = 'reported' and (c.source_id is null or c.source_id = o.source_id)
        and (c.part is null or c.part = o.part) and try_cast(o.value as double) = try_cast(c.old_value as double)
        and turn_of(o.folder) <= turn_of(c.folder)
    where not exists (select 1 from problem p where p.kind = 'corrections' and p.file = c.file and p.row = c.row)
),
begun as (
    select *, first_value(says) over same as first_says, first_value(place) over same as first_place
    from meant
    window same as (partition by of_file, of_row, turn order by file, row)
),
opposed as (
    select *, case when says <> first_says then first_place
        else min(place) filter (where says <> first_says) over (partition by of_file, of_row, turn) end as other
    from begun
)
select 'corrections', file, row, 7, 'new_value', any_value(new_value),
    'one correction for each figure of a source; it stands already in ' || min(other).file || ' row ' || min(other).row,
    'duplicate_key'
from opposed where other is not null group by file, row;

-- One observation is corrected once: by the last hand-in, in it by the first row that means it, whether or not it names
-- source and part.
insert into problem
with meant as (
    select c.file, c.row, row_number() over (
            partition by o.file, o.row order by turn_of(c.folder) desc, c.file_order, c.row
        ) as turn,
        first_value(c.file || ' row ' || c.row) over same as first_place,
        first_value(turn_of(c.folder)) over same > turn_of(c.folder) as is_restated
    from (select *, dense_rank() over (order by file) as file_order from staged_corrections) c
    join correctable_observations o on o.branch_id = c.branch_id and o.metric_id = c.metric_id
        and o.period_kind = c.period_kind and o.period_start = c.period_start and o.period_end = c.period_end
        and o.status = 'reported' and (c.source_id is null or c.source_id = o.source_id)
        and (c.part is null or c.part = o.part) and try_cast(o.value as double) = try_cast(c.old_value as double)
        and turn_of(o.folder) <= turn_of(c.folder)
    where not exists (select 1 from problem p where p.kind = 'corrections' and p.file = c.file and p.row = c.row)
    window same as (partition by o.file, o.row order by turn_of(c.folder) desc, c.file_order, c.row)
)
select 'corrections', file, row, 1, 'branch_id', 'a figure that is corrected already',
    case when bool_or(is_restated) then 'the row as a later hand-in states it: ' || any_value(first_place)
        else 'one correction for each figure of a source; it stands already in ' || any_value(first_place) end,
    case when bool_or(is_restated) then 'restated' else 'duplicate_key' end
from meant where turn > 1 group by file, row;
