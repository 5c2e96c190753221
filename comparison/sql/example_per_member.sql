-- A flow and a head count of one branch in one year ($period), and the one divided by the other; $unit of the flow.
select b.branch_id, b.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit, f.period, f.value,
    h.value as members, h.counted_on, case m.unit when 'vnd' then 1 else 100 end * f.value / h.value as rate
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
join figure_fact h on h.branch_key = f.branch_key and h.period = f.period and h.period_kind = f.period_kind
    and h.metric_key = (select metric_key from metric_dim where metric_id = 'members_total')
where f.period = $period and m.measure = 'flow' and m.unit = $unit and f.period_kind = 'year' and f.low = f.high
    and h.low = h.high and not f.is_approximate and not h.is_approximate and f.value > 0 and h.value > 0
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by f.value desc, b.branch_id limit 1;
