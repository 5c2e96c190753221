-- `candidate`: the branches in view with welfare spending.
, candidate as (
    select branch_key, name_order, value, low, high, is_approximate, source_set, source_sets, false as is_down
    from spent where value is not null
)
