-- The target that stayed furthest below its aim, of those not met.
, furthest as (
    select * from judged j
    where j.status = 'not_met'
    order by j.result_value / case when j.value > 0 then j.value end nulls last, j.name_order, j.metric_key, j.target_id,
        j.period_start
    limit 1
)
select m.metric_id, b.branch_id, b.name_vi, j.result_value, j.result_low, j.result_high, j.result_is_approximate, j.value,
    j.comparator, s.source_ids as result_source
from furthest j
join metric_dim m using (metric_key)
join branch_dim b using (branch_key)
left join source_set s on s.source_set = j.result_set;
