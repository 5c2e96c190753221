-- Every figure of branches in scope that one source states, and whether the value compared by rests on it.
select b.branch_id, b.name_vi, b.tier, b.province_since_2025_07 as province, m.metric_id, m.name_vi as metric_name_vi,
    m.name_en as metric_name_en, m."group", m.unit, o.period_kind::varchar as period_kind, o.period_start, o.period_end,
    o.part, o.value, o.low, o.high, o.qualifier::varchar as qualifier,
    case when o.is_proposed then 'proposed' else 'reported' end as status, o.paragraph, o.note,
    not o.is_proposed and coalesce(list_contains(f.source_ids, s.source_id), false) as is_used
from source_dim s
join observation_fact o using (source_key)
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
left join figure_fact f
    on f.branch_key = o.branch_key and f.metric_key = o.metric_key and f.period_kind = o.period_kind
    and f.period_start = o.period_start and f.period_end = o.period_end and f.derivation = 'stated'
where s.source_id = $source_id
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by b.name_vi collate vi, b.branch_id, m.metric_key, o.period_start, o.period_end, o.part;
