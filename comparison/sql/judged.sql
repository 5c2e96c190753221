-- `judged`: the targets of the branches in view whose period belongs to the one asked, with their state.
, judged as (
    select a.target_id, v.branch_id, m.metric_id, a.period_kind::varchar as period_kind, a.period_start, a.period_end,
        t.cadence, t.comparator, t.value, t.attained_value, t.attained_pct, s.source_id, t.paragraph, t.note,
        a.result_value, a.result_low, a.result_high, coalesce(a.result_is_approximate, false) as result_is_approximate,
        a.result_source, a.status::varchar as status, a.shares_result,
        t.period_kind::varchar as target_period_kind, t.period_start as target_period_start,
        t.period_end as target_period_end,
        v.name_vi, v.name_order, v.tier, v.sector, v.province, v.province_is_certain,
        m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit, m.direction,
        m."group", s.publisher, s.title, s.url, v.branch_key, m.metric_key
    from in_view v
    join target_fact t using (branch_key)
    join attainment_fact a using (target_id)
    join metric_dim m using (metric_key)
    join source_dim s using (source_key)
    where case $grain
        -- A year sees what is judged in it, and aims set for other periods that end in it.
        when 'year' then (a.period_kind = 'year' and year(a.period_start)::varchar = v.period)
            or (a.period_kind not in ('year', 'term') and year(a.period_end)::varchar = v.period)
            or (a.period_kind = 'term' and year(a.period_end)::varchar = v.period)
        else t.period_kind = 'term' and exists (
            select 1 from term_cycle c
            where c.cycle = v.period and year(t.period_start) between c.starts_from and c.starts_to)
        end
)
