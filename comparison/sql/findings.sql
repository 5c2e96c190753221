-- Findings by the numbers of their rows, in any order. Parameter: $rows.
select rowid as row, severity, rule, branch_id, metric_id, period_start, period_end, message_vi, message_en, source_ids
from finding
where rowid in (select unnest($rows::bigint[]));
