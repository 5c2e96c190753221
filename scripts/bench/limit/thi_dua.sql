-- A metric by today's provinces in a year: sums in which a branch makes room for the one that took it over.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select v.province, f.branch_key, f.value, f.low, f.high
    from figure f join in_view v using (branch_key)
    where f.metric_key = $metric and f.year = $year and f.tier = $tier
),
replaced as (
    select distinct s.branch_key from succession s
    join valued h on h.branch_key = s.heir_key join valued o on o.branch_key = s.branch_key and o.province = h.province
),
added as (
    select province, count(*) as reported, sum(value) filter (r.branch_key is null) as value,
        sum(low) filter (r.branch_key is null) as low, sum(high) filter (r.branch_key is null) as high
    from valued left join replaced r using (branch_key) group by province
),
there as (select province, count(*) as in_view from in_view group by province)
select t.province, a.value, a.low, a.high, coalesce(a.reported, 0) as reported, t.in_view
from there t left join added a using (province) order by t.province collate vi;
