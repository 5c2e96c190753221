-- The rows of observations as keys and numbers, and those few of them that the checks have to look at as they are written.

create table observation_file as
select row_number() over (order by file, folder)::integer as file_key, folder, file, received_at
from (select distinct folder, file from staged_observations) left join hand_in using (folder);

-- Rows of a snapshot were received one by one.
create table observation_received as
select f.file_key, r.row, r.received_at from received r join observation_file f using (file);

create table known_branch as
select branch_id, row_number() over (order by branch_id)::integer as branch_key from accepted_branches;

create table known_source as
select source_id, row_number() over (order by source_id)::integer as source_key from accepted_sources;

-- Nearly every row is right in all that check_period and check_observations ask of it: whether it is, is told here in
-- one reading without a word of why. A row that is not surely right (is_odd) is put to these checks, which decide.
-- Whatever they come to refuse must therefore be odd here.
create table keyed_observations as
with stated as (
    select s.*, f.file_key, b.branch_key, m.metric_key, m.unit, m.measure, k.source_key,
        try_cast(s.period_kind as period_kind) as kind, try_cast(s.period_start as date) as starts,
        try_cast(s.period_end as date) as ends, try_cast(s.part as integer) as part_number,
        try_cast(s.value as double) as number, try_cast(s.qualifier as qualifier) as bound,
        try_cast(s.paragraph as integer) as paragraph_number
    from staged_observations s
    join observation_file f on f.folder = s.folder and f.file = s.file
    left join known_branch b on b.branch_id = s.branch_id
    left join metric_dim m on m.metric_id = s.metric_id
    left join known_source k on k.source_id = s.source_id
),
valued as (
    select *,
        -- What a whole number is written as is told without the pattern.
        case when length(value) <= 15 and try_cast(value as bigint)::varchar = value then true
            else is_plain_number(value) end
        and (number >= 0 or metric_id = 'members_net_growth')
        and case unit
            when 'percent' then number <= 1000
            when 'rank' then number in (1, 2, 3, 4)
            else number = floor(number) and not ends_with(value, '.000') end as is_number
    from stated
)
select file_key, row, branch_key, metric_key, kind as period_kind, starts as period_start, ends as period_end,
    part_number as part, number as value, bound as qualifier, status = 'proposed' as is_proposed,
    status = 'not_reported' as is_not_reported, source_key, paragraph_number as paragraph, note,
    not coalesce(
        branch_key is not null and metric_key is not null and source_key is not null
        and starts::varchar = period_start and ends::varchar = period_end
        and starts between date '1945-01-01' and ends and ends <= date '2050-12-31'
        and case kind
            when 'year' then year(starts) = year(ends) and dayofyear(starts) = 1 and month(ends) = 12 and day(ends) = 31
            when 'half' then year(starts) = year(ends) and day(starts) = 1
                and (month(starts) = 1 and month(ends) = 6 and day(ends) = 30
                    or month(starts) = 7 and month(ends) = 12 and day(ends) = 31)
            when 'as_of' then starts = ends
            when 'term' then year(ends) - year(starts) between 0 and 7
            when 'other' then true
            else false end
        and case status
            when 'not_reported' then value is null
            when 'reported' then is_number
            when 'proposed' then is_number
            else false end
        and part_number between 1 and 9999 and part_number::varchar = part
        and (part_number = 1 or (measure <> 'ratio' and unit <> 'rank'))
        and bound is not null
        and (paragraph is null or regexp_full_match(paragraph, '[0-9]{1,6}')),
        false
    ) as is_odd
from valued;

-- Figures with more than one row, of whatever source, part, status or turn: only there can rows repeat, contradict or
-- restate each other. Of most branches and metrics no year stands twice, which a bit for each year tells at once.
create table doubled_figure as
with crowded as (
    select branch_key, metric_key
    from keyed_observations
    where period_kind = 'year' and year(period_start) between 1945 and 2050
    group by all having count(*) > bit_count(bit_or(1::hugeint << (year(period_start) - 1945)))
),
looked_at as (
    select branch_key, metric_key, period_kind, period_start, period_end
    from keyed_observations semi join crowded using (branch_key, metric_key) where period_kind = 'year'
    union all
    select branch_key, metric_key, period_kind, period_start, period_end
    from keyed_observations where period_kind <> 'year'
)
from looked_at group by all having count(*) > 1;

create table looked_at_row as
select f.folder, f.file, k.row from keyed_observations k join observation_file f using (file_key) where k.is_odd
union all
select f.folder, f.file, k.row
from keyed_observations k
semi join doubled_figure d on d.branch_key = k.branch_key and d.metric_key = k.metric_key
    and d.period_kind = k.period_kind and d.period_start = k.period_start and d.period_end = k.period_end
join observation_file f using (file_key)
where not k.is_odd;

-- By their numbers first: a file of Parquet is then read for these rows alone.
create table looked_at_observations as
select s.*
from (from staged_observations where row in (select row from looked_at_row)) s
semi join looked_at_row using (row, file, folder);

drop table looked_at_row;

create view sound_observations as
select * from keyed_observations k
where not exists (
    select 1 from problem p join observation_file f on f.file = p.file
    where p.kind = 'observations' and f.file_key = k.file_key and p.row = k.row
);
