-- The figures of one metric in one cycle, and the partial sums of terms of which only some years are known: shown as k of n
-- years, never ranked or added. Parameters: $metric_key, $period.
with partial as (
    select t.branch_key, t.period_start, t.period_end, sum(y.value) as value, sum(y.low) as low, sum(y.high) as high,
        bool_or(y.is_approximate) as is_approximate, bool_or(y.has_conflict) as has_conflict,
        list(distinct y.source_set) as source_sets, count(*) as years_present
    from branch_term t
    join figure_fact y
        on y.branch_key = t.branch_key and y.period_kind = 'year' and y.metric_key = $metric_key
        and y.period_start >= t.period_start and y.period_end <= t.period_end
    where t.cycle = $period and (select measure from metric_dim where metric_key = $metric_key) = 'flow'
    group by t.branch_key, t.period_start, t.period_end
    -- Of several terms of one cycle the last that began speaks, as for whole figures.
    qualify row_number() over (partition by t.branch_key order by t.period_start desc, t.period_end desc) = 1
),
whole as (
    from figure_fact where period_kind = 'term' and metric_key = $metric_key and period = $period
)
select branch_key, value, low, high, is_approximate, has_conflict, false as is_partial,
    year(period_end) - year(period_start) + 1 as years_present, period_start, period_end, counted_on, source_set,
    null::integer[] as source_sets
from whole
union all
select branch_key, value, low, high, is_approximate, has_conflict, true, years_present, period_start, period_end, null, null,
    source_sets
from partial anti join whole using (branch_key);
