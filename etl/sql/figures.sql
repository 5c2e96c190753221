-- The one value to compare for every branch, metric and period: parts added, sources weighed, years and terms composed.

-- Parts of one source add up; an award asked for is not an award (DESIGN.md 2).
-- Few figures are stated more than once; only these need to be added and weighed. The checks know which rows to ask.
create temp table stated_often as
select branch_key, metric_key, period_kind, period_start, period_end
from observation_fact
semi join memory.staging.doubled_figure using (branch_key, metric_key, period_kind, period_start, period_end)
where not is_proposed group by all having count(*) > 1;

create temp table weighed_figure as
with of_source as (
    select o.branch_key, o.metric_key, o.period_kind, o.period_start, o.period_end, o.source_key,
        sum(o.value) as value, sum(o.low) as low, sum(o.high) as high, bool_or(o.qualifier = 'about') as is_approximate,
        max(o.received_at) as received_at
    from observation_fact o
    semi join stated_often using (branch_key, metric_key, period_kind, period_start, period_end)
    where not o.is_proposed
    group by all
),
-- The branch's own word before the press, the later before the earlier, exact before bounded (DESIGN.md 5.10). What
-- bears no day speaks as of the day it was handed in; of one day, what was handed in last.
weighed as (
    select o.*, s.source_id,
        row_number() over (
            partition by branch_key, metric_key, period_kind, period_start, period_end
            order by case s.kind when 'own' then 0 when 'press' then 2 else 1 end,
                coalesce(s.published_on, (o.received_at + interval 7 hour)::date) desc nulls last,
                o.received_at desc nulls last,
                case when low <> high then 2 when is_approximate then 1 else 0 end,
                s.title,
                s.source_id
        ) as turn
    from of_source o join source_dim s using (source_key)
)
select chosen.branch_key, chosen.metric_key, chosen.period_kind, chosen.period_start, chosen.period_end,
    chosen.value, chosen.low, chosen.high, chosen.is_approximate,
    bool_or(not agrees) as has_conflict,
    list(every.source_id order by every.source_id) filter (agrees) as source_ids
from weighed chosen
join weighed every
    using (branch_key, metric_key, period_kind, period_start, period_end)
cross join lateral (
    select (every.value, every.low, every.high) = (chosen.value, chosen.low, chosen.high) as agrees
) judged
where chosen.turn = 1
group by all;

-- All others are figures as they stand: they are read where they are stored, never held a second time.
create temp view single_figure as
select branch_key, metric_key, period_kind, period_start, period_end, value, low, high, qualifier = 'about' as is_approximate,
    false as has_conflict, source_key
from observation_fact o
anti join stated_often using (branch_key, metric_key, period_kind, period_start, period_end)
where not is_proposed;

create temp view stated_figure as
from weighed_figure
union all
select o.* exclude (source_key), [s.source_id] from single_figure o join source_dim s using (source_key);

-- A year made of its two halves, where no source states the year itself (flows only).
create temp table year_of_halves as
select branch_key, metric_key, year(period_start) as year,
    sum(value) as value, sum(low) as low, sum(high) as high,
    bool_or(is_approximate) as is_approximate, bool_or(has_conflict) as has_conflict,
    list_sort(list_distinct(flatten(list(source_ids)))) as source_ids
from stated_figure f join metric_dim using (metric_key)
where period_kind = 'half' and measure = 'flow'
    and not exists (
        select 1 from stated_figure y
        where y.branch_key = f.branch_key and y.metric_key = f.metric_key
            and y.period_kind = 'year' and year(y.period_start) = year(f.period_start)
    )
group by branch_key, metric_key, year(period_start)
having count(*) = 2;

-- Every head count with its day: counts at a date, and those said of a whole year, as its last day.
create temp table head_count as
with stated as (
    select f.* exclude (source_key), [s.source_id] as source_ids
    from single_figure f semi join metric_dim m on m.metric_key = f.metric_key and m.measure = 'stock'
    join source_dim s using (source_key)
    union all
    select f.* from weighed_figure f semi join metric_dim m on m.metric_key = f.metric_key and m.measure = 'stock'
)
select *, case period_kind when 'as_of' then period_end else make_date(year(period_end), 12, 31) end as counted_on
from stated where period_kind in ('as_of', 'year');

create temp table composed_year as
select branch_key, metric_key, year, value, low, high, is_approximate, has_conflict, source_ids,
    'halves'::derivation as derivation, make_date(year, 12, 31) as counted_on
from year_of_halves
union all
select branch_key, metric_key, year(counted_on), value, low, high, is_approximate, has_conflict, source_ids,
    'head_count', counted_on
from head_count h
where period_kind = 'as_of'
    and not exists (
        select 1 from head_count y
        where y.branch_key = h.branch_key and y.metric_key = h.metric_key
            and y.period_kind = 'year' and year(y.period_end) = year(h.counted_on)
    )
qualify row_number() over (partition by branch_key, metric_key, year(counted_on) order by counted_on desc) = 1;

-- A year, with its one source or with its several.
create temp view year_figure as
select branch_key, metric_key, year(period_start) as year, value, low, high, is_approximate, has_conflict, source_key,
    null as source_ids
from single_figure where period_kind = 'year'
union all by name
select branch_key, metric_key, year(period_start) as year, value, low, high, is_approximate, has_conflict, source_ids
from weighed_figure where period_kind = 'year'
union all by name
select branch_key, metric_key, year, value, low, high, is_approximate, has_conflict, source_ids from composed_year;

-- A term the branch names, made of all its years (flows) or of its last head count (stocks), unless it is stated.
create temp table composed_term as
with named_term as (
    select distinct branch_key, period_start, period_end from branch_term
),
stated_term as (
    select branch_key, metric_key, period_start, period_end from stated_figure where period_kind = 'term'
),
-- Few terms have every year: a bit for each year tells which. The sources are gathered for these alone.
known_years as (
    select branch_key, metric_key, bit_or(1::hugeint << (year - 1945)) as years
    from year_figure semi join metric_dim m on m.metric_key = year_figure.metric_key and m.measure = 'flow'
    group by branch_key, metric_key
),
whole_term as (
    select *, ((1::hugeint << (year(period_end) - year(period_start) + 1)) - 1) << (year(period_start) - 1945) as years
    from named_term
    where period_start = date_trunc('year', period_start) and period_end = make_date(year(period_end), 12, 31)
),
complete_term as materialized (
    select t.branch_key, k.metric_key, t.period_start, t.period_end
    from whole_term t join known_years k on k.branch_key = t.branch_key and k.years & t.years = t.years
    anti join stated_term s on s.branch_key = t.branch_key and s.metric_key = k.metric_key
        and s.period_start = t.period_start and s.period_end = t.period_end
),
-- The last day counts; of one day what was said of the whole year.
last_count as (
    select t.branch_key, h.metric_key, t.period_start, t.period_end,
        arg_max(h.rowid, 2 * (h.counted_on - date '1945-01-01') + (h.period_kind = 'year')::integer) as counted
    from named_term t join head_count h on h.branch_key = t.branch_key and h.counted_on between t.period_start and t.period_end
    anti join stated_term s on s.branch_key = t.branch_key and s.metric_key = h.metric_key
        and s.period_start = t.period_start and s.period_end = t.period_end
    group by t.branch_key, h.metric_key, t.period_start, t.period_end
)
select t.branch_key, t.metric_key, t.period_start, t.period_end,
    sum(value) as value, sum(low) as low, sum(high) as high,
    bool_or(is_approximate) as is_approximate, bool_or(has_conflict) as has_conflict,
    list_sort(list_distinct(flatten(list(coalesce(source_ids, [source_id]))))) as source_ids,
    'years'::derivation as derivation, t.period_end as counted_on
from complete_term t
join year_figure y on y.branch_key = t.branch_key and y.metric_key = t.metric_key
    and y.year between year(t.period_start) and year(t.period_end)
left join source_dim s using (source_key)
group by t.branch_key, t.metric_key, t.period_start, t.period_end
union all
select t.branch_key, t.metric_key, t.period_start, t.period_end,
    h.value, h.low, h.high, h.is_approximate, h.has_conflict, h.source_ids, 'head_count', h.counted_on
from last_count t join head_count h on h.rowid = t.counted;

-- Of several terms of one cycle the last that began speaks, of those the one that is stated: a term cut short may carry
-- the figure while the one first named for it carries the targets.
create temp table term_figure as
with every as (
    select branch_key, metric_key, period_start, period_end, value, low, high, is_approximate,
        has_conflict, 'stated'::derivation as derivation, period_end as counted_on, source_ids
    from stated_figure where period_kind = 'term'
    union all by name
    select branch_key, metric_key, period_start, period_end, value, low, high, is_approximate, has_conflict, derivation,
        counted_on, source_ids
    from composed_term
)
select e.*, t.cycle,
    row_number() over (
        partition by e.branch_key, e.metric_key, t.cycle
        order by e.period_start desc, e.derivation = 'stated' desc, e.period_end desc
    ) = 1 as speaks
from every e
left join branch_term t on t.branch_key = e.branch_key and t.period_start = e.period_start and t.period_end = e.period_end;

-- What was weighed or composed, with its sources; a single figure has the one it is of.
create temp table other_figure as
    select branch_key, metric_key, period_kind, period_start, period_end, null as cycle,
        case when period_kind = 'year' then year(period_start)::varchar end as period, value, low, high, is_approximate,
        has_conflict, 'stated'::derivation as derivation, period_end as counted_on, source_ids
    from weighed_figure where period_kind <> 'term'
    union all by name
    select branch_key, metric_key, 'year'::period_kind as period_kind, make_date(year, 1, 1) as period_start,
        make_date(year, 12, 31) as period_end, year::varchar as period, value, low, high, is_approximate, has_conflict,
        derivation, counted_on, source_ids
    from composed_year
    union all by name
    select branch_key, metric_key, 'term'::period_kind as period_kind, period_start, period_end, cycle,
        case when speaks then cycle end as period, value, low, high, is_approximate, has_conflict, derivation,
        counted_on, source_ids
    from term_figure;

insert into source_set
select row_number() over (order by source_ids) - 1, source_ids
from (
    select source_ids from other_figure
    union
    select [source_id] from source_dim
    where source_key in (select source_key from single_figure where period_kind <> 'term')
);

-- Periods in the order of their names, as numbers: forty million rows are sorted by numbers alone, and get their texts
-- and sources when they stand in their order.
create type memory.staging.period_name as enum (
    select name from (select cycle as name from term_cycle union select unnest(range(1900, 2100))::varchar) order by name
);

set variable source_sets = (select list(source_ids order by source_set) from source_set);

insert into figure_fact
select metric_key, branch_key, period_kind, period_start, period_end, cycle, period, value, low, high, is_approximate,
    has_conflict, derivation, counted_on, getvariable('source_sets')[source_set + 1], source_set
from (
    select metric_key, branch_key, period_kind, period_start, period_end, null as cycle,
        case when period_kind = 'year' then year(period_start)::varchar::memory.staging.period_name end as period, value, low, high,
        is_approximate, has_conflict, 'stated'::derivation as derivation, period_end as counted_on, source_set
    from single_figure
    join (
        select source_key, source_set from source_dim join source_set on source_ids = [source_id]
    ) using (source_key)
    where period_kind <> 'term'
    union all by name
    select * exclude (source_ids) replace (period::memory.staging.period_name as period)
    from other_figure join source_set using (source_ids)
    order by metric_key, period nulls last, branch_key, period_kind, period_start, period_end
);

drop view year_figure;
drop view stated_figure;
drop view single_figure;
drop table other_figure;
drop table term_figure;
drop table composed_term;
drop table composed_year;
drop table head_count;
drop table year_of_halves;
drop table weighed_figure;
drop table stated_often;
