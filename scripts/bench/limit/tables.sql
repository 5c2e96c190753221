-- The public views of a snapshot (attached as snapshot) in the layout that was measured fastest for hand-written
-- questions: integer keys, tier and period in the fact row, figures by metric and year, what was stated by branch. No
-- answer is worked out ahead of its question.

create type tier as enum ('national', 'central_sector', 'provincial_federation', 'upper_direct', 'grassroots', 'component');

create table metric as
select row_number() over ()::smallint as metric_key, metric_id, "group", unit, measure, direction from snapshot.metric;

create table branch as
select row_number() over (order by tier::tier, province_since_2025_07, branch_id)::integer as branch_key, branch_id, name_vi,
    (row_number() over (order by name_vi collate vi, branch_id))::integer as name_order, tier::tier as tier, sector,
    province_since_2025_07 as province, active_from, active_to, successor_id
from snapshot.branch order by branch_key;

-- Every later branch that a branch lives on in, at any remove.
create table succession as
with recursive later(branch_key, heir_key, next_id) as (
    select b.branch_key, h.branch_key, h.successor_id from branch b join branch h on h.branch_id = b.successor_id
    union
    select l.branch_key, h.branch_key, h.successor_id from later l join branch h on h.branch_id = l.next_id
)
select distinct branch_key, heir_key from later;

create table figure as
select m.metric_key, year(f.period_start)::smallint as year, b.tier, b.branch_key, f.value, f.low, f.high, f.is_approximate
from snapshot.figure f join metric m using (metric_id) join branch b using (branch_id)
where f.period_kind = 'year'
order by m.metric_key, year, b.tier, b.branch_key;

create table stated as
select b.branch_key, m.metric_key, o.period_kind, o.period_start, o.period_end, o.part, o.value, o.low, o.high, o.qualifier,
    o.status, o.source_id, o.paragraph
from snapshot.observation o join metric m using (metric_id) join branch b using (branch_id)
order by b.branch_key, m.metric_key, o.period_start;

-- The year a target is judged in; a longer period is judged in its last year.
create table judged as
select year(a.period_end)::smallint as year, b.tier, b.branch_key, m.metric_key, a.status
from snapshot.attainment a join metric m using (metric_id) join branch b using (branch_id)
order by year, b.tier, b.branch_key;
