-- Per metric: how many branches in view have a whole figure.
, size as (
    select count(*) as in_view, count(*) filter (v.branch_key in (
            select s.branch_key from succession s join in_view h on h.branch_key = s.heir_key
        )) as merged
    from in_view v
),
-- if named
-- Where branches are named, or the asker sees some alone, each one's figures are counted.
counted as (
    select metric_key, count(*) as reported from reported where not is_partial group by metric_key
)
-- end
-- if not named
counted as (
    select m.metric_key, sum(m.branches)::bigint as reported
    from cell_metric m
    where m.period = $period and m.period_kind = $grain::period_kind and m.cell_key in (select cell_key from cell_in_view)
    group by m.metric_key
)
-- end
select w.metric_id, coalesce(c.reported, 0) as reported, z.in_view, z.merged
from wanted w cross join size z left join counted c using (metric_key);
