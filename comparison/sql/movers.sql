-- What moved since another period ($earlier): all changes added up, the largest certain rise and the largest certain fall.
, side as (
    select r.period, r.branch_key, r.value, r.low, r.high, r.is_approximate, r.counted_on, r.source_ids
    from reported r where not r.is_partial
),
change as (
    select a.branch_key, v.branch_id, v.name_vi, v.name_order, a.value - b.value as value,
        -- Endless less endless says nothing of a bound: it is open.
        case when isinf(a.low) and isinf(b.high) then '-infinity'::double else a.low - b.high end as low,
        case when isinf(a.high) and isinf(b.low) then 'infinity'::double else a.high - b.low end as high,
        a.is_approximate or b.is_approximate as is_approximate,
        a.source_ids as now_ids, b.source_ids as then_ids
    from side a
    join side b on b.branch_key = a.branch_key and b.period = $earlier
    join in_view v on v.branch_key = a.branch_key and v.period = a.period
    -- One count at a congress closes a term and opens the next: it is no change of nought.
    where a.period <> $earlier and not (
        coalesce(a.counted_on = b.counted_on, false) and (select measure from wanted) = 'stock'
    )
),
ends as (
    (select 'rise' as kind, * from change where not (low < 0 and high > 0) and value > 0 order by value desc, name_order limit 1)
    union all
    (select 'fall' as kind, * from change where not (low < 0 and high > 0) and value < 0 order by value, name_order desc limit 1)
),
altogether as (
    select sum(value) as value, sum(low) as low, sum(high) as high, bool_or(is_approximate) as is_approximate,
        list_sort(list_distinct(flatten(list_concat(list(distinct now_ids), list(distinct then_ids))))) as source_ids,
        count(*) as branches
    from change
)
select 'common' as kind, null as branch_id, null as name_vi, value, low, high, is_approximate, source_ids, branches,
    (select count(*) from in_view where period <> $earlier) as in_view
from altogether where branches > 0
union all
select kind, branch_id, name_vi, value, low, high, is_approximate,
    list_sort(list_distinct(list_concat(now_ids, then_ids))), null, null
from ends
order by kind <> 'common', kind = 'fall';
