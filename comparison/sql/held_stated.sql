-- Figures as stated by branch, group of metrics and the year in which their period ended. Parameter: $groups.
select branch_key - 1 as at, year, list_position($groups::varchar[], "group") - 1 as group_place, figures
from stated_count;
