-- Each branch in view with its value, best first; branches without a figure last.
,
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
-- if not term
-- Figures inside the year that enter no comparison of years: a season, a half, a day told as another kind of period.
other_kind as (
    select f.branch_key from figure_inside_year f join wanted using (metric_key) where f.year = $period::integer
),
-- end
succeeded as (select s.branch_key from succession s join in_view h on h.branch_key = s.heir_key)
select m.branch_key, m.value, m.low, m.high, m.is_approximate, m.is_partial, m.years_present, m.years_expected, m.period_kind,
    m.period_start, m.period_end, m.counted_on, m.has_conflict,
    -- if term
    m.source_ids,
    -- end
    -- if not term
    m.source_set, m.members_source_set,
    -- end
    m.flow_value, m.flow_low, m.flow_high, m.members_value, m.members_low, m.members_high, m.members_date, m.members_gap_days,
    m.branch_key in (from succeeded) as has_heir_in_view,
    m.value is not null and not m.is_partial and m.branch_key in (from replaced) as is_left_out,
    m.branch_key in (from missing_part) as is_missing_part,
    -- if term
    false as has_other_figure
    -- end
    -- if not term
    m.value is null and m.branch_key in (from other_kind) as has_other_figure
    -- end
from measured m
order by m.value is null, m.is_partial, case m.direction when 'lower' then m.value else -m.value end, m.name_order;
