-- `candidate`: the branches in view with welfare spending.
, candidate as (
    select branch_key, branch_id, name_vi, name_order, value, low, high, is_approximate, source_ids, false as is_down
    from spent where value is not null
)
