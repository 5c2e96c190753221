-- The ten branches with most of a metric in a year, and what stands around them: reported, in view, the middle.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select v.branch_id, v.name_vi, v.name_order, v.province, f.value, f.low, f.high, f.is_approximate
    from figure f join in_view v using (branch_key)
    where f.metric_key = $metric and f.year = $year and f.tier = $tier
),
around as (
    select count(*) as reported, median(value) as middle, (select count(*) from in_view) as in_view from valued
)
select branch_id, name_vi, province, value, low, high, is_approximate, reported, in_view, middle
from valued cross join around
order by value desc, name_order limit 10;
