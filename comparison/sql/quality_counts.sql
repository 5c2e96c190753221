-- How many findings an asker may see, by rule, how many of them warn; and how many figures have sources that differ, each
-- counted with every source whose value is used. Parameter: $scope (null = everything).
select rule, count(*) as findings, count(*) filter (severity in ('error', 'warning')) as warned, 0 as differing
from finding
where $scope::varchar[] is null or branch_id in (select unnest($scope::varchar[]))
group by rule
union all
select null, 0, 0, coalesce(sum(len(f.source_ids)), 0)
from figure_fact f
where f.has_conflict and f.derivation = 'stated' and (
    $scope::varchar[] is null
    or f.branch_key in (select branch_key from branch_dim where branch_id in (select unnest($scope::varchar[])))
);
