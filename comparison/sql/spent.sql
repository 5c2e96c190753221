-- `spent`: per branch in view, welfare spending as its source states it, as the sum of its stated kinds, and which is used: the
-- one with the larger lower bound (DESIGN.md 5.5).
, stated as (
    select branch_key, value, low, high, is_approximate, source_ids
    from reported
    where metric_key = (select metric_key from wanted where metric_id = $stated_total) and not is_partial
),
parts as (
    select branch_key, sum(value) as value, sum(low) as low, sum(high) as high,
        bool_or(is_approximate) as is_approximate, count(*) as parts,
        list_sort(list_distinct(flatten(list(source_ids)))) as source_ids
    from reported
    where metric_key <> (select metric_key from wanted where metric_id = $stated_total) and not is_partial
    group by branch_key
),
incomplete as (
    select branch_key from reported where is_partial group by branch_key
),
chosen as (
    select v.branch_key, v.branch_id, v.name_vi, v.name_order, v.tier, v.sector, v.province, v.province_is_certain,
        case when s.low is null and p.low is null then null
            when p.low is null or s.low >= p.low then 'stated' else 'parts' end as basis,
        s.value as stated_value, s.low as stated_low, s.high as stated_high,
        coalesce(s.is_approximate, false) as stated_is_approximate, s.source_ids as stated_sources,
        p.value as parts_value, p.low as parts_low, p.high as parts_high,
        coalesce(p.is_approximate, false) as parts_is_approximate, coalesce(p.parts, 0) as parts_count,
        p.source_ids as parts_sources, i.branch_key is not null as has_partial_parts
    from in_view v
    left join stated s using (branch_key)
    left join parts p using (branch_key)
    left join incomplete i using (branch_key)
),
spent as (
    select c.branch_key, c.name_order, c.branch_id, c.name_vi, c.tier, c.sector, c.province, c.province_is_certain, c.basis,
        case c.basis when 'stated' then stated_value when 'parts' then parts_value end as value,
        case c.basis when 'stated' then stated_low when 'parts' then parts_low end as low,
        case c.basis when 'stated' then stated_high when 'parts' then parts_high end as high,
        case c.basis when 'stated' then stated_is_approximate when 'parts' then parts_is_approximate else false end
            as is_approximate,
        stated_value, stated_low, stated_high, stated_is_approximate,
        parts_value, parts_low, parts_high, parts_is_approximate, parts_count,
        c.basis is null and has_partial_parts as is_partial,
        case c.basis when 'stated' then stated_sources when 'parts' then parts_sources end as source_ids,
        c.basis is not null and exists (
            select 1 from succession s join chosen h on h.branch_key = s.heir_key
            where s.branch_key = c.branch_key and h.basis is not null
        ) as is_left_out
    from chosen c
)
