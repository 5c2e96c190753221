-- Per metric and period: the sum of what may be added, the spread of what may not, and who is counted.
select c.period, c.metric_id,
    count(distinct c.branch_key) as in_view,
    count(a.branch_key) as reported,
    count(*) filter (c.is_partial) as partial,
    count(distinct c.branch_key) filter (exists (
        select 1 from succession s join in_view h on h.branch_key = s.heir_key
        where s.branch_key = c.branch_key and h.period = c.period
    )) as merged,
    count(*) filter (not c.province_is_certain and a.branch_key is not null) as not_separable,
    sum(a.value) filter (not a.is_left_out) as value,
    sum(a.low) filter (not a.is_left_out) as low,
    sum(a.high) filter (not a.is_left_out) as high,
    coalesce(bool_or(a.is_approximate) filter (not a.is_left_out), false) as is_approximate,
    coalesce(list(a.name_vi order by a.name_vi) filter (a.is_left_out), []) as left_out,
    median(a.value) as median, min(a.value) as lowest, max(a.value) as highest,
    list_sort(list_distinct(flatten(coalesce(list(a.source_ids) filter (not a.is_left_out), [])))) as source_ids
from compared c
left join added a using (branch_key, metric_key, period)
group by c.period, c.metric_id
order by c.period, c.metric_id;
