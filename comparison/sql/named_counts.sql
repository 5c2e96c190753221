-- How many of some branches have a figure of each metric in a period. Parameters: $grain, $period, $branch_keys.
select metric_key, count(*)
from figure_fact
where period_kind = $grain::period_kind and period = $period and branch_key in (select unnest($branch_keys::integer[]))
group by metric_key;
