-- The first and last year in which a branch of the tier, within the scope, has a figure.
select min(year(f.period_start)), max(year(f.period_start))
from figure_fact f join branch_dim b using (branch_key)
where f.period_kind = 'year' and b.tier = $tier
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])));
