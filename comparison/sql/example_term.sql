-- Two branches of different tiers whose terms begin in different years and belong to one cycle.
with named as (
    -- Of each cycle, tier and year of beginning the first by name: no other can come first in a pair.
    select b.branch_id, b.name_vi, b.tier, t.period_start, t.period_end, t.cycle
    from branch_term t join branch_dim b using (branch_key)
    where t.cycle is not null and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    qualify row_number() over (
        partition by t.cycle, b.tier, year(t.period_start) order by b.name_vi, b.branch_id, t.period_start, t.period_end
    ) = 1
)
select a.branch_id as first_id, a.name_vi as first_name, year(a.period_start) as first_from, year(a.period_end) as first_to,
    o.branch_id as second_id, o.name_vi as second_name, year(o.period_start) as second_from,
    year(o.period_end) as second_to, a.cycle, c.national_congress
from named a
join named o on o.cycle = a.cycle and year(o.period_start) > year(a.period_start)
join term_cycle c on c.cycle = a.cycle
order by a.tier <> 'grassroots', a.tier = o.tier, c.starts_from desc, a.name_vi, o.name_vi, a.branch_id, o.branch_id limit 1;
