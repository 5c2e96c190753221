-- Branches in view with figures per metric group and year in which their period ended, a running one in this year.
select c."group", c.year::bigint as year, count(*) as branches, sum(c.figures)::bigint as figures
from stated_count c
where c.branch_key in (select branch_key from in_view)
group by c."group", c.year order by c."group", c.year;
