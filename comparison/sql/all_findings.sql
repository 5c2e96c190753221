-- Every finding on a branch in scope, and those on files for whoever sees everything.
select f.severity, f.rule, f.branch_id, f.metric_id, f.period_start, f.period_end, f.message_vi, f.message_en,
    f.source_ids, b.name_vi, b.tier, b.province_since_2025_07 as province
from finding f left join branch_dim b using (branch_id)
where $scope::varchar[] is null or f.branch_id in (select unnest($scope::varchar[]))
order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.rule, b.name_order, f.branch_id,
    f.metric_id, f.period_start;
