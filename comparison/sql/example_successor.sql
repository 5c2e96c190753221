-- A branch that went into another one.
select b.branch_id, b.name_vi, b.active_to, h.branch_id as heir_id, h.name_vi as heir_name
from branch_dim b join branch_dim h on h.branch_id = b.successor_id
where b.active_to is not null and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
order by b.tier <> 'provincial_federation', b.active_to desc, b.name_vi, b.branch_id limit 1;
