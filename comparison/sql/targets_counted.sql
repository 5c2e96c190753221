-- Judged targets in each state, how many targets and branches these are, and what must be said of all of them.
select j.status::varchar as status, count(*) as judgements, z.targets, z.branches, z.sharing, z.has_plans, z.source_ids
from judged j
cross join (
    select count(distinct target_id) as targets, count(distinct branch_key) as branches,
        count(distinct target_id) filter (shares_result and result_low is not null) as sharing,
        coalesce(bool_or(comparator = 'eq'), false) as has_plans,
        (select list_sort(list(s.source_id)) from source_dim s where s.source_key in (select source_key from judged))
            as source_ids
    from judged
) z
group by all;
