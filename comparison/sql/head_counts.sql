-- Members counted in some days, and those of one period. Parameters: $first, $last (days), $grain, $period.
select branch_key, value, low, high, is_approximate, source_set, period_start, period_end, counted_on,
    period_kind = 'as_of' or (period_kind = 'year' and derivation = 'stated') as is_of_a_day
from figure_fact
where metric_key = (select metric_key from metric_dim where metric_id = 'members_total') and (
    ((period_kind = 'as_of' or (period_kind = 'year' and derivation = 'stated')) and counted_on between $first and $last)
    or (period_kind = $grain::period_kind and period = $period)
);
