-- Every figure of the metrics asked that a branch in view has, one row each.
select branch_id, name_vi, province, metric_id, unit, value, low, high, is_approximate, is_partial, years_present,
    years_expected, period_kind, period_start, period_end, source_ids
from compared where value is not null
order by name_order, metric_key;
