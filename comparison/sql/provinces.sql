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
grouped as (
    -- A branch whose old province is not known stays under its new one, by its own row.
    select case when c.province_is_certain then coalesce(c.province, '') else '' end as province,
        count(distinct c.branch_key) as in_view, count(a.branch_key) as reported,
        sum(a.value) filter (not a.is_left_out) as total, sum(a.low) filter (not a.is_left_out) as low,
        sum(a.high) filter (not a.is_left_out) as high,
        coalesce(bool_or(a.is_approximate) filter (not a.is_left_out), false) as is_approximate,
        median(a.value) as median,
        count(*) filter (not c.province_is_certain and a.branch_key is not null) as not_separable,
        $is_additive and bool_or(c.branch_key in (from missing_part)) and count(a.branch_key) > 0 as is_part
    from compared c left join added a using (branch_key, metric_key, period)
    group by 1
)
select coalesce(s.province, g.province) as province, s.region,
    case when $is_additive then g.total else g.median end as value,
    case when $is_additive then g.low end as low,
    case when g.is_part then 'infinity'::double when $is_additive then g.high end as high,
    coalesce(g.is_approximate, false) as is_approximate, coalesce(g.is_part, false) as is_part,
    coalesce(g.reported, 0) as reported, coalesce(g.in_view, 0) as in_view, coalesce(g.not_separable, 0) as not_separable
from system s full join grouped g on g.province = s.province
order by coalesce(s.province, g.province) = '', coalesce(s.province, g.province) collate vi;
