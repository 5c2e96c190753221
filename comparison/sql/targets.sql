-- Every judged target, by branch, metric and year.
select * exclude (branch_key, metric_key, name_order) from judged
order by name_order, metric_key, target_id, period_start;
