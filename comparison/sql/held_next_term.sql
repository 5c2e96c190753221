-- Targets of one cycle beside the same branch's figure of the cycle before. Parameters: $period, $previous.
select t.target_id, t.branch_key, t.metric_key, t.source_key, t.cadence, t.comparator, t.value, t.period_start,
    t.period_end, f.value as last_value, f.low as last_low, f.high as last_high,
    coalesce(f.is_approximate, false) as last_is_approximate, f.period_start as last_start, f.period_end as last_end,
    coalesce(f.source_set, -1) as last_set
from target_fact t
left join figure_fact f
    on f.branch_key = t.branch_key and f.metric_key = t.metric_key and f.period_kind = 'term' and f.period = $previous
where t.period_kind = 'term' and exists (
    select 1 from term_cycle c where c.cycle = $period and year(t.period_start) between c.starts_from and c.starts_to
);
