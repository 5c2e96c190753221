-- The sum of a metric over the years.
select year(f.period_start), sum(f.value)
from figure f join branch b using (branch_id)
where b.tier = $tier and f.metric_id in (select unnest($metrics)) and f.period_kind = 'year'
group by 1 order by 1;
