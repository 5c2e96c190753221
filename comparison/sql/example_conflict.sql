-- A figure on which two sources differ, the one used first; else one that two sources agree on.
select b.branch_id, b.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit,
    f.period_kind::varchar as period_kind, f.period_start, f.period_end, f.has_conflict,
    sum(o.value) as value, sum(o.low) as low, sum(o.high) as high, bool_or(o.qualifier = 'about') as is_approximate,
    s.publisher, s.published_on, s.kind, s.source_id,
    list_contains(f.source_ids, s.source_id) as is_used
from (
    select f.* from figure_fact f join branch_dim b using (branch_key)
    where (f.has_conflict or len(f.source_ids) > 1) and f.derivation = 'stated' and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    order by f.has_conflict desc, f.period_end desc, b.branch_id, f.metric_key limit 1
) f
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join observation_fact o on o.branch_key = f.branch_key and o.metric_key = f.metric_key and o.period_kind = f.period_kind
    and o.period_start = f.period_start and o.period_end = f.period_end and not o.is_proposed
join source_dim s using (source_key)
group by all
order by is_used desc, s.source_id;
