-- Where and when each finding on a branch applies, severest first.
select f.rowid as row, b.branch_key, f.period_start, f.period_end,
    case f.severity when 'error' then 0 when 'warning' then 1 else 2 end as severity
from finding f join branch_dim b using (branch_id)
order by 5, f.rule, b.name_order, f.metric_id, f.period_start;
