-- How many findings on the branches in view, of the period or of no period, are errors or warnings.
select count(*) as findings
from in_view v
join finding f on f.branch_id = v.branch_id
join span s on s.period = v.period
where f.severity in ('error', 'warning')
    and (f.period_start is null or (f.period_start <= s.ends and f.period_end >= s.starts));
