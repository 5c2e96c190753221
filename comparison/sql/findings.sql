-- Findings on the branches in view whose period touches the one asked, and those on the branch itself.
select f.severity, f.rule, f.branch_id, f.metric_id, f.period_start, f.period_end, f.message_vi, f.message_en,
    f.source_ids, v.name_vi
from in_view v
join finding f on f.branch_id = v.branch_id
join span s on s.period = v.period
where f.period_start is null or (f.period_start <= s.ends and f.period_end >= s.starts)
order by case f.severity when 'error' then 0 when 'warning' then 1 else 2 end, f.rule, v.name_order,
    f.metric_id, f.period_start;
