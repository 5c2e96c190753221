-- What rows of one load rule out together: a sum of which a part is refused.

-- A sum of which a part is refused would be published too small.
insert into problem
select distinct 'observations', s.file, s.row, 97, 'part', s.part,
    'a sum of which every part is right: another part of it is refused', 'part_of_refused'
from looked_at_observations s
join looked_at_observations r on r.folder = s.folder and r.branch_id = s.branch_id and r.metric_id = s.metric_id
    and r.period_kind = s.period_kind and r.period_start = s.period_start and r.period_end = s.period_end
    and r.source_id is not distinct from s.source_id and r.status is not distinct from s.status
    and r.part is distinct from s.part
where exists (select 1 from problem p where p.kind = 'observations' and p.file = r.file and p.row = r.row)
    and not exists (select 1 from problem p where p.kind = 'observations' and p.file = s.file and p.row = s.row);
