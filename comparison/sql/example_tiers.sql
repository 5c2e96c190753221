-- An upper union that states a number itself, and those of its branches that state theirs for the same period.
select u.branch_id, u.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit, f.period, f.value, f.low, f.high,
    f.is_approximate, count(*) as branches, sum(k.value) as below_value, sum(k.low) as below_low, sum(k.high) as below_high,
    bool_or(k.is_approximate) as below_is_approximate
from branch_dim b join branch_dim u on u.branch_id = b.parent_id and u.tier <> b.tier
join figure_fact k on k.branch_key = b.branch_key
join figure_fact f on f.branch_key = u.branch_key and f.metric_key = k.metric_key and f.period = k.period
    and f.period_kind = k.period_kind
join metric_dim m on m.metric_key = f.metric_key
where m.measure <> 'ratio' and m.unit <> 'rank' and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    and ($scope::varchar[] is null or u.branch_id in (select unnest($scope::varchar[])))
group by all
order by branches desc, f.period desc, metric_vi, u.branch_id limit 1;
