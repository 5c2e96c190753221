-- Of each branch how many targets each year and each cycle sees, as held_judged.sql finds them: grain, period, at, targets.
select 'year' as grain,
    year(case a.period_kind when 'year' then a.period_start else a.period_end end)::varchar as period,
    t.branch_key - 1 as at, count(*) as targets
from attainment_fact a join target_fact t using (target_id)
group by all
union all
select 'term', c.cycle, t.branch_key - 1, count(*)
from target_fact t semi join attainment_fact a using (target_id)
join term_cycle c on year(t.period_start) between c.starts_from and c.starts_to
where t.period_kind = 'term'
group by all;
