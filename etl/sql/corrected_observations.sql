-- While figures are composed, corrected observations stand in for the stated ones under the same name.

create temp view observation_fact as
select o.* replace (
    coalesce(c.corrected_value, o.value) as value,
    coalesce(c.qualifier, o.qualifier) as qualifier,
    case when c.branch_key is null then o.low
        when c.qualifier = 'at_most' then least(0, c.corrected_value) else c.corrected_value end as low,
    case when c.branch_key is null then o.high
        when c.qualifier = 'at_least' then 'infinity'::double else c.corrected_value end as high
)
from snapshot.main.observation_fact o
left join correction_fact c
    on c.branch_key = o.branch_key and c.metric_key = o.metric_key and c.period_kind = o.period_kind
    and c.period_start = o.period_start and c.period_end = o.period_end and c.source_key = o.source_key
    and c.part = o.part and c.stated_value = o.value and not o.is_proposed;
