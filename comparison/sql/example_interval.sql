-- Two branches of one tier with one metric and year: one figure exact, one 'at least', so that the sum is 'at least'.
with seen as (
    select f.*, b.branch_id, b.name_vi, b.tier, m.metric_id, m.name_vi as metric_vi, m.name_en as metric_en, m.unit
    from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
    where f.period_kind = 'year' and f.derivation in ('stated', 'head_count') and m.measure <> 'ratio' and m.unit <> 'rank'
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
)
select a.branch_id as exact_id, a.name_vi as exact_name, a.value as exact_value, o.branch_id as open_id,
    o.name_vi as open_name, o.value as open_value, o.low as open_low, o.high as open_high,
    a.low + o.low as sum_low, a.metric_vi, a.metric_en, a.unit, a.period
from seen a join seen o on o.metric_key = a.metric_key and o.period = a.period and o.tier = a.tier
where a.low = a.high and not a.is_approximate and a.value > 0 and o.high = 'infinity' and not o.is_approximate
    and o.branch_id <> a.branch_id
order by a.period desc, a.metric_key, o.value desc, a.value desc, a.branch_id, o.branch_id limit 1;
