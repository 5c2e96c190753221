-- Years and cycles in which a branch of the tier, within the scope, has figures.
-- if scope
select p.period as value, p.period_kind::varchar as grain, sum(p.figures)::bigint as figures, count(*) as branches
from branch_period p join branch_dim b using (branch_key)
where b.tier = $tier and b.branch_id in (select unnest($scope::varchar[]))
-- end
-- if not scope
select p.period as value, p.period_kind::varchar as grain, sum(p.figures)::bigint as figures,
    sum(p.branches)::bigint as branches
from cell_period p join cell c using (cell_key)
where c.tier = $tier
-- end
group by all
order by 2, 1;
