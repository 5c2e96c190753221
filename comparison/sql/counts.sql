-- Per metric: how many branches in view have a whole figure.
, size as (
    select count(*) as in_view, count(*) filter (exists (
            select 1 from succession s join in_view h on h.branch_key = s.heir_key where s.branch_key = v.branch_key
        )) as merged
    from in_view v
)
select w.metric_id, count(r.branch_key) filter (not r.is_partial) as reported, z.in_view, z.merged
from wanted w cross join size z left join reported r using (metric_key)
group by all;
