-- Per metric and period asked: how many branches in view have a whole figure; a pair without any has no row.
-- if named
select m.metric_id, r.period, count(*) as reported
from reported r join metric_dim m using (metric_key)
where not r.is_partial
group by all;
-- end
-- if not named
select d.metric_id, m.period, sum(m.branches)::bigint as reported
from cell_metric m join metric_dim d using (metric_key)
where m.period in (select period from asked) and m.period_kind = $grain::period_kind
    and m.metric_key in (select metric_key from wanted) and m.cell_key in (select cell_key from cell_in_view)
group by all;
-- end
