-- Figures as stated per branch in view and metric group, of one year (in which their period ended) or of all.
, counted as (
    select c.branch_key, c."group", sum(c.figures)::bigint as figures
    from stated_count c
    where c.branch_key in (select branch_key from in_view) and ($year::integer is null or c.year = $year)
    group by all
)
select v.branch_id, v.name_vi, v.province, c."group", c.figures
from in_view v left join counted c using (branch_key)
order by v.name_order, c."group";
