-- Each branch in view with its value by its members, in the order of keys.
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
    where c.value is not null
    qualify row_number() over (
        partition by c.branch_key
        order by (h.period_kind = c.period_kind and h.period_start = c.period_start
                and h.period_end = c.period_end) desc,
            gap_days, h.counted_on desc
    ) = 1
)
select case when $per_year then greatest(year(c.period_end) - year(c.period_start), 1) else 1 end as years_divided,
    $scale * c.value / nullif(m.value, 0) / years_divided as value,
    $scale * c.low / nullif(m.high, 0) / years_divided as low,
    case when m.value = 0 then null when m.low = 0 then 'infinity'::double
        else $scale * c.high / m.low end / years_divided as high,
    c.is_approximate or coalesce(m.is_approximate, false) as is_approximate, c.is_partial, c.years_present, c.years_expected,
    c.period_start, c.period_end, c.counted_on, c.has_conflict,
    list_sort(list_distinct(list_concat(c.source_ids, coalesce(m.source_ids, [])))) as source_ids,
    c.value as flow_value, c.low as flow_low, c.high as flow_high, m.value as members_value, m.low as members_low,
    m.high as members_high, m.counted_on as members_date, m.gap_days as members_gap_days
from compared c left join members m using (branch_key)
order by c.branch_key;
