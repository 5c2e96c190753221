-- Figures as stated per branch in view and metric group, of one year (in which their period ended) or of all.
, counted as (
    select o.branch_key, m."group", count(*) as figures
    from observation_fact o join metric_dim m using (metric_key)
    where not o.is_proposed and o.branch_key in (select branch_key from in_view)
        and ($year::integer is null or least(year(o.period_end), (select year(as_of) from build_setting)) = $year)
    group by all
)
select v.branch_id, v.name_vi, v.province, c."group", c.figures
from in_view v left join counted c using (branch_key)
order by v.name_order, c."group";
