-- A zero that was reported, in a metric and period in which others of the tier reported nothing.
select b.branch_id, b.name_vi, b.tier, m.name_vi as metric_vi, m.name_en as metric_en, f.period_kind::varchar as period_kind,
    f.period_start, f.period_end, f.period,
    (select count(*) from figure_fact g join branch_dim p using (branch_key)
     where g.metric_key = f.metric_key and g.period = f.period and g.period_kind = f.period_kind and p.tier = b.tier
        and ($scope::varchar[] is null or p.branch_id in (select unnest($scope::varchar[])))) as reported,
    (select count(*) from branch_dim p
     where p.tier = b.tier and (p.active_from is null or p.active_from <= f.period_end)
        and (p.active_to is null or p.active_to >= f.period_start)
        and ($scope::varchar[] is null or p.branch_id in (select unnest($scope::varchar[])))) as in_view
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
where f.value = 0 and f.high = 0 and f.period is not null and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by f.period desc, m.metric_key, b.branch_id limit 1;
