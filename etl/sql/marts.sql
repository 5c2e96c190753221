-- What pages ask of every branch on every change of a filter, counted once a build.

insert into branch_period
select f.period_kind, f.period, f.branch_key, count(*), list_sort(list(distinct m."group"))
from figure_fact f join metric_dim m using (metric_key)
where f.period is not null
group by f.period_kind, f.period, f.branch_key
order by f.period_kind, f.period, f.branch_key;

insert into figure_inside_year
select distinct year(period_start), metric_key, branch_key
from figure_fact
where derivation = 'stated' and period_kind <> 'year' and year(period_start) = year(period_end)
order by all;

insert into stated_count
select least(year(o.period_end), (select year(as_of) from build_setting)) as year, m."group", o.branch_key, count(*)
from observation_fact o join metric_dim m using (metric_key)
where not o.is_proposed
group by all
order by year, m."group", o.branch_key;

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
