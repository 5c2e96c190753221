-- Each branch in view with the metric groups it has a figure of in the period, and when it was last heard of.
select v.branch_id, v.name_vi, v.province, coalesce(k.groups, []) as groups, l.last_period_end,
    exists (select 1 from succession s join in_view h on h.branch_key = s.heir_key where s.branch_key = v.branch_key)
        as has_heir_in_view,
    $grain = 'year' and v.branch_key in (
        select o.branch_key from observation_fact o cross join span s
        where not o.is_proposed and o.period_start >= s.starts and o.period_end <= s.ends
    ) as has_other_figure
from in_view v
left join (
    select f.branch_key, list(distinct m."group") as groups
    from figure_fact f join metric_dim m using (metric_key)
    where f.period in (select period from asked) and f.period_kind::varchar = $grain
    group by f.branch_key
) k using (branch_key)
left join (
    select branch_key, max(period_end) as last_period_end from observation_fact where not is_proposed group by branch_key
) l using (branch_key)
order by v.name_order;
