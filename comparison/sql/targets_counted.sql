-- Judged targets in each state, how many targets and branches these are, and what must be said of all of them.
select j.status, count(*) as judgements, z.targets, z.branches, z.sharing, z.has_plans, z.source_ids
from judged j
cross join (
    select count(distinct target_id) as targets, count(distinct branch_id) as branches,
        count(distinct target_id) filter (shares_result and result_low is not null) as sharing,
        coalesce(bool_or(comparator = 'eq'), false) as has_plans, list_sort(list(distinct source_id)) as source_ids
    from judged
) z
group by all;
