-- Sources with how many figures and targets of branches in scope came from each.
with seen as (
    select branch_key from branch_dim
    where $scope::varchar[] is null or branch_id in (select unnest($scope::varchar[]))
),
stated as (
    select source_key, count(*) as branches, sum(figures)::bigint as figures
    from source_count where branch_key in (select branch_key from seen) group by source_key
),
aimed as (
    select source_key, count(distinct branch_key) as branches, count(*) as targets
    from target_fact where branch_key in (select branch_key from seen) group by source_key
)
select s.source_id, s.kind, s.publisher, s.title, s.url, s.published_on,
    greatest(coalesce(o.branches, 0), coalesce(t.branches, 0)) as branches,
    coalesce(o.figures, 0) as figures, coalesce(t.targets, 0) as targets
from source_dim s left join stated o using (source_key) left join aimed t using (source_key)
where $scope::varchar[] is null or o.source_key is not null or t.source_key is not null
order by s.published_on desc nulls last, s.publisher, s.title, s.source_id;
