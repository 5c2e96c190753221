-- Every figure a source states of one branch, as stated, with its citation.
select m.metric_id, m."group", m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit, m.measure, m.direction,
    o.period_kind::varchar as period_kind, o.period_start, o.period_end, o.part, o.value,
    o.qualifier::varchar as qualifier, o.low, o.high, case when o.is_proposed then 'proposed' else 'reported' end as status,
    o.paragraph, o.note, s.source_id, s.kind as source_kind, s.publisher, s.title, s.url, s.published_on
from observation_fact o
join metric_dim m using (metric_key)
join source_dim s using (source_key)
where o.branch_key = $branch_key
order by m.metric_key, o.period_start desc, o.period_end desc, o.period_kind, s.source_id, o.part;
