-- The public views: names and columns are a contract that downloads, documentation and outside checks rely on.

create view branch as
select branch_id, name_vi, tier, sector, province_as_written, province_since_2025_07, province_before_2025_07, region,
    parent_id, parent_name, active_from, active_to, successor_id
from branch_dim order by branch_key;

create view metric as
select metric_id, "group", name_vi, name_en, unit, measure, direction, notes from metric_dim order by metric_key;

create view source as
select source_id, kind, publisher, title, url, published_on from source_dim order by source_key;

create view observation as
select b.branch_id, m.metric_id, o.period_kind::varchar as period_kind, o.period_start, o.period_end, o.part, o.value,
    o.qualifier::varchar as qualifier, o.low, o.high,
    case when o.is_proposed then 'proposed' else 'reported' end as status, s.source_id, o.paragraph, o.note
from observation_fact o
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_dim s using (source_key);

create view figure as
select b.branch_id, m.metric_id, f.period_kind::varchar as period_kind, f.period_start, f.period_end, f.cycle, f.value,
    f.low, f.high, f.is_approximate, f.source_ids, f.has_conflict, c.branch_key is not null as is_corrected
from figure_fact f
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
left join corrected_figure c on c.branch_key = f.branch_key and c.metric_key = f.metric_key
    and c.period_kind = f.period_kind and c.period_start = f.period_start and c.period_end = f.period_end;

create view correction as
select b.branch_id, m.metric_id, c.period_kind::varchar as period_kind, c.period_start, c.period_end, s.source_id, c.part,
    c.stated_value, c.corrected_value, c.qualifier::varchar as qualifier, c.reason, c.reviewed_by, c.corrected_on
from correction_fact c
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_dim s using (source_key);

create view target as
select b.branch_id, m.metric_id, t.period_kind::varchar as period_kind, t.period_start, t.period_end, t.cadence,
    t.comparator, t.value, t.attained_value, t.attained_pct, s.source_id, t.paragraph, t.note
from target_fact t
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_dim s using (source_key);

-- The period of a yearly target's row is the year judged.
create view attainment as
select b.branch_id, m.metric_id, a.period_kind::varchar as period_kind, a.period_start, a.period_end, t.cadence,
    t.comparator, t.value, t.attained_value, t.attained_pct, s.source_id, t.paragraph, t.note,
    a.result_low, a.result_high, a.result_source, a.status::varchar as status
from attainment_fact a
join target_fact t using (target_id)
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_dim s using (source_key);
