-- Figures and targets as stated, with the interval each qualifier means (DESIGN.md 5.1).

insert into observation_fact
select branch_key, metric_key, period_kind, period_start, period_end, part, value, qualifier,
    case qualifier when 'at_most' then least(0, value) else value end,
    case qualifier when 'at_least' then 'infinity'::double else value end,
    is_proposed, source_key, paragraph, note, received_at
from (
    select o.*, coalesce(r.received_at, f.received_at) as received_at
    from memory.staging.sound_observations o
    join memory.staging.observation_file f using (file_key)
    left join memory.staging.observation_received r using (file_key, row)
    where not is_not_reported
    order by branch_key, metric_key, period_start, period_end, period_kind, source_key, part
);

create table memory.staging.sound_count as
select file, rows
from (select file_key, count(*) as rows from memory.staging.sound_observations group by file_key)
join memory.staging.observation_file using (file_key);

-- A national set is held once: from here on the observations are those of the snapshot.
drop view memory.staging.sound_observations;
drop table memory.staging.keyed_observations;

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
