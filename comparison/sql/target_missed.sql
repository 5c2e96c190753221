-- The target that stayed furthest below its aim, of those not met.
select j.metric_id, j.branch_id, j.name_vi, j.result_value, j.result_low, j.result_high, j.result_is_approximate, j.value,
    j.comparator, j.result_source
from judged j
where j.status = 'not_met'
order by j.result_value / case when j.value > 0 then j.value end nulls last, j.name_order, j.metric_key, j.target_id,
    j.period_start
limit 1;
