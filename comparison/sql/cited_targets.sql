-- Every target of branches in scope that one source states.
select b.branch_id, b.name_vi, b.tier, m.metric_id, m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit,
    t.period_kind::varchar as period_kind, t.period_start, t.period_end, t.cadence, t.comparator, t.value,
    t.attained_value, t.attained_pct, t.paragraph, t.note
from source_dim s
join target_fact t using (source_key)
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
where s.source_id = $source_id
    and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by b.name_vi collate vi, b.branch_id, m.metric_key, t.target_id;
