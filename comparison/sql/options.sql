-- What can be chosen next, with how many branches and figures each choice holds. Each facet is counted under the other
-- facets' filters, so a choice never hides its own alternatives. Parameters as in compared.sql, $period, $most branches.
with span as (
    -- if not term
    select make_date($period::integer, 1, 1) as starts, make_date($period::integer, 12, 31) as ends
    -- end
    -- if term
    select make_date(starts_from, 1, 1) as starts, make_date(starts_to, 12, 31) as ends from term_cycle where cycle = $period
    -- end
),
counted as (
    select branch_key, figures from branch_period where period = $period and period_kind = $grain::period_kind
),
placed as (
    select b.branch_key, b.name_order, b.tier, b.sector, coalesce(k.figures, 0) as figures,
        -- if before
        b.province_before_2025_07 as province,
        -- end
        -- if not before
        b.province_since_2025_07 as province,
        -- end
        -- if sectors
        b.sector in (select unnest($sectors::varchar[])) as in_sector,
        -- end
        -- if not sectors
        true as in_sector,
        -- end
        -- if provinces
        coalesce(province in (select unnest($provinces::varchar[])), false) as in_province
        -- end
        -- if not provinces
        true as in_province
        -- end
    from branch_dim b
    left join counted k using (branch_key)
    where (b.active_from is null or b.active_from <= (select ends from span))
        and (b.active_to is null or b.active_to >= (select starts from span))
        -- if scope
        and b.branch_id in (select unnest($scope::varchar[]))
        -- end
),
-- Those with most figures; all others are found by their names (search.sql).
fullest as (
    select branch_key, figures, province, sector from placed
    where tier = $tier and in_province and in_sector
    order by placed.figures desc, name_order limit $most
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
select 'branch', b.branch_id, b.name_vi, 1, f.figures::bigint, b.search_key, f.province, f.sector
from fullest f join branch_dim b using (branch_key)
order by facet, coalesce(label, value) collate vi, value;
