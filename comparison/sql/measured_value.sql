-- `measured`: each branch in view with its value as it is. To look for members it does not need would cost more than it does.
, measured as (
    select c.* exclude (value, low, high), c.value as flow_value, c.low as flow_low, c.high as flow_high,
        case when $per_year then greatest(year(c.period_end) - year(c.period_start), 1) else 1 end as years_divided,
        c.value / years_divided as value, c.low / years_divided as low, c.high / years_divided as high,
        null::double as members_value, null::double as members_low, null::double as members_high,
        null::date as members_date, null::bigint as members_gap_days, null::integer as members_source_set
    from compared c
)
