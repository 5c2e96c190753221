-- Per metric: how many branches in view have a whole figure.
select w.metric_id, count(r.branch_key) filter (not r.is_partial) as reported
from wanted w left join reported r using (metric_key)
group by w.metric_id;
