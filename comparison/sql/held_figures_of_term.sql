-- The whole figures of one metric in one cycle. Parameters: $metric_key, $period.
select branch_key, value, low, high, is_approximate, has_conflict,
    (year(period_end) - year(period_start) + 1)::double as years_present, period_start::timestamp as period_start,
    period_end::timestamp as period_end, counted_on::timestamp as counted_on, source_set
from figure_fact
where period_kind = 'term' and metric_key = $metric_key and period = $period;
