-- Running targets with the share of their time that has gone and what is known to be reached.
, today as (select as_of from build_setting),
running as (
    select a.target_id, v.branch_key, v.branch_id, v.name_vi, v.name_order, v.province, m.metric_key, m.metric_id,
        m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit, m.measure, m.direction,
        t.comparator, t.value, t.cadence, a.period_kind, a.period_start, a.period_end, a.shares_result
    from in_view v
    join target_fact t using (branch_key)
    join attainment_fact a using (target_id)
    join metric_dim m using (metric_key)
    where a.status = 'running' and a.period_start <= (select as_of from today)
        and case $grain
            when 'year' then year(a.period_start)::varchar <= v.period and year(a.period_end)::varchar >= v.period
            else t.period_kind = 'term' and exists (
                select 1 from term_cycle c
                where c.cycle = v.period and year(t.period_start) between c.starts_from and c.starts_to)
            end
),
-- The period's own figure so far, else its known years added, else (for levels) the latest count or share inside it.
own as (
    select r.target_id, r.period_start, f.value, f.low, f.high, f.is_approximate, f.source_ids
    from running r join figure_fact f
        on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = r.period_kind
        and f.period_start = r.period_start and f.period_end = r.period_end
),
years as (
    select r.target_id, r.period_start, sum(f.value) as value, sum(f.low) as low, sum(f.high) as high,
        bool_or(f.is_approximate) as is_approximate, list_sort(list_distinct(flatten(list(f.source_ids)))) as source_ids,
        count(*) as years_known
    from running r join figure_fact f
        on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = 'year'
        and f.period_start >= r.period_start and f.period_end <= r.period_end
    where r.measure = 'flow' and r.period_kind <> 'year' and r.cadence <> 'at_end'
    group by r.target_id, r.period_start
),
latest as (
    select r.target_id, r.period_start, f.value, f.low, f.high, f.is_approximate, f.source_ids
    from running r join figure_fact f
        on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind in ('year', 'as_of')
        and f.counted_on between r.period_start and r.period_end
    where r.measure <> 'flow'
    qualify row_number() over (partition by r.target_id, r.period_start order by f.counted_on desc, f.period_kind) = 1
    union all
    -- What is to stand at the end is judged on the last year alone (attainment.sql), never on years added up.
    select r.target_id, r.period_start, f.value, f.low, f.high, f.is_approximate, f.source_ids
    from running r join figure_fact f
        on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = 'year'
        and year(f.period_end) = year(r.period_end)
    where r.measure = 'flow' and r.cadence = 'at_end' and r.period_kind <> 'year'
)
select r.target_id, r.branch_id, r.name_vi, r.province, r.metric_id, r.metric_name_vi, r.metric_name_en, r.unit,
    r.direction, r.comparator, case when r.shares_result then null else r.value end as value, r.cadence,
    r.period_start, r.period_end,
    100.0 * ((select as_of from today) - r.period_start + 1) / (r.period_end - r.period_start + 1) as time_gone_pct,
    coalesce(o.value, y.value, l.value) as reached_value, coalesce(o.low, y.low, l.low) as reached_low,
    coalesce(o.high, y.high, l.high) as reached_high,
    coalesce(o.is_approximate, y.is_approximate, l.is_approximate, false) as reached_is_approximate,
    case when o.value is not null then 'period' when y.value is not null then 'years' when l.value is not null then 'last'
        end as reached_basis,
    y.years_known,
    r.measure = 'flow' and r.cadence <> 'at_end' as adds_up,
    -- A year without a figure may hold anything, the present one too.
    o.value is null and r.period_kind <> 'year'
        and coalesce(y.years_known, 0) <= year((select as_of from today)) - year(r.period_start) as has_gaps,
    coalesce(o.source_ids, y.source_ids, l.source_ids, []) as source_ids
from running r
left join own o using (target_id, period_start)
left join years y using (target_id, period_start)
left join latest l using (target_id, period_start)
order by r.name_order, r.metric_key, r.target_id, r.period_start;
