-- `spent`: per branch in view, welfare spending as its source states it, as the sum of its stated kinds, and which is used: the
-- one with the larger lower bound (DESIGN.md 5.5). source_set: its sources, where one set of them says it all; else
-- source_sets has the numbers of all sets.
, stated as (
    select branch_key, value, low, high, is_approximate, source_set
    from reported
    where metric_key = (select metric_key from wanted where metric_id = $stated_total) and not is_partial
),
parts as (
    select branch_key, sum(value) as value, sum(low) as low, sum(high) as high,
        bool_or(is_approximate) as is_approximate, count(*) as parts,
        min(source_set) as first_set, max(source_set) as last_set
    from reported
    where metric_key <> (select metric_key from wanted where metric_id = $stated_total) and not is_partial
    group by branch_key
),
-- Few branches state their kinds in several sources.
scattered as (
    select r.branch_key, array_to_string(list(distinct r.source_set), ',') as source_sets
    from reported r
    semi join (from parts where first_set <> last_set) p on p.branch_key = r.branch_key
    where r.metric_key <> (select metric_key from wanted where metric_id = $stated_total) and not r.is_partial
    group by r.branch_key
),
-- if term
incomplete as (
    select branch_key from reported where is_partial group by branch_key
),
-- end
chosen as (
    select v.branch_key, v.name_order,
        case when s.low is null and p.low is null then null
            when p.low is null or s.low >= p.low then 'stated' else 'parts' end as basis,
        s.value as stated_value, s.low as stated_low, s.high as stated_high,
        coalesce(s.is_approximate, false) as stated_is_approximate, s.source_set as stated_set,
        p.value as parts_value, p.low as parts_low, p.high as parts_high,
        coalesce(p.is_approximate, false) as parts_is_approximate, coalesce(p.parts, 0) as parts_count,
        case when p.first_set = p.last_set then p.first_set end as parts_set, x.source_sets as parts_sets,
        -- if term
        i.branch_key is not null as has_partial_parts
        -- end
        -- if not term
        false as has_partial_parts
        -- end
    from in_view v
    left join stated s using (branch_key)
    left join parts p using (branch_key)
    left join scattered x using (branch_key)
    -- if term
    left join incomplete i using (branch_key)
    -- end
),
-- Few branches live on in others: these are sought, not each one asked about.
makes_room as (
    select s.branch_key from succession s join chosen h on h.branch_key = s.heir_key where h.basis is not null
),
spent as (
    select c.branch_key, c.name_order, c.basis,
        case c.basis when 'stated' then stated_value when 'parts' then parts_value end as value,
        case c.basis when 'stated' then stated_low when 'parts' then parts_low end as low,
        case c.basis when 'stated' then stated_high when 'parts' then parts_high end as high,
        case c.basis when 'stated' then stated_is_approximate when 'parts' then parts_is_approximate else false end
            as is_approximate,
        stated_value, stated_low, stated_high, stated_is_approximate,
        parts_value, parts_low, parts_high, parts_is_approximate, parts_count,
        c.basis is null and has_partial_parts as is_partial,
        case c.basis when 'stated' then stated_set when 'parts' then parts_set end as source_set,
        case c.basis when 'parts' then parts_sets end as source_sets,
        c.basis is not null and c.branch_key in (from makes_room) as is_left_out
    from chosen c
)
