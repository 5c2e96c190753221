-- Figures per branch in view, metric group and year in which their period ended, a running one in the present year.
, counted as (
    select o.branch_key, m."group", least(year(o.period_end), (select year(as_of) from build_setting)) as year, count(*) as figures
    from observation_fact o join metric_dim m using (metric_key)
    where not o.is_proposed
    group by all
)
select v.branch_id, v.name_vi, v.province, c."group", c.year, c.figures
from in_view v join counted c using (branch_key)
order by v.name_vi collate vi, v.branch_id, c."group", c.year;
