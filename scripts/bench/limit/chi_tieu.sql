-- How the targets judged in a year stand: how many of each state, of how many branches.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
)
select j.status, count(*) as targets, (select count(distinct branch_key) from judged join in_view using (branch_key)
        where year = $year and tier = $tier) as branches
from judged j join in_view using (branch_key)
where j.year = $year and j.tier = $tier
group by j.status order by j.status;
