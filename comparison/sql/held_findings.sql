-- Where and when each finding applies, of which rule it is and on which sources it rests, severest first; those on files
-- have no branch.
select f.rowid as row, b.branch_key, f.period_start, f.period_end, f.severity, f.rule,
    array_to_string(f.source_ids, chr(31)) as source_ids
from finding f left join branch_dim b using (branch_id)
order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.rule, b.name_order, f.branch_id,
    f.metric_id, f.period_start, f.rowid;
