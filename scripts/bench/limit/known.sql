-- What a page must say under one filter, for the check of answers under load: members, who reported, targets, movement.
with in_view as (
    select branch_key, branch_id from branch
    where tier = $tier and ($province is null or province = $province)
        and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select f.metric_key, f.branch_key, f.low, f.high
    from figure f join in_view using (branch_key)
    where f.year = $year and f.tier = $tier
),
counted as (
    select v.* from valued v
    where v.metric_key = $members and not exists (
        select 1 from succession s join valued h on h.branch_key = s.heir_key
        where s.branch_key = v.branch_key and h.metric_key = $members
    )
)
select (select count(*) from in_view) as in_view,
    (select sum(low) from counted) as members_low, (select sum(high) from counted) as members_high,
    (select count(*) from valued where metric_key = $members) as members_reported,
    (select count(*) from valued where metric_key = $initiatives) as initiatives_reported,
    (select count(distinct branch_key) from valued where metric_key in (select unnest($welfare))) as welfare_reported,
    (select count(*) from judged join in_view using (branch_key) where year = $year and tier = $tier) as targets;
