-- What pages ask of every branch on every change of a filter, counted once a build.

-- Groups of metrics as bits of a number, in the order of their names.
create temp table metric_bit as
select metric_key, "group", dense_rank() over (order by "group")::integer - 1 as bit from metric_dim;

insert into branch_period
with counted as (
    select period_kind, period, branch_key, count(*) as figures, bit_or(1::bigint << bit) as bits
    from figure_fact join metric_bit using (metric_key)
    where period is not null
    group by period_kind, period, branch_key
),
spelled as (
    select bits, list(distinct "group" order by "group") as groups
    from (select distinct bits from counted) cross join metric_bit
    where (bits >> bit) & 1 = 1 group by bits
)
select period_kind, period, branch_key, figures, groups
from counted join spelled using (bits)
order by period_kind, period, branch_key;

insert into figure_inside_year
select distinct year(period_start), metric_key, branch_key
from figure_fact
where derivation = 'stated' and period_kind <> 'year' and year(period_start) = year(period_end)
order by all;

insert into stated_count
with counted as (
    -- A term that runs counts for this year, that of a branch that is gone for its last one.
    select least(
            (select year(as_of) from build_setting),
            greatest(year(period_start), least(year(period_end), coalesce(year(active_to), 9999)))
        ) as year, bit, branch_key, count(*) as figures
    from observation_fact join metric_bit using (metric_key) join branch_dim using (branch_key)
    where not is_proposed
    group by all
)
select year, "group", branch_key, figures
from counted join (select distinct bit, "group" from metric_bit) using (bit)
order by year, bit, branch_key;

drop table metric_bit;

insert into source_count
select source_key, branch_key, count(*) from observation_fact group by all order by all;

update branch_dim set figures = counted.figures
from (select branch_key, count(*) as figures from figure_fact group by branch_key) counted
where counted.branch_key = branch_dim.branch_key;

update branch_dim set last_period_end = heard.last_period_end
from (
    select branch_key, max(period_end) as last_period_end from observation_fact where not is_proposed group by branch_key
) heard
where heard.branch_key = branch_dim.branch_key;

insert into cell
select row_number() over (order by tier, sector, province_since_2025_07, province_before_2025_07), *
from (select distinct tier, sector, province_since_2025_07, province_before_2025_07 from branch_dim);

update branch_dim set cell_key = c.cell_key
from cell c
where c.tier = branch_dim.tier and c.sector = branch_dim.sector
    and c.province_since_2025_07 is not distinct from branch_dim.province_since_2025_07
    and c.province_before_2025_07 is not distinct from branch_dim.province_before_2025_07;

create temp table span as
select p.period_kind, p.period,
    case p.period_kind when 'year' then make_date(p.period::integer, 1, 1) else make_date(c.starts_from, 1, 1) end as starts,
    case p.period_kind when 'year' then make_date(p.period::integer, 12, 31) else make_date(c.starts_to, 12, 31) end as ends
from (select distinct period_kind, period from branch_period) p
left join term_cycle c on c.cycle = p.period;

insert into cell_period
select p.period_kind, p.period, b.cell_key, count(*), sum(p.figures),
    coalesce(sum(p.figures) filter (
        (b.active_from is null or b.active_from <= s.ends) and (b.active_to is null or b.active_to >= s.starts)
    ), 0)
from branch_period p
join branch_dim b using (branch_key)
join span s on s.period_kind = p.period_kind and s.period = p.period
group by all
order by all;

-- Of most branches no beginning or end is known: only for the others the periods have to be compared.
insert into cell_metric
select period_kind, period, metric_key, cell_key, sum(branches)
from (
    select f.period_kind, f.period, f.metric_key, b.cell_key, count(*) as branches
    from figure_fact f
    join (from branch_dim where active_from is null and active_to is null) b using (branch_key)
    where f.period is not null
    group by all
    union all
    select f.period_kind, f.period, f.metric_key, b.cell_key, count(*)
    from figure_fact f
    join (from branch_dim where active_from is not null or active_to is not null) b using (branch_key)
    join span s on s.period_kind = f.period_kind and s.period = f.period
    where (b.active_from is null or b.active_from <= s.ends) and (b.active_to is null or b.active_to >= s.starts)
    group by all
)
group by all
order by all;

drop table span;
