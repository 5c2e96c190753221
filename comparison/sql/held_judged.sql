-- The targets whose period belongs to the one asked, with their state as a number: what counting them needs. Parameters:
-- $period, $states.
select a.rowid as row, t.target_id, t.branch_key, t.metric_key, t.source_key,
    list_position($states::varchar[], a.status::varchar) - 1 as state,
    a.result_value / case when t.value > 0 then t.value end as share,
    a.shares_result and a.result_low is not null as shares, t.comparator = 'eq' as is_plan, a.period_start as starts
from attainment_fact a
join target_fact t using (target_id)
-- if not term
-- A year sees what is judged in it, and aims set for other periods that end in it.
where case a.period_kind when 'year' then a.period_start else a.period_end end
    between make_date($period::integer, 1, 1) and make_date($period::integer, 12, 31);
-- end
-- if term
where t.period_kind = 'term' and exists (
    select 1 from term_cycle c where c.cycle = $period and year(t.period_start) between c.starts_from and c.starts_to
);
-- end
