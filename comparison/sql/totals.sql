-- Per metric and period: the sum of what may be added, the spread of what may not, and who is counted. It starts from the
-- figures there are; whoever has none only counts as being in view.
, size as (
    select v.period, count(*) as in_view,
        count(*) filter (exists (
            select 1 from succession s join in_view h on h.branch_key = s.heir_key
            where s.branch_key = v.branch_key and h.period = v.period
        )) as merged
    from in_view v group by v.period
),
counted as (
    select r.*, not r.is_partial and exists (
            select 1 from succession s join reported h
                on h.branch_key = s.heir_key and h.metric_key = r.metric_key and h.period = r.period
            where s.branch_key = r.branch_key and not h.is_partial
        ) as is_left_out
    from reported r
),
summed as (
    select c.period, c.metric_key,
        count(*) filter (not c.is_partial) as reported,
        count(*) filter (c.is_partial) as partial,
        sum(c.value) filter (not c.is_partial and not c.is_left_out) as value,
        sum(c.low) filter (not c.is_partial and not c.is_left_out) as low,
        sum(c.high) filter (not c.is_partial and not c.is_left_out) as high,
        bool_or(c.is_approximate) filter (not c.is_partial and not c.is_left_out) as is_approximate,
        median(c.value) filter (not c.is_partial) as median, min(c.value) filter (not c.is_partial) as lowest,
        max(c.value) filter (not c.is_partial) as highest,
        list_sort(list_distinct(flatten(list(distinct c.source_ids) filter (not c.is_partial and not c.is_left_out))))
            as source_ids
    from counted c group by c.period, c.metric_key
),
lost as (
    select c.period, c.metric_key, count(*) as branches
    from counted c join in_view v on v.branch_key = c.branch_key and v.period = c.period
    where not c.is_partial and not v.province_is_certain group by all
),
makes_room as (
    select c.period, c.metric_key, list(v.name_vi order by v.name_vi) as names
    from counted c join in_view v on v.branch_key = c.branch_key and v.period = c.period
    where c.is_left_out group by all
)
select z.period, w.metric_id, z.in_view, coalesce(t.reported, 0) as reported, coalesce(t.partial, 0) as partial, z.merged,
    coalesce(l.branches, 0) as not_separable, t.value, t.low, t.high, coalesce(t.is_approximate, false) as is_approximate,
    coalesce(m.names, []) as left_out, t.median, t.lowest, t.highest, coalesce(t.source_ids, []) as source_ids
from size z
cross join wanted w
left join summed t on t.period = z.period and t.metric_key = w.metric_key
left join lost l on l.period = z.period and l.metric_key = w.metric_key
left join makes_room m on m.period = z.period and m.metric_key = w.metric_key
order by z.period, w.metric_id;
