-- Figures as stated by branch and group of metrics, of one year (in which their period ended) or of all. Parameters:
-- $groups, $year (null = all).
select branch_key - 1 as at, list_position($groups::varchar[], "group") - 1 as group_place, sum(figures) as figures
from stated_count
where $year::integer is null or year = $year
group by branch_key, "group";
