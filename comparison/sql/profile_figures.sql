-- The values one branch is compared by.
select m.metric_id, m."group", m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit, m.measure,
    f.period_kind::varchar as period_kind, f.period_start, f.period_end, f.cycle, f.value, f.low, f.high,
    f.is_approximate, f.has_conflict, f.derivation::varchar as derivation, f.counted_on, f.source_ids
from figure_fact f
join metric_dim m using (metric_key)
where f.branch_key = $branch_key
order by m.metric_key, f.period_start desc, f.period_end desc, f.period_kind;
