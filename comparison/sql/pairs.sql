-- Two metrics of each branch in view side by side; whole figures of the same period only.
, whole as (select * from compared where value is not null and not is_partial),
paired as (
    select v.branch_key, v.branch_id, v.name_vi, v.name_order, v.sector, v.province, v.province_is_certain,
        n.value as numerator_value, n.low as numerator_low, n.high as numerator_high,
        coalesce(n.is_approximate, false) as numerator_is_approximate,
        d.value as denominator_value, d.low as denominator_low, d.high as denominator_high,
        coalesce(d.is_approximate, false) as denominator_is_approximate,
        list_sort(list_distinct(list_concat(coalesce(n.source_ids, []), coalesce(d.source_ids, [])))) as source_ids
    from in_view v
    left join whole n on n.branch_key = v.branch_key and n.metric_id = $numerator
    left join whole d
        on d.branch_key = v.branch_key and d.metric_id <> $numerator
        -- The same dates, not only the same cycle: two terms that begin alike may end apart.
        and d.period_start is not distinct from n.period_start and d.period_end is not distinct from n.period_end
)
select p.* exclude (branch_key),
    -- A branch makes room for its successor only where that one has both parts.
    exists (
        select 1 from succession s join paired h on h.branch_key = s.heir_key
        where s.branch_key = p.branch_key and h.numerator_value is not null and h.denominator_value > 0
    ) as is_left_out
from paired p
order by p.name_order;
