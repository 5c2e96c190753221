-- How many figures of one metric the branches in view have in each period asked.
select v.period, count(*) as figures
from in_view v
join figure_fact f on f.branch_key = v.branch_key and f.period = v.period and f.period_kind::varchar = $grain
where f.metric_key = (select metric_key from metric_dim where metric_id = $metric_id)
group by v.period;
