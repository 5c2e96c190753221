-- Money and number of each kind of support, side by side for each branch in view that states both for the same dates.
, pair as (select unnest($amounts::varchar[]) as amount_id, unnest($counts::varchar[]) as count_id),
whole as (select * from compared where value is not null and not is_partial),
stated as (
    select p.amount_id, p.count_id, a.metric_key, a.branch_key, a.branch_id, a.name_vi, a.name_order, a.sector, a.province,
        a.province_is_certain, a.value as amount_value, a.low as amount_low, a.high as amount_high,
        a.is_approximate as amount_is_approximate, c.value as count_value, c.low as count_low, c.high as count_high,
        c.is_approximate as count_is_approximate,
        list_sort(list_distinct(list_concat(a.source_ids, c.source_ids))) as source_ids
    from pair p
    join whole a on a.metric_id = p.amount_id
    join whole c on c.metric_id = p.count_id and c.branch_key = a.branch_key
        and c.period_start = a.period_start and c.period_end = a.period_end
)
select b.* exclude (metric_key, branch_key),
    -- A branch makes room for its successor only where that one has both parts, the number not printed as nought.
    exists (
        select 1 from succession s join stated h on h.branch_key = s.heir_key
        where s.branch_key = b.branch_key and h.amount_id = b.amount_id and h.count_value > 0
    ) as is_left_out
from stated b
order by b.metric_key, b.name_order;
