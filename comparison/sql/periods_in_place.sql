-- Years and cycles in which a branch of the tier, the provinces and the sectors, within the scope, has figures.
select f.period as value, f.period_kind::varchar as grain, count(*) as figures,
    count(distinct f.branch_key) as branches
from figure_fact f
join branch_dim b using (branch_key)
where f.period is not null and b.tier = $tier
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    and (len($sectors::varchar[]) = 0 or b.sector in (select unnest($sectors::varchar[])))
    and (len($provinces::varchar[]) = 0
        or case $boundary when 'before_2025_07' then b.province_before_2025_07 else b.province_since_2025_07 end
            in (select unnest($provinces::varchar[])))
group by all
order by 2, 1;
