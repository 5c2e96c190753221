-- Years and cycles in which a branch of the tier, within the scope, has figures.
select p.period as value, p.period_kind::varchar as grain, sum(p.figures)::bigint as figures, count(*) as branches
from branch_period p join branch_dim b using (branch_key)
where b.tier = $tier
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
group by all
order by 2, 1;
