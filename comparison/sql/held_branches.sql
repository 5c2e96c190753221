-- Where a branch stands, when it exists and under whom: what decides whether it is in view.
select b.tier, b.sector, b.province_since_2025_07, b.province_before_2025_07, b.active_from, b.active_to, b.name_order,
    b.last_period_end, p.branch_key as parent_key
from branch_dim b left join branch_dim p on p.branch_id = b.parent_id
order by b.branch_key;
