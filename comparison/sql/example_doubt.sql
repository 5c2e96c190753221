-- The gravest doubts about figures that were accepted and kept as printed.
select f.severity, f.rule, f.message_vi, f.message_en, b.branch_id, b.name_vi
from finding f join branch_dim b using (branch_id)
where ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
qualify row_number() over (partition by f.rule order by f.metric_id, b.branch_id, f.period_start) = 1
order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.rule limit 1;
