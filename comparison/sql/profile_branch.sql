-- What is known of one branch.
select branch_id, name_vi, tier, sector, province_as_written, province_since_2025_07, province_before_2025_07, region,
    parent_id, parent_name, active_from, active_to, successor_id
from branch_dim where branch_key = $branch_key;
