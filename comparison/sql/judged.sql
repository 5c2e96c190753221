-- `judged`: the targets of the branches in view whose period belongs to the one asked, with their state.
, judged as (
    select a.target_id, v.branch_key, v.name_order, t.metric_key, t.source_key, a.period_kind, a.period_start, a.period_end,
        t.cadence, t.comparator, t.value, t.attained_value, t.attained_pct, t.paragraph, t.note,
        a.result_value, a.result_low, a.result_high, coalesce(a.result_is_approximate, false) as result_is_approximate,
        a.result_set, a.status, a.shares_result, t.period_kind as target_period_kind, t.period_start as target_period_start,
        t.period_end as target_period_end
    from in_view v
    join target_fact t using (branch_key)
    join attainment_fact a using (target_id)
    -- if not term
    -- A year sees what is judged in it, and aims set for other periods that end in it.
    where year(case a.period_kind when 'year' then a.period_start else a.period_end end) = $period::integer
    -- end
    -- if term
    where t.period_kind = 'term' and exists (
        select 1 from term_cycle c
        where c.cycle = v.period and year(t.period_start) between c.starts_from and c.starts_to
    )
    -- end
)
