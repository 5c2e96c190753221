-- The branches in view without any figure in the period, and when each was last heard of.
, silent as (
    select v.* from in_view v
    anti join branch_period p
        on p.branch_key = v.branch_key and p.period = v.period and p.period_kind::varchar = $grain
)
select v.branch_id, v.name_vi, v.province, b.last_period_end,
    $grain = 'year' and v.branch_key in (
        select f.branch_key from figure_inside_year f where f.year::varchar in (select period from asked)
    ) as has_other_figure
from silent v join branch_dim b using (branch_key)
order by v.name_order;
