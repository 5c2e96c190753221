-- Years and cycles in which a branch of the tier, the provinces and the sectors, within the scope, has figures.
-- if scope
select p.period as value, p.period_kind::varchar as grain, sum(p.figures)::bigint as figures, count(*) as branches
from branch_period p join branch_dim b using (branch_key)
where b.branch_id in (select unnest($scope::varchar[]))
-- end
-- if not scope
select p.period as value, p.period_kind::varchar as grain, sum(p.figures)::bigint as figures,
    sum(p.branches)::bigint as branches
from cell_period p join cell b using (cell_key)
where true
-- end
    and b.tier = $tier
    -- if sectors
    and b.sector in (select unnest($sectors::varchar[]))
    -- end
    -- if provinces
    -- if before
    and b.province_before_2025_07 in (select unnest($provinces::varchar[]))
    -- end
    -- if not before
    and b.province_since_2025_07 in (select unnest($provinces::varchar[]))
    -- end
    -- end
group by all
order by 2, 1;
