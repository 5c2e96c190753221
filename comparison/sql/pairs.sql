-- Two metrics of each branch in view side by side; whole figures of the same period only.
, whole as (select * from compared where value is not null and not is_partial),
heirs as (select branch_key, bool_or(is_left_out) as is_left_out from added group by branch_key)
select v.branch_id, v.name_vi, v.sector, v.province, v.province_is_certain,
    n.value as numerator_value, n.low as numerator_low, n.high as numerator_high,
    coalesce(n.is_approximate, false) as numerator_is_approximate,
    d.value as denominator_value, d.low as denominator_low, d.high as denominator_high,
    coalesce(d.is_approximate, false) as denominator_is_approximate,
    list_sort(list_distinct(list_concat(coalesce(n.source_ids, []), coalesce(d.source_ids, [])))) as source_ids,
    coalesce(h.is_left_out, false) as is_left_out
from in_view v
left join whole n on n.branch_key = v.branch_key and n.metric_id = $numerator
left join whole d
    on d.branch_key = v.branch_key and d.metric_id <> $numerator
    -- The same dates, not only the same cycle: two terms that begin alike may end apart.
    and d.period_start is not distinct from n.period_start and d.period_end is not distinct from n.period_end
left join heirs h on h.branch_key = v.branch_key
order by v.name_vi collate vi, v.branch_id;
