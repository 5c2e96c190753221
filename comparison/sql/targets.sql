-- Every judged target, by branch, metric and year.
select j.* exclude (name_order)
    replace (j.period_kind::varchar as period_kind, j.status::varchar as status,
        j.target_period_kind::varchar as target_period_kind)
from judged j
order by j.name_order, j.metric_key, j.target_id, j.period_start;
