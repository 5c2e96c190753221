-- One judged target for each of the five states.
with first as (
    -- Keys of branches stand in the order of their ids.
    select a.status, a.target_id, a.period_start, a.period_end
    from attainment_fact a join target_fact t using (target_id) join branch_dim b using (branch_key)
    where t.value is not null and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
    qualify row_number() over (
        partition by a.status
        order by a.result_value is null, a.period_end desc, t.metric_key, t.branch_key, a.target_id
    ) = 1
)
select a.status::varchar as status, b.branch_id, b.name_vi, m.name_vi as metric_vi, m.name_en as metric_en, m.unit,
    t.comparator, t.value, a.result_value, a.result_low, a.result_high,
    coalesce(a.result_is_approximate, false) as result_is_approximate, a.period_kind::varchar as period_kind,
    a.period_start, a.period_end
from first join attainment_fact a using (target_id, period_start, period_end)
join target_fact t using (target_id) join branch_dim b using (branch_key) join metric_dim m using (metric_key)
order by a.status;
