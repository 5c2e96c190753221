-- A stock of a year that is the last head count inside it.
select b.branch_id, b.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit, f.period, f.value, f.low, f.high,
    f.is_approximate, f.counted_on
from figure_fact f join branch_dim b using (branch_key) join metric_dim m using (metric_key)
where f.derivation = 'head_count' and f.period_kind = 'year' and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by f.low <> f.high, f.is_approximate, f.period desc, f.value desc, b.branch_id limit 1;
