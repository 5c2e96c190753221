-- Each branch in view with its value, best first; branches without a figure last.
,
head_count as (
    select branch_key, period_kind::varchar as period_kind, period, period_start, period_end, counted_on,
        value, low, high, is_approximate, source_ids, derivation
    from figure_fact where metric_key = (select metric_key from metric_dim where metric_id = 'members_total')
),
-- The members of the same period; else those counted nearest to it, within 366 days (DESIGN.md 5.6).
members as (
    select c.branch_key, h.value, h.low, h.high, h.is_approximate, h.source_ids, h.counted_on,
        case when h.period_kind = c.period_kind and h.period_start = c.period_start and h.period_end = c.period_end then 0
            else greatest(c.period_start - h.counted_on, h.counted_on - c.period_end, 0) end as gap_days
    from compared c
    join head_count h on h.branch_key = c.branch_key
        and (
            (h.period_kind = c.period_kind and h.period_start = c.period_start and h.period_end = c.period_end)
            or ((h.period_kind = 'as_of' or (h.period_kind = 'year' and h.derivation = 'stated'))
                and greatest(c.period_start - h.counted_on, h.counted_on - c.period_end, 0) <= 366)
        )
    where $basis = 'per_member' and c.value is not null
    qualify row_number() over (
        partition by c.branch_key
        order by (h.period_kind = c.period_kind and h.period_start = c.period_start
                and h.period_end = c.period_end) desc,
            gap_days, h.counted_on desc
    ) = 1
),
measured as (
    select c.* exclude (value, low, high, is_approximate, source_ids, has_conflict),
        c.value as flow_value, c.low as flow_low, c.high as flow_high,
        case when $per_year then greatest(year(c.period_end) - year(c.period_start), 1) else 1 end as years_divided,
        case $basis when 'value' then c.value else $scale * c.value / nullif(m.value, 0) end / years_divided as value,
        case $basis when 'value' then c.low else $scale * c.low / nullif(m.high, 0) end / years_divided as low,
        case $basis when 'value' then c.high else case when m.value = 0 then null when m.low = 0 then 'infinity'::double
            else $scale * c.high / m.low end end / years_divided as high,
        c.is_approximate or coalesce(m.is_approximate, false) as is_approximate,
        c.has_conflict,
        list_sort(list_distinct(list_concat(c.source_ids, coalesce(m.source_ids, [])))) as source_ids,
        m.value as members_value, m.low as members_low, m.high as members_high, m.counted_on as members_date,
        m.gap_days as members_gap_days
    from compared c left join members m using (branch_key)
),
-- What may be added: a rate needs its members too.
counted as (select branch_key, province, province_is_certain from measured where value is not null and not is_partial),
replaced as (select s.branch_key from succession s join counted h on h.branch_key = s.heir_key),
-- As in provinces.sql: neither heir nor predecessor speaks for it, and another that merged into the same heir reports.
missing_part as (
    select m.branch_key
    from measured m
    join succession s on s.branch_key = m.branch_key
    join succession f on f.heir_key = s.heir_key
    join counted a on a.branch_key = f.branch_key
    where (m.value is null or m.is_partial) and m.province_is_certain and a.province_is_certain
        and a.province = m.province
        and m.branch_key not in (from replaced)
        and m.branch_key not in (select o.heir_key from succession o join counted b on b.branch_key = o.branch_key)
),
-- Figures inside the year that enter no comparison of years: a season, a half, a day told as another kind of period.
other_kind as (
    select f.branch_key from figure_inside_year f join wanted using (metric_key)
    where $grain = 'year' and f.year::varchar in (select period from asked)
)
select m.branch_id, m.name_vi, m.tier, m.sector, m.province, m.province_is_certain, m.parent_name,
    m.value, m.low, m.high, m.is_approximate, m.is_partial, m.years_present, m.years_expected, m.period_kind,
    m.period_start, m.period_end, m.counted_on, m.has_conflict, m.source_ids,
    m.flow_value, m.flow_low, m.flow_high, m.members_value, m.members_low, m.members_high, m.members_date, m.members_gap_days,
    exists (select 1 from succession s join in_view h on h.branch_key = s.heir_key where s.branch_key = m.branch_key)
        as has_heir_in_view,
    m.value is not null and not m.is_partial and m.branch_key in (from replaced) as is_left_out,
    m.branch_key in (from missing_part) as is_missing_part, m.name_order,
    (select list(h.branch_id) from succession s join branch_dim h on h.branch_key = s.heir_key
        where s.branch_key = m.branch_key) as heir_ids,
    m.value is null and m.branch_key in (from other_kind) as has_other_figure
from measured m
order by m.value is null, m.is_partial, case m.direction when 'lower' then m.value else -m.value end, m.name_order;
