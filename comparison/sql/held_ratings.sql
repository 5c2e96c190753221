-- Ratings of branches for a year, and those that a source states of a whole term. Parameter: $metric_key.
select branch_key, period_kind = 'term' as from_term, period_start, period_end, value, high > low as is_open, source_set
from figure_fact
where metric_key = $metric_key and (period_kind = 'year' or (period_kind = 'term' and derivation = 'stated'));
