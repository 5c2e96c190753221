-- Figures as stated by branch, group of metrics and the year in which their period ended. Parameter: $groups.
select (branch_key - 1)::integer as at, year::integer as year,
    (list_position($groups::varchar[], "group") - 1)::tinyint as group_place, figures::integer as figures
from stated_count;
