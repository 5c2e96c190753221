-- Per metric and period: the sum of what may be added, the spread of what may not, and who is counted. It starts from the
-- figures there are; whoever has none only counts as being in view.
, merged as (
    select p.period, count(distinct p.branch_key) as branches
    from succession s
    join in_view p on p.branch_key = s.branch_key
    join in_view h on h.branch_key = s.heir_key and h.period = p.period
    group by p.period
),
size as (
    select v.period, count(*) as in_view from in_view v group by v.period
),
-- Few branches live on in others: these are sought, not each figure asked about.
makes_room as (
    select distinct p.branch_key, p.metric_key, p.period
    from succession s
    join reported p on p.branch_key = s.branch_key and not p.is_partial
    join reported h on h.branch_key = s.heir_key and h.metric_key = p.metric_key and h.period = p.period and not h.is_partial
),
counted as (
    select r.*, m.branch_key is not null as is_left_out
    from reported r
    left join makes_room m on m.branch_key = r.branch_key and m.metric_key = r.metric_key and m.period = r.period
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
        list(distinct c.source_set) filter (not c.is_partial and not c.is_left_out) as source_sets
    from counted c group by c.period, c.metric_key
),
-- if before
lost as (
    select c.period, c.metric_key, count(*) as branches
    from counted c join in_view v on v.branch_key = c.branch_key and v.period = c.period
    where not c.is_partial and not v.province_is_certain group by all
),
-- end
left_out as (
    select m.period, m.metric_key, list(b.name_vi order by b.name_vi) as names
    from makes_room m join branch_dim b using (branch_key) group by all
)
select z.period, w.metric_id, z.in_view, coalesce(t.reported, 0) as reported, coalesce(t.partial, 0) as partial,
    coalesce(g.branches, 0) as merged,
    -- if before
    coalesce(l.branches, 0) as not_separable,
    -- end
    -- if not before
    0 as not_separable,
    -- end
    t.value, t.low, t.high, coalesce(t.is_approximate, false) as is_approximate,
    coalesce(m.names, []) as left_out, t.median, t.lowest, t.highest, t.source_sets
from size z
cross join wanted w
left join merged g on g.period = z.period
left join summed t on t.period = z.period and t.metric_key = w.metric_key
-- if before
left join lost l on l.period = z.period and l.metric_key = w.metric_key
-- end
left join left_out m on m.period = z.period and m.metric_key = w.metric_key
order by z.period, w.metric_id;
