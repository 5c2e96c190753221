-- Every figure a source states of one branch, as stated.
select m.metric_id, m."group", m.unit, s.period_kind, s.period_start, s.period_end, s.part, s.value, s.low, s.high, s.qualifier,
    s.status, s.source_id, s.paragraph
from branch b
join stated s using (branch_key)
join metric m using (metric_key)
where b.branch_id = $subject
order by m.metric_key, s.period_start desc;
