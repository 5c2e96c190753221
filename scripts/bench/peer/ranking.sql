-- The twenty branches with most of a metric in a year, with what is certain of each value.
with in_view as (
    select branch_id, name_vi, province_since_2025_07 as province from branch
    where tier = $tier and (active_from is null or active_from <= make_date($year, 12, 31))
        and (active_to is null or active_to >= make_date($year, 1, 1))
),
valued as (
    select v.*, f.metric_id, f.value, f.low, f.high from figure f join in_view v using (branch_id)
    where f.metric_id in (select unnest($metrics)) and f.period_kind = 'year'
        and f.period_start = make_date($year, 1, 1)
)
select branch_id, name_vi, province, value, low, high
from valued order by value desc, name_vi collate vi, branch_id limit 20;
