-- The reviewed corrections, each with the observation it is for; the observation itself stays as its source states it.

insert into correction_fact
select distinct o.branch_key, o.metric_key, o.period_kind, o.period_start, o.period_end, o.source_key, o.part, o.value,
    c.new_value::double, coalesce(c.new_qualifier::qualifier, o.qualifier), c.reason, c.reviewed_by, c."on"::date
from accepted_corrections c
join branch_dim b using (branch_id)
join metric_dim m using (metric_id)
join observation_fact o on o.branch_key = b.branch_key and o.metric_key = m.metric_key
    and o.period_kind = c.period_kind::period_kind and o.period_start = c.period_start::date
    and o.period_end = c.period_end::date and o.value = c.old_value::double and not o.is_proposed
    and (c.part is null or o.part = c.part::integer)
join source_dim s on s.source_key = o.source_key and (c.source_id is null or c.source_id = s.source_id)
where exists (
    select 1 from memory.staging.correctable_observations a
    where a.branch_id = b.branch_id and a.metric_id = m.metric_id and a.source_id = s.source_id
        and a.period_kind = c.period_kind and a.period_start = c.period_start and a.period_end = c.period_end
        and a.part::integer = o.part and a.status = 'reported'
        and memory.staging.turn_of(a.folder) <= memory.staging.turn_of(c.folder)
)
order by all;
