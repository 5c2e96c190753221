-- What rows of one load rule out together: a sum with a refused part, and two forms that contradict each other.

-- A sum of which a part is refused would be published too small.
insert into problem
select distinct 'observations', s.file, s.row, 97, 'part', s.part,
    'a sum of which every part is right: another part of it is refused', 'part_of_refused'
from staged_observations s
join staged_observations r on r.folder = s.folder and r.branch_id = s.branch_id and r.metric_id = s.metric_id
    and r.period_kind = s.period_kind and r.period_start = s.period_start and r.period_end = s.period_end
    and r.source_id is not distinct from s.source_id and r.status is not distinct from s.status
    and r.part is distinct from s.part
where exists (select 1 from problem p where p.kind = 'observations' and p.file = r.file and p.row = r.row)
    and not exists (select 1 from problem p where p.kind = 'observations' and p.file = s.file and p.row = s.row);

-- Two forms of one load speak for the same branch at the same time: none of them goes before the other.
insert into problem
select 'observations', s.file, s.row, 97, 'value', coalesce(any_value(s.value), '(empty)'),
    'one value for each figure in one load; another form says ' || coalesce(min(o.value), '(empty)'), 'forms_disagree'
from staged_observations s
join staged_observations o on o.folder = s.folder and o.branch_id = s.branch_id and o.metric_id = s.metric_id
    and o.period_kind = s.period_kind and o.period_start = s.period_start and o.period_end = s.period_end
    and o.source_id <> s.source_id and (o.value, o.qualifier, o.status) is distinct from (s.value, s.qualifier, s.status)
where s.folder in (select folder from hand_in)
    and starts_with(s.source_id, '{own_form}') and starts_with(o.source_id, '{own_form}')
    and not exists (select 1 from problem p where p.kind = 'observations' and p.file = s.file and p.row = s.row)
    and not exists (select 1 from problem p where p.kind = 'observations' and p.file = o.file and p.row = o.row)
group by s.file, s.row;
