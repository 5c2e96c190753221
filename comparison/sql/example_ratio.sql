-- A percentage that several branches of one tier report for one year: it has a middle and a range, and no sum.
select b.tier, m.name_vi as metric_vi, m.name_en as metric_en, f.period, count(*) as branches,
    median(f.value) as median, min(f.value) as lowest, max(f.value) as highest
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
where m.measure = 'ratio' and f.period is not null and f.period_kind in ('year', 'term') and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
group by b.tier, m.metric_key, m.name_vi, m.name_en, f.period
having count(*) > 1
order by branches desc, f.period desc, m.metric_key limit 1;
