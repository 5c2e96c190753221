-- Each target judged on the figure of its own period, year by year where it is yearly (DESIGN.md 5.9).

insert into attainment_fact
with as_of as (select as_of from build_setting),
judged_period as (
    select t.*, 'year'::period_kind as judged_kind, make_date(y.year::integer, 1, 1) as judged_start,
        make_date(y.year::integer, 12, 31) as judged_end
    from target_fact t
    cross join lateral (
        select unnest(range(year(t.period_start), year(t.period_end) + 1)) as year
    ) y
    where t.cadence = 'per_year' and t.period_kind <> 'half' and t.period_kind <> 'as_of'
    union all
    select t.*, t.period_kind, t.period_start, t.period_end
    from target_fact t
    where not (t.cadence = 'per_year' and t.period_kind <> 'half' and t.period_kind <> 'as_of')
),
-- Few figures have a target: these alone are held beside them.
figure_with_target as materialized (
    select branch_key, metric_key, period_kind, period_start, period_end, value, low, high, is_approximate, source_ids,
        source_set
    from figure_fact semi join target_fact using (branch_key, metric_key)
),
-- What is to stand at the end of a period may also be stated of the period's last year.
result as (
    select j.*, coalesce(own.value, last_year.value) as result_value, coalesce(own.low, last_year.low) as result_low,
        coalesce(own.high, last_year.high) as result_high,
        coalesce(own.is_approximate, last_year.is_approximate) as result_is_approximate,
        coalesce(own.source_ids, last_year.source_ids) as result_source,
        coalesce(own.source_set, last_year.source_set) as result_set,
        -- Targets of one source for different groups of one branch: the figure does not say of which it speaks.
        count(*) over (
            partition by j.branch_key, j.metric_key, j.source_key, j.cadence, j.t_start, j.t_end, j.judged_start,
                j.judged_end
        ) > 1 as shares_result
    from (select *, period_start as t_start, period_end as t_end from judged_period) j
    left join figure_with_target own
        on own.branch_key = j.branch_key and own.metric_key = j.metric_key
        and own.period_kind = j.judged_kind and own.period_start = j.judged_start and own.period_end = j.judged_end
    left join figure_with_target last_year
        on j.cadence = 'at_end' and last_year.branch_key = j.branch_key and last_year.metric_key = j.metric_key
        and last_year.period_kind = 'year' and year(last_year.period_end) = year(j.judged_end)
)
select target_id, judged_kind, judged_start, judged_end, result_value, result_low, result_high, result_is_approximate,
    result_source, result_set, shares_result,
    case
        when judged_end >= (select as_of from as_of) then 'running'
        when result_low is null then 'no_result'
        when value is null or shares_result then 'undecided'
        when is_at_least and result_low >= value then 'met'
        when is_at_least and result_high < value then 'not_met'
        when comparator = 'gt' and result_low > value then 'met'
        when comparator = 'gt' and result_high <= value then 'not_met'
        when is_at_most and result_high <= value then 'met'
        when is_at_most and result_low > value then 'not_met'
        when is_equal and result_low = value and result_high = value then 'met'
        when is_equal and (result_low > value or result_high < value) then 'not_met'
        else 'undecided'
    end::attainment_status
from (
    -- A plan printed as a plain number is reached when it is reached or beaten in the metric's good direction;
    -- 100 % means all of it.
    select r.*, m.unit, m.direction,
        comparator = 'ge' or (comparator = 'eq' and (direction = 'higher' or (unit = 'percent' and value = 100)))
            as is_at_least,
        comparator = 'le' or (comparator = 'eq' and direction = 'lower' and not (unit = 'percent' and value = 100))
            as is_at_most,
        comparator = 'eq' and direction = 'neutral' and not (unit = 'percent' and value = 100) as is_equal
    from result r join metric_dim m using (metric_key)
)
order by target_id, judged_start;
