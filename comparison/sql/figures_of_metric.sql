-- How many figures of one metric the branches in view have in each period asked.
-- if named
select v.period, count(*) as figures
from in_view v
join figure_fact f on f.branch_key = v.branch_key and f.period = v.period and f.period_kind = $grain::period_kind
where f.metric_key = (select metric_key from metric_dim where metric_id = $metric_id)
group by v.period;
-- end
-- if not named
select m.period, sum(m.branches)::bigint as figures
from cell_metric m
where m.period in (select period from asked) and m.period_kind = $grain::period_kind
    and m.metric_key = (select metric_key from metric_dim where metric_id = $metric_id)
    and m.cell_key in (select cell_key from cell_in_view)
group by m.period;
-- end
