-- A branch that in one period ($period) both spent on welfare and lent, raised or saved money.
select b.branch_id, b.name_vi, f.period, w.name_vi as spent_vi, w.name_en as spent_en, s.value, s.low, s.high,
    s.is_approximate, m.name_vi as apart_vi, m.name_en as apart_en, f.value as apart_value, f.low as apart_low,
    f.high as apart_high, f.is_approximate as apart_is_approximate
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
join figure_fact s on s.branch_key = f.branch_key and s.period = f.period and s.period_kind = f.period_kind
join metric_dim w on w.metric_key = s.metric_key
where f.period = $period
    and m.metric_id in ('loans_amount', 'contributions_amount', 'revolving_fund_amount', 'in_kind_donations_amount')
    and w."group" = 'welfare' and w.unit = 'vnd' and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by m.metric_id <> 'loans_amount', w.metric_id <> 'welfare_total_amount', s.value desc, b.branch_id
limit 1;
