-- What can be chosen next, with how many branches and figures each choice holds. Each facet is counted under the other
-- facets' filters, so a choice never hides its own alternatives. Parameters as in compared.sql, $period, $most branches.
with span as (
    select case $grain when 'year' then make_date(try_cast($period as integer), 1, 1)
            else make_date((select starts_from from term_cycle where cycle = $period), 1, 1) end as starts,
        case $grain when 'year' then make_date(try_cast($period as integer), 12, 31)
            else make_date((select starts_to from term_cycle where cycle = $period), 12, 31) end as ends
),
counted as (
    select branch_key, figures from branch_period where period = $period and period_kind::varchar = $grain
),
alive as (
    select b.branch_key, b.branch_id, b.name_vi, b.name_order, b.search_key, b.tier, b.sector,
        coalesce(k.figures, 0) as figures,
        case $boundary when 'before_2025_07' then b.province_before_2025_07 else b.province_since_2025_07 end as province,
        len($sectors::varchar[]) = 0 or b.sector in (select unnest($sectors::varchar[])) as in_sector
    from branch_dim b
    join span s on (b.active_from is null or b.active_from <= s.ends) and (b.active_to is null or b.active_to >= s.starts)
    left join counted k using (branch_key)
    where $scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[]))
),
placed as (
    select *, len($provinces::varchar[]) = 0 or coalesce(province in (select unnest($provinces::varchar[])), false)
        as in_province
    from alive
)
select 'tier' as facet, tier as value, null as label, count(*) as branches, sum(figures)::bigint as figures,
    null as search_key, null as province, null as sector
from placed where in_province and in_sector group by tier
union all
select 'province', province, null, count(*), sum(figures)::bigint, null, null, null
from placed where tier = $tier and in_sector and province is not null group by province
union all
select 'sector', sector, null, count(*), sum(figures)::bigint, null, null, null
from placed where tier = $tier and in_province group by sector
union all
(
    -- Those with most figures; all others are found by their names (search.sql).
    select 'branch', branch_id, name_vi, 1, figures::bigint, search_key, province, sector
    from placed where tier = $tier and in_province and in_sector
    order by placed.figures desc, name_order limit $most
)
order by facet, coalesce(label, value) collate vi, value;
