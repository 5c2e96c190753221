-- How many figures the branches in view have in each period asked.
select v.period, sum(p.figures)::bigint as figures
from in_view v
join branch_period p on p.branch_key = v.branch_key and p.period = v.period and p.period_kind::varchar = $grain
group by v.period;
