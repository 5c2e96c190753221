-- Per province of the chosen borders: sums of what may be added, medians of what may not.
, system as (
    select case $boundary when 'before_2025_07' then province_before_2025_07 else province_since_2025_07 end as province,
        -- A province merged from several regions lies in all of them.
        string_agg(distinct region, ' / ' order by region) as region
    from province_dim
    group by 1
),
-- A branch without a figure that neither its heir nor a predecessor speaks for, while another that merged into the same
-- heir has one: what is known of the province is then a part of it.
missing_part as (
    select distinct c.branch_key
    from compared c
    join succession s on s.branch_key = c.branch_key
    join succession f on f.heir_key = s.heir_key
    join added a on a.branch_key = f.branch_key
    where (c.value is null or c.is_partial) and c.province_is_certain and a.province_is_certain
        and a.province = c.province
        and c.branch_key not in (select o.branch_key from succession o join added b on b.branch_key = o.heir_key)
        and c.branch_key not in (select o.heir_key from succession o join added b on b.branch_key = o.branch_key)
),
at_home as (
    -- A branch whose old province is not known stays under its new one, by its own row.
    select c.*, case when c.province_is_certain then coalesce(c.province, '') else '' end as home,
        c.value is not null and not c.is_partial as is_known
    from compared c
),
counted as (
    select c.*,
        -- One total never holds a branch and its successor; two provinces' totals may.
        c.is_known and exists (
            select 1 from succession s join at_home h on h.branch_key = s.heir_key
            where s.branch_key = c.branch_key and h.is_known and h.home = c.home
        ) as makes_room
    from at_home c
),
grouped as (
    select c.home as province,
        count(distinct c.branch_key) as in_view, count(*) filter (c.is_known) as reported,
        sum(c.value) filter (c.is_known and not c.makes_room) as total,
        sum(c.low) filter (c.is_known and not c.makes_room) as low,
        sum(c.high) filter (c.is_known and not c.makes_room) as high,
        coalesce(bool_or(c.is_approximate) filter (c.is_known and not c.makes_room), false) as is_approximate,
        median(c.value) filter (c.is_known) as median, median(c.low) filter (c.is_known) as median_low,
        -- Between two endless bounds there is no middle to work out: it is endless too.
        case when count(*) filter (c.is_known and isinf(c.high)) * 2 >= count(*) filter (c.is_known)
                and bool_or(c.is_known) then 'infinity'::double
            else median(c.high) filter (c.is_known) end as median_high,
        count(*) filter (not c.province_is_certain and c.is_known) as not_separable,
        $is_additive and bool_or(c.branch_key in (from missing_part)) and bool_or(c.is_known) as is_part
    from counted c
    group by 1
)
select coalesce(s.province, g.province) as province, s.region,
    case when $is_additive then g.total else g.median end as value,
    case when $is_additive then g.low else g.median_low end as low,
    case when g.is_part then 'infinity'::double when $is_additive then g.high else g.median_high end as high,
    coalesce(g.is_approximate, false) as is_approximate, coalesce(g.is_part, false) as is_part,
    coalesce(g.reported, 0) as reported, coalesce(g.in_view, 0) as in_view, coalesce(g.not_separable, 0) as not_separable
from system s full join grouped g on g.province = s.province
order by coalesce(s.province, g.province) = '', coalesce(s.province, g.province) collate vi;
