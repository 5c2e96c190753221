-- How many figures the branches in view have in each period asked.
select v.period, count(*) as figures
from in_view v join figure_fact f
    on f.branch_key = v.branch_key and f.period = v.period and f.period_kind::varchar = $grain
group by v.period;
