-- The targets whose period belongs to the one asked, each with its state in every judged year.
-- Parameter: $period.
select t.target_id, t.branch_key, t.metric_key, t.source_key, a.period_kind, a.period_start,
    a.period_end, t.cadence, t.comparator, t.value, t.attained_value, t.attained_pct, t.paragraph, t.note,
    a.result_value, a.result_low, a.result_high, coalesce(a.result_is_approximate, false) as result_is_approximate,
    coalesce(a.result_set, -1) as result_set, a.status, a.shares_result,
    t.period_kind as target_period_kind, t.period_start as target_period_start, t.period_end as target_period_end
from attainment_fact a
join target_fact t using (target_id)
-- if not term
-- A year sees what is judged in it, and aims set for other periods that end in it.
where case a.period_kind when 'year' then a.period_start else a.period_end end
    between make_date($period::integer, 1, 1) and make_date($period::integer, 12, 31)
-- end
-- if term
where t.period_kind = 'term' and exists (
    select 1 from term_cycle c where c.cycle = $period and year(t.period_start) between c.starts_from and c.starts_to
)
-- end
;
