-- What a build changes beside the snapshot served before it (attached as previous), figure by figure.

insert into figure_change
select branch_id, metric_id, period_kind, period_start, period_end,
    case when p.branch_id is null then 'new' when f.branch_id is null then 'gone' else 'changed' end,
    p.value, p.low, p.high, f.value, f.low, f.high
from (from previous.figure) p
full join (from figure) f using (branch_id, metric_id, period_kind, period_start, period_end)
where (p.value, p.low, p.high, p.is_approximate) is distinct from (f.value, f.low, f.high, f.is_approximate)
order by all;
