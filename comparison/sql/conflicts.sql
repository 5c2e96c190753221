-- Figures on which sources differ, of the branches in scope: each source's value, and the one used.
select b.branch_id, b.name_vi, m.metric_id, m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit,
    o.period_kind::varchar as period_kind, o.period_start, o.period_end,
    sum(o.value) as value, sum(o.low) as low, sum(o.high) as high, bool_or(o.qualifier = 'about') as is_approximate,
    s.source_id, s.kind as source_kind, s.publisher, s.title, s.url, s.published_on,
    list_contains(f.source_ids, s.source_id) as is_chosen
from figure_fact f
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join observation_fact o
    on o.branch_key = f.branch_key and o.metric_key = f.metric_key and o.period_kind = f.period_kind
    and o.period_start = f.period_start and o.period_end = f.period_end and not o.is_proposed
join source_dim s using (source_key)
where f.has_conflict and f.derivation = 'stated'
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
group by all
order by b.name_vi, b.branch_id, m.metric_id, o.period_start, o.period_end, is_chosen desc, s.source_id;
