-- What is told of a branch beside its figures, by its key.
select branch_key, name_order, branch_id, name_vi, tier, sector, parent_name, province_since_2025_07, province_before_2025_07
from branch_dim order by branch_key;
