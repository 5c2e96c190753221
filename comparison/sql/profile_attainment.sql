-- The targets of one branch, judged; a row for each year where the target is yearly.
select a.target_id, b.branch_id, m.metric_id, a.period_kind::varchar as period_kind, a.period_start, a.period_end,
    t.cadence, t.comparator, t.value, t.attained_value, t.attained_pct, s.source_id, t.paragraph, t.note,
    a.result_value, a.result_low, a.result_high, coalesce(a.result_is_approximate, false) as result_is_approximate,
    a.result_source, a.status::varchar as status, a.shares_result,
    t.period_kind::varchar as target_period_kind, t.period_start as target_period_start,
    t.period_end as target_period_end,
    b.name_vi, b.tier, b.province_since_2025_07 as province, m.name_vi as metric_name_vi, m.name_en as metric_name_en,
    m.unit, m.direction, m."group", s.publisher, s.title, s.url
from attainment_fact a
join target_fact t using (target_id)
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_dim s using (source_key)
where t.branch_key = $branch_key and b.branch_key = $branch_key
order by t.period_start desc, m.metric_key, a.target_id, a.period_start;
