-- Figures and targets as stated, with the interval each qualifier means (DESIGN.md 5.1).

insert into observation_fact
select b.branch_key, m.metric_key, o.period_kind::period_kind, o.period_start::date, o.period_end::date,
    o.part::integer, o.value::double, o.qualifier::qualifier,
    case o.qualifier when 'at_most' then least(0, o.value::double) else o.value::double end,
    case o.qualifier when 'at_least' then 'infinity'::double else o.value::double end,
    o.status = 'proposed', s.source_key, o.paragraph::integer, o.note, coalesce(r.received_at, h.received_at)
from accepted_observations o
join branch_dim b using (branch_id)
join metric_dim m using (metric_id)
join source_dim s on s.source_id = o.source_id
left join memory.staging.received r on r.file = o.file and r.row = o.row
left join memory.staging.hand_in h on h.folder = o.folder
where o.status <> 'not_reported'
order by b.branch_key, m.metric_key, o.period_start, o.period_end, o.period_kind, s.source_key, o.part::integer;

insert into target_fact
select row_number() over (
        order by b.branch_id, m.metric_id, t.period_start, t.period_end, t.cadence, t.comparator, t.value::double,
            t.source_id, t.note
    ),
    b.branch_key, m.metric_key, t.period_kind::period_kind, t.period_start::date, t.period_end::date,
    t.cadence, t.comparator, t.value::double, t.attained_value::double, t.attained_pct::double,
    s.source_key, t.paragraph::integer, t.note
from accepted_targets t
join branch_dim b using (branch_id)
join metric_dim m using (metric_id)
join source_dim s on s.source_id = t.source_id;
