-- The first branches of a tier that have a figure of every metric asked in a year.
select b.branch_id
from figure f join branch b using (branch_key)
where f.metric_key in (select unnest($metrics)) and f.year = $year and f.tier = $tier
group by b.branch_id having count(*) = len($metrics)
order by b.branch_id limit $many;
