-- Judged targets by their numbers, by branch, metric and year. Parameter: $rows.
select t.target_id, t.branch_key, t.metric_key, t.source_key, a.period_kind::varchar as period_kind, a.period_start,
    a.period_end, t.cadence, t.comparator, t.value, t.attained_value, t.attained_pct, t.paragraph, t.note,
    a.result_value, a.result_low, a.result_high, coalesce(a.result_is_approximate, false) as result_is_approximate,
    a.result_set, a.status::varchar as status, a.shares_result, t.period_kind::varchar as target_period_kind,
    t.period_start as target_period_start, t.period_end as target_period_end
from attainment_fact a
join target_fact t using (target_id)
join branch_dim b using (branch_key)
where a.rowid in (select unnest($rows::bigint[]))
order by b.name_order, t.metric_key, t.target_id, a.period_start;
