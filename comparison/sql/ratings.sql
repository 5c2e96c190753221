-- Ratings of the branches in view year by year, and what a term's own rating says of the years it does not name.
, rated as (
    select branch_key, year(period_start) as year, value, low, high, source_ids, false as from_term
    from figure_fact
    where metric_key = (select metric_key from metric_dim where metric_id = 'branch_rating') and period_kind = 'year'
),
of_term as (
    select f.branch_key, y.year, f.value, f.low, f.high, f.source_ids, true as from_term
    from figure_fact f, lateral (select unnest(range(year(f.period_start), year(f.period_end) + 1)) as year) y
    where f.metric_key = (select metric_key from metric_dim where metric_id = 'branch_rating')
        and f.period_kind = 'term' and f.derivation = 'stated'
        and not exists (select 1 from rated r where r.branch_key = f.branch_key and r.year = y.year)
    -- Where two terms meet in a year, the later one speaks of it.
    qualify row_number() over (partition by f.branch_key, y.year order by f.period_start desc) = 1
),
every as (from rated union all from of_term),
extent as (select min(year) as first, max(year) as last from every where branch_key in (select branch_key from in_view)),
years as (select unnest(range(first, last + 1)) as year from extent where first is not null)
select v.branch_id, v.name_vi, v.province, y.year,
    case when e.value is null then 'not_reported' when e.high > e.low then 'at_least' else 'rated' end as state,
    e.value as rating, coalesce(e.from_term, false) as from_term, e.source_ids
from in_view v
cross join years y
left join every e on e.branch_key = v.branch_key and e.year = y.year
where v.branch_key in (select branch_key from every)
order by v.name_order, y.year;
