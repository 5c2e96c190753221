-- The first and last year in which a branch of the tier, within the scope, has a figure.
select min(p.period)::integer, max(p.period)::integer
-- if scope
from branch_period p join branch_dim b using (branch_key)
where b.branch_id in (select unnest($scope::varchar[]))
-- end
-- if not scope
from cell_period p join cell b using (cell_key)
where true
-- end
    and p.period_kind = 'year' and b.tier = $tier;
