-- Targets of the cycle asked beside the same branch's figure of the cycle before.
, before as (
    select c.cycle as cycle, lag(c.cycle) over (order by c.starts_from) as previous from term_cycle c
)
select t.target_id, v.branch_id, v.name_vi, v.province, m.metric_id, m.name_vi as metric_name_vi,
    m.name_en as metric_name_en, m.unit, t.cadence, t.comparator, t.value, t.period_start, t.period_end,
    f.value / length.years as last_value, f.low / length.years as last_low, f.high / length.years as last_high,
    coalesce(f.is_approximate, false) as last_is_approximate, f.period_start as last_start, f.period_end as last_end,
    list_sort(list_distinct(list_append(coalesce(f.source_ids, []), s.source_id))) as source_ids
from in_view v
join before b on b.cycle = v.period
join target_fact t on t.branch_key = v.branch_key and t.period_kind = 'term'
join term_cycle c on c.cycle = v.period and year(t.period_start) between c.starts_from and c.starts_to
join metric_dim m using (metric_key)
join source_dim s using (source_key)
left join figure_fact f
    on f.branch_key = v.branch_key and f.metric_key = t.metric_key and f.period_kind = 'term' and f.period = b.previous
cross join lateral (
    select case when t.cadence = 'per_year' and m.measure = 'flow'
        then greatest(year(f.period_end) - year(f.period_start), 1) else 1 end as years
) length
order by v.name_order, m.metric_key, t.target_id;
