-- Branches in view with a figure both in the period asked and in another one, per metric and other period.
select m.metric_id, o.period as other, count(*) as branches
from in_view v
join figure_fact f on f.branch_key = v.branch_key and f.period = v.period and f.period_kind::varchar = $grain
join metric_dim m on m.metric_key = f.metric_key
join figure_fact o on o.metric_key = f.metric_key and o.branch_key = f.branch_key and o.period_kind = f.period_kind
    and o.period <> f.period
where len($metrics::varchar[]) = 0 or m.metric_id in (select unnest($metrics::varchar[]))
group by m.metric_id, o.period
order by m.metric_id, o.period;
