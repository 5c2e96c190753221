-- What the parents of the branches in view state themselves for the same metric and period.
select distinct w.metric_id, u.branch_id, u.name_vi, u.tier, f.value, f.low, f.high, f.is_approximate, f.source_ids
from (select distinct parent_id from in_view where parent_id is not null) p
join branch_dim u on u.branch_id = p.parent_id
    and ($scope::varchar[] is null or u.branch_id in (select unnest($scope::varchar[])))
join known f on f.branch_key = u.branch_key
join wanted w on w.metric_key = f.metric_key
where u.tier <> $tier
order by u.name_vi collate vi, u.branch_id;
