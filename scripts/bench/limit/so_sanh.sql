-- A few branches beside each other in several metrics: value, rank among all in view, how many are ranked, and the value
-- of the year before.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select f.metric_key, f.branch_key, f.value
    from figure f join in_view v using (branch_key)
    where f.metric_key in (select unnest($metrics)) and f.year = $year and f.tier = $tier
),
own as (
    select v.branch_key, v.branch_id, v.name_vi, m.metric_key, m.metric_id
    from in_view v cross join metric m
    where v.branch_id in (select unnest($subjects)) and m.metric_key in (select unnest($metrics))
),
earlier as (
    select metric_key, branch_key, value from figure
    where metric_key in (select unnest($metrics)) and year = $year - 1 and tier = $tier
        and branch_key in (select branch_key from own)
)
select o.branch_id, o.name_vi, o.metric_id, any_value(mine.value) as value,
    1 + count(*) filter (every.value > mine.value) as rank, count(every.value) as ranked, any_value(e.value) as earlier
from own o
left join valued mine using (metric_key, branch_key)
left join earlier e using (metric_key, branch_key)
left join valued every on every.metric_key = o.metric_key
group by all order by o.branch_id, o.metric_id;
