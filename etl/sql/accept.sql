-- The rows of {kind}.csv in which nothing was wrong.

create view accepted_{kind} as
select s.* from staged_{kind} s
where not exists (select 1 from problem p where p.kind = '{kind}' and p.file = s.file and p.row = s.row);
