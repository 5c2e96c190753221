-- Findings by the numbers of their rows, severest first. Parameter: $rows.
select f.severity, f.rule, f.branch_id, f.metric_id, f.period_start, f.period_end, f.message_vi, f.message_en,
    f.source_ids, b.name_vi
from finding f join branch_dim b using (branch_id)
where f.rowid in (select unnest($rows::bigint[]))
order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.rule, b.name_order,
    f.metric_id, f.period_start;
