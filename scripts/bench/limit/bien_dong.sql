-- What moved most between a year and the one before: the ten largest rises and falls of the branches with both.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
moved as (
    select v.branch_id, v.name_vi, v.name_order, v.province, b.value as before, a.value as after, a.value - b.value as change
    from in_view v
    join figure a on a.branch_key = v.branch_key and a.metric_key = $metric and a.year = $year and a.tier = $tier
    join figure b on b.branch_key = v.branch_key and b.metric_key = $metric and b.year = $year - 1 and b.tier = $tier
),
placed as (
    select *, row_number() over (order by change desc, name_order) as from_top,
        row_number() over (order by change, name_order) as from_bottom, count(*) over () as branches
    from moved
)
select branch_id, name_vi, province, before, after, change, branches, from_top, from_bottom
from placed where from_top <= 10 or from_bottom <= 10 order by from_top;
