-- What a draft (the current database) changes beside the snapshot served, figure by figure, with its branch and its signs.

select c.*, b.name_vi, coalesce(o.is_approximate, false) as about_before, coalesce(n.is_approximate, false) as about_after
from figure_change c
left join branch b using (branch_id)
left join served.figure o using (branch_id, metric_id, period_kind, period_start, period_end)
left join figure n using (branch_id, metric_id, period_kind, period_start, period_end)
order by b.name_vi collate vi, c.branch_id, c.metric_id, c.period_start, c.period_kind;
