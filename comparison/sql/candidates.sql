-- `candidate`: the branches in view with a whole figure of the one metric asked.
, candidate as (
    select r.branch_key, b.name_order, r.value, r.low, r.high, r.is_approximate, r.source_set,
        null::varchar as source_sets, (select direction from wanted) = 'lower' as is_down
    from reported r join branch_dim b using (branch_key)
    where not r.is_partial
)
