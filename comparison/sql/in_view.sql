-- The branches in view by their keys, with their place under the view's borders. A question's own statement follows; lines
-- between `-- if FLAG` and `-- end` stand only where the view has that flag (asking.flags_of): to plan a condition that does
-- not bind costs more than to run the others. Parameters: $period, $branch_keys.
with in_view as (
    select $period as period, b.branch_key, b.branch_id, b.name_vi, b.name_order,
        -- if before
        -- A branch whose old province is not known stays under its new one.
        coalesce(b.province_before_2025_07, b.province_since_2025_07) as province
        -- end
        -- if not before
        b.province_since_2025_07 as province
        -- end
    from branch_dim b
    where b.branch_key in (select unnest($branch_keys::integer[]))
)
