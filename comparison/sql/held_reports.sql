-- Who has reported anything of a period, how many figures, and of which groups of metrics: bit n for the nth of $groups.
-- Parameters: $grain, $period, $groups.
select branch_key, figures,
    list_sum(list_transform(groups, lambda g: (1 << (list_position($groups::varchar[], g) - 1)::integer)))::integer as bits
from branch_period
where period_kind = $grain::period_kind and period = $period
order by branch_key;
