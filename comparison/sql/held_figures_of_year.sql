-- The figures of some metrics, named one by one, in one year. Parameters: $period and those of the metrics' keys.
select metric_key, branch_key, value, low, high, is_approximate, has_conflict, counted_on::timestamp as counted_on, source_set
from figure_fact
where period_kind = 'year' and period = $period and metric_key in ({metric_keys});
