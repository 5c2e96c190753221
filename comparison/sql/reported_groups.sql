-- How many branches are in view, how many of them merged into another one in view, and how many reported: of each group of
-- metrics, and (group null) of any.
, heard as (
    select p.groups from branch_period p join in_view v on v.branch_key = p.branch_key and v.period = p.period
    where p.period_kind::varchar = $grain
),
size as (
    select count(*) as in_view, count(*) filter (exists (
            select 1 from succession s join in_view h on h.branch_key = s.heir_key where s.branch_key = v.branch_key
        )) as merged
    from in_view v
)
select c."group", c.reported, z.in_view, z.merged
from (
    select null as "group", count(*) as reported from heard
    union all
    select g."group", count(*) from (select unnest(groups) as "group" from heard) g group by g."group"
) c cross join size z
order by c."group" nulls first;
