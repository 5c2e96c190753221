-- The figures on which sources differ.
select branch_key, metric_key, period_kind::varchar as period_kind, period_start, period_end, source_set
from figure_fact
where has_conflict and derivation = 'stated';
