-- Findings as numbers in the order they are told: the severest first, then by rule, name of the branch, metric and time.
insert into finding_rule
select row_number() over (order by rule) - 1, rule from (select distinct rule from finding);

insert into finding_sources
select row_number() over (order by source_ids) - 1, source_ids
from (select distinct coalesce(source_ids, []::varchar[]) as source_ids from finding);

insert into finding_place
select f.rowid, coalesce(b.branch_key, 0), f.period_start, f.period_end,
    case f.severity when 'error' then 0 when 'warning' then 1 else 2 end as severity, r.rule_key, s.sources_key
from finding f
join finding_rule r using (rule)
join finding_sources s on s.source_ids = coalesce(f.source_ids, []::varchar[])
left join branch_dim b on b.branch_id = f.branch_id
order by severity, r.rule_key, b.name_order, f.branch_id, f.metric_id, f.period_start, f.rowid;
