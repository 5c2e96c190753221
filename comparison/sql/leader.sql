-- Who stands first among the candidates by the printed value, how many share the place, and whether bounds leave no other.
, first as (
    select * from candidate order by case when is_down then value else -value end, name_order limit 1
)
select b.branch_id, b.name_vi, f.value, f.low, f.high, f.is_approximate, f.source_set, f.source_sets,
    (select count(*) from candidate c where c.value = f.value) - 1 as others,
    not exists (
        select 1 from candidate c
        where c.branch_key <> f.branch_key and case when f.is_down then c.low < f.high else c.high > f.low end
    ) as is_first
from first f join branch_dim b using (branch_key);
