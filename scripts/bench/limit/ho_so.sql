-- One branch: every figure a source states of it, as stated, the yearly figures it is compared by, and its judged targets.
with subject as (select branch_key from branch where branch_id = $subject)
select 'stated' as told, m.metric_key, m.metric_id, m."group", m.unit, s.period_kind, s.period_start, s.period_end, s.part,
    s.value, s.low, s.high, s.qualifier::varchar as qualifier, s.status::varchar as status, s.source_id, s.paragraph
from subject join stated s using (branch_key) join metric m using (metric_key)
union all by name
select 'compared' as told, m.metric_key, m.metric_id, m."group", m.unit, make_date(f.year, 1, 1) as period_start, f.value,
    f.low, f.high
from subject join figure f using (branch_key) join metric m using (metric_key)
union all by name
select 'judged' as told, m.metric_key, m.metric_id, make_date(j.year, 1, 1) as period_start, j.status::varchar as status
from subject join judged j using (branch_key) join metric m using (metric_key)
order by told, metric_key, period_start desc;
