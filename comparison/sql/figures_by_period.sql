-- How many figures the branches in view have in each period asked.
-- if named
select v.period, sum(p.figures)::bigint as figures
from in_view v
join branch_period p on p.branch_key = v.branch_key and p.period = v.period and p.period_kind = $grain::period_kind
group by v.period;
-- end
-- if not named
select p.period, sum(p.existing_figures)::bigint as figures
from cell_period p
where p.period in (select period from asked) and p.period_kind = $grain::period_kind
    and p.cell_key in (select cell_key from cell_in_view)
group by p.period
having sum(p.existing_figures) > 0;
-- end
