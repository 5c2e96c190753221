-- Some figures on which sources differ: each source's value, and the one used.
-- Parameters, one item a figure: $branch_keys, $metric_keys, $kinds, $starts, $ends, $source_sets.
with asked as (
    select unnest($branch_keys::integer[]) as branch_key, unnest($metric_keys::integer[]) as metric_key,
        unnest($kinds::varchar[])::period_kind as period_kind, unnest($starts::date[]) as period_start,
        unnest($ends::date[]) as period_end, unnest($source_sets::integer[]) as source_set
)
select b.branch_id, b.name_vi, m.metric_id, m.name_vi as metric_name_vi, m.name_en as metric_name_en, m.unit,
    o.period_kind::varchar as period_kind, o.period_start, o.period_end,
    sum(o.value) as value, sum(o.low) as low, sum(o.high) as high, bool_or(o.qualifier = 'about') as is_approximate,
    s.source_id, s.kind as source_kind, s.publisher, s.title, s.url, s.published_on,
    list_contains(x.source_ids, s.source_id) as is_chosen
from asked f
join branch_dim b using (branch_key)
join metric_dim m using (metric_key)
join source_set x using (source_set)
join observation_fact o
    on o.branch_key = f.branch_key and o.metric_key = f.metric_key and o.period_kind = f.period_kind
    and o.period_start = f.period_start and o.period_end = f.period_end and not o.is_proposed
    -- Observations lie side by side by branch: so few of their pages are read.
    and o.branch_key in (select unnest($branch_keys::integer[]))
join source_dim s using (source_key)
group by all
order by b.name_vi, b.branch_id, m.metric_id, o.period_start, o.period_end, is_chosen desc, s.source_id;
