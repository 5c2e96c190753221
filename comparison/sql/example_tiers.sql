-- An upper union that states a number itself for a period ($period), and those of its branches that state theirs.
with upper as (
    select f.metric_key, f.period_kind, f.value, f.low, f.high, f.is_approximate, u.branch_id, u.name_vi, u.tier
    from figure_fact f join branch_dim u using (branch_key) join metric_dim m using (metric_key)
    where f.period = $period and m.measure <> 'ratio' and m.unit <> 'rank'
        and u.branch_id in (select parent_id from branch_dim)
        and ($scope::varchar[] is null or u.branch_id in (select unnest($scope::varchar[])))
)
select f.branch_id, f.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit, $period as period, f.value, f.low,
    f.high, f.is_approximate, count(*) as branches, sum(k.value) as below_value, sum(k.low) as below_low,
    sum(k.high) as below_high, bool_or(k.is_approximate) as below_is_approximate
from upper f
join branch_dim b on b.parent_id = f.branch_id and b.tier <> f.tier
join figure_fact k on k.branch_key = b.branch_key and k.metric_key = f.metric_key and k.period = $period
    and k.period_kind = f.period_kind
join metric_dim m on m.metric_key = f.metric_key
where ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
group by all
order by branches desc, metric_vi, f.branch_id limit 1;
