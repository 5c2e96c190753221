-- Welfare spending of a year: per branch the stated total or the sum of the stated kinds, whichever has the larger lower
-- bound; the ten that spent most, and the sum over all.
with in_view as (
    select branch_key, branch_id, name_vi, name_order, province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
spent as (
    select f.branch_key, max(f.value) filter (f.metric_key = $stated) as stated, max(f.low) filter (f.metric_key = $stated) as stated_low,
        sum(f.value) filter (f.metric_key <> $stated) as parts, sum(f.low) filter (f.metric_key <> $stated) as parts_low
    from figure f
    where f.metric_key in (select unnest($metrics)) and f.year = $year and f.tier = $tier
    group by f.branch_key
),
chosen as (
    select v.branch_key, v.branch_id, v.name_vi, v.name_order, v.province,
        case when s.parts_low is null or s.stated_low >= s.parts_low then s.stated else s.parts end as value
    from spent s join in_view v using (branch_key)
),
around as (
    select count(*) as reported, (select count(*) from in_view) as in_view,
        sum(value) filter (branch_key not in (
            select s.branch_key from succession s join chosen h on h.branch_key = s.heir_key
        )) as total
    from chosen
)
select branch_id, name_vi, province, value, reported, in_view, total
from chosen cross join around
order by value desc, name_order limit 10;
