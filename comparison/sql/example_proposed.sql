-- An award that was asked for and not yet given.
select b.branch_id, b.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit,
    o.period_kind::varchar as period_kind, o.period_start, o.period_end, o.value, o.low, o.high
from observation_fact o join branch_dim b using (branch_key) join metric_dim m using (metric_key)
where o.is_proposed and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by o.period_end desc, b.branch_id, m.metric_key, o.part limit 1;
