-- The branches listed under one branch, as far as the asker may see them.
select branch_id, name_vi, tier from branch_dim
where parent_id = $branch_id
    and ($scope::varchar[] is null or branch_id in (select unnest($scope::varchar[])))
order by tier, name_vi collate vi, branch_id;
