-- What is known of running targets beside the figure of the whole period: its years one by one for what adds up, else the
-- latest count or share inside it, or the last year where an aim is for the end.
with running as materialized (
    select a.rowid as row, t.branch_key, t.metric_key, m.measure, t.cadence, a.period_kind, a.period_start, a.period_end
    from attainment_fact a join target_fact t using (target_id) join metric_dim m using (metric_key)
    where a.status = 'running' and a.period_start <= (select as_of from build_setting)
),
adding as materialized (from running where measure = 'flow' and period_kind <> 'year' and cadence <> 'at_end'),
level as materialized (from running where measure <> 'flow'),
ending as materialized (from running where measure = 'flow' and period_kind <> 'year' and cadence = 'at_end'),
-- Only of these the period's result may be that of its last year (attainment.sql).
own as materialized (from running where cadence = 'at_end')
select r.row, 1 as basis, f.value, f.low, f.high, f.is_approximate, f.source_set
from own r join figure_fact f
    on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = r.period_kind
    and f.period_start = r.period_start and f.period_end = r.period_end
union all
select r.row, 2, f.value, f.low, f.high, f.is_approximate, f.source_set
from adding r join figure_fact f
    on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = 'year'
    and f.period_start >= r.period_start and f.period_end <= r.period_end
union all
(
    select r.row, 3, f.value, f.low, f.high, f.is_approximate, f.source_set
    from level r join figure_fact f
        on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind in ('year', 'as_of')
        and f.counted_on between r.period_start and r.period_end
    qualify row_number() over (partition by r.row order by f.counted_on desc, f.period_kind) = 1
)
union all
-- What is to stand at the end is judged on the last year alone, never on years added up.
select r.row, 3, f.value, f.low, f.high, f.is_approximate, f.source_set
from ending r join figure_fact f
    on f.branch_key = r.branch_key and f.metric_key = r.metric_key and f.period_kind = 'year'
    and year(f.period_end) = year(r.period_end);
