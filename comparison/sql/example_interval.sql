-- Two branches of one tier with one metric in a year ($period): one figure exact, one 'at least', so that the sum is 'at least'.
with seen as (
    select f.metric_key, f.branch_key, f.period, f.value, f.low, f.high, f.is_approximate, b.branch_id, b.name_vi, b.tier
    from figure_fact f join branch_dim b using (branch_key)
    where f.period = $period and f.period_kind = 'year' and f.derivation in ('stated', 'head_count')
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
),
exact as (from seen where low = high and not is_approximate and value > 0),
-- Of each metric and tier those with the largest open figure: of all pairs only these can come first.
open as (
    from seen
    where high = 'infinity' and not is_approximate
        and metric_key in (select metric_key from metric_dim where measure <> 'ratio' and unit <> 'rank')
    qualify rank() over (partition by metric_key, tier order by value desc) = 1
),
-- And of the exact ones the largest.
largest as (
    from exact semi join open on open.metric_key = exact.metric_key and open.tier = exact.tier
    qualify rank() over (partition by metric_key, tier order by value desc) = 1
)
select a.branch_id as exact_id, a.name_vi as exact_name, a.value as exact_value, o.branch_id as open_id,
    o.name_vi as open_name, o.value as open_value, o.low as open_low, o.high as open_high,
    a.low + o.low as sum_low, m.name_vi as metric_vi, m.name_en as metric_en, m.unit, a.period
from largest a join open o on o.metric_key = a.metric_key and o.tier = a.tier join metric_dim m on m.metric_key = a.metric_key
order by a.metric_key, o.value desc, a.value desc, a.branch_id, o.branch_id limit 1;
