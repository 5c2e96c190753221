-- The first and last year in which a branch of the tier, within the scope, has a figure.
select min(p.period)::integer, max(p.period)::integer
from branch_period p join branch_dim b using (branch_key)
where p.period_kind = 'year' and b.tier = $tier
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])));
