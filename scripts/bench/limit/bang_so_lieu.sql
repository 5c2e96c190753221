-- The first page of a table of branches by three metrics, most of the first metric on top, with the sums at its foot.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select f.branch_key, f.metric_key, f.value
    from figure f join in_view v using (branch_key)
    where f.metric_key in ($first, $second, $third) and f.year = $year and f.tier = $tier
),
feet as (
    select sum(value) filter (metric_key = $first) as first_total, sum(value) filter (metric_key = $second) as second_total,
        sum(value) filter (metric_key = $third) as third_total
    from valued v
    where not exists (
        select 1 from succession s join valued h on h.branch_key = s.heir_key
        where s.branch_key = v.branch_key and h.metric_key = v.metric_key
    )
),
top as (
    select v.branch_key, v.branch_id, v.name_vi, v.province, v.name_order, f.value as first
    from in_view v left join valued f on f.branch_key = v.branch_key and f.metric_key = $first
    order by f.value desc nulls last, v.name_order limit 50
)
select t.branch_id, t.name_vi, t.province, t.first, s.value as second, d.value as third,
    first_total, second_total, third_total, (select count(*) from in_view) as in_view
from top t
left join valued s on s.branch_key = t.branch_key and s.metric_key = $second
left join valued d on d.branch_key = t.branch_key and d.metric_key = $third
cross join feet
order by t.first desc nulls last, t.name_order;
