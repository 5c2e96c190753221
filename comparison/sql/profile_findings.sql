-- What was found about the figures of one branch, the gravest first.
from finding where branch_id = $branch_id
order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, rule, metric_id, period_start;
