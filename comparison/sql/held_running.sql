-- Targets that run at the day the snapshot was judged, by each period they are judged in, with the figure of that period.
select a.rowid as row, t.target_id, t.branch_key, t.metric_key, a.period_kind = 'year' as is_year, a.period_start,
    a.period_end, t.period_kind = 'term' as is_of_term, t.period_start as target_start, t.cadence, t.comparator,
    case when a.shares_result then null else t.value end as value,
    a.result_value as reached_value, a.result_low as reached_low, a.result_high as reached_high,
    coalesce(a.result_is_approximate, false) as reached_is_approximate, coalesce(a.result_set, -1) as result_set
from attainment_fact a join target_fact t using (target_id)
where a.status = 'running' and a.period_start <= (select as_of from build_setting)
order by a.rowid;
