-- How many figures the branches in view have in each period asked; of one metric where $metric_id is not null.
select v.period, count(*) as figures
from in_view v
join figure_fact f on f.branch_key = v.branch_key and f.period = v.period and f.period_kind::varchar = $grain
join metric_dim m using (metric_key)
where $metric_id::varchar is null or m.metric_id = $metric_id
group by v.period;
