-- Tiers other than the view's with figures of some metrics: the year and the cycle of each in which most branches
-- reported one. Parameters: $metrics, $tier, $scope (null = every branch).
with counted as (
    select b.tier, f.period_kind::varchar as grain, f.period, count(distinct f.branch_key) as branches
    from figure_fact f join metric_dim m using (metric_key) join branch_dim b using (branch_key)
    where m.metric_id in (select unnest($metrics::varchar[])) and b.tier <> $tier and f.period is not null
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    group by all
)
select tier, grain, period, branches from counted
qualify row_number() over (partition by tier order by branches desc, period desc, grain) = 1
order by branches desc, tier;
