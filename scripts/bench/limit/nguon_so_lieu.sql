-- Who reported anything in a year: branches with a figure by group of metrics, of those in view, and in any group.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
told as (
    select f.branch_key, f.metric_key from figure f where f.year = $year and f.tier = $tier
)
select m."group", count(distinct t.branch_key) as reported, (select count(*) from in_view) as in_view,
    (select count(distinct branch_key) from told join in_view using (branch_key)) as any_group
from told t join in_view using (branch_key) join metric m using (metric_key)
group by m."group" order by m."group";
