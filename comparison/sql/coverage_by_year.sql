-- Branches in view with figures per metric group and year in which their period ended, a running one in this year.
, dated as (
    select o.branch_key, m."group", least(year(o.period_end), (select year(as_of) from build_setting)) as year
    from observation_fact o join metric_dim m using (metric_key)
    where not o.is_proposed and o.branch_key in (select branch_key from in_view)
)
select "group", year, count(distinct branch_key) as branches, count(*) as figures
from dated group by all order by "group", year;
