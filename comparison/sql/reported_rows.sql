-- Every figure of the metrics asked that a branch in view has, one row each.
select r.branch_key, r.metric_key, r.value, r.low, r.high, r.is_approximate, r.is_partial,
    -- if term
    r.years_present, year(r.period_end) - year(r.period_start) + 1 as years_expected,
    -- end
    -- if not term
    null::bigint as years_present, null::bigint as years_expected,
    -- end
    $grain as period_kind, r.period_start, r.period_end,
    -- if term
    r.source_ids
    -- end
    -- if not term
    r.source_set
    -- end
from reported r join branch_dim b using (branch_key)
order by b.name_order, r.metric_key;
