-- The totals of several metrics in a year, a branch making room for the one that took it over, with their coverage.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select f.metric_key, f.branch_key, f.value, f.low, f.high, f.is_approximate
    from figure f join in_view v using (branch_key)
    where f.metric_key in (select unnest($metrics)) and f.year = $year and f.tier = $tier
),
replaced as (
    select s.branch_key, h.metric_key from succession s join valued h on h.branch_key = s.heir_key
)
select m.metric_id, coalesce(sum(v.value) filter (r.branch_key is null), 0) as value,
    sum(v.low) filter (r.branch_key is null) as low, sum(v.high) filter (r.branch_key is null) as high,
    bool_or(v.is_approximate) filter (r.branch_key is null) as is_approximate,
    count(distinct v.branch_key) as reported, (select count(*) from in_view) as in_view
from metric m
join valued v using (metric_key)
left join (select distinct * from replaced) r on r.branch_key = v.branch_key and r.metric_key = v.metric_key
group by m.metric_id order by m.metric_id;
