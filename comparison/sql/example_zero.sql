-- A zero that was reported for a period ($period), in a metric in which others of the tier reported nothing.
with zero as (
    select f.metric_key, f.period_kind, f.period, f.period_start, f.period_end, b.branch_id, b.name_vi, b.tier
    from figure_fact f join branch_dim b using (branch_key)
    where f.period = $period and f.value = 0 and f.high = 0 and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    order by f.metric_key, b.branch_id limit 1
)
select z.branch_id, z.name_vi, z.tier, m.name_vi as metric_vi, m.name_en as metric_en,
    z.period_kind::varchar as period_kind, z.period_start, z.period_end, z.period,
    (select count(*) from figure_fact g join branch_dim b using (branch_key)
     where g.metric_key = z.metric_key and g.period = z.period and g.period_kind = z.period_kind and b.tier = z.tier
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))) as reported,
    (select count(*) from branch_dim b
     where b.tier = z.tier and (b.active_from is null or b.active_from <= z.period_end)
        and (b.active_to is null or b.active_to >= z.period_start)
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))) as in_view
from zero z join metric_dim m using (metric_key);
