-- `candidate`: the branches in view with a whole figure of the one metric asked.
, candidate as (
    select r.branch_key, v.branch_id, v.name_vi, v.name_order, r.value, r.low, r.high, r.is_approximate, r.source_ids,
        w.direction = 'lower' as is_down
    from reported r
    join wanted w using (metric_key)
    join in_view v on v.branch_key = r.branch_key and v.period = r.period
    where not r.is_partial
)
