-- A published snapshot (attached as base) as staged rows: what new files are checked on top of.

-- As fact files write numbers: no exponent, no noughts at the end.
create temp macro plain(x) as regexp_replace(x::decimal(28, 9)::varchar, '[.]?0+$', '');

insert into staged_sources
select 'base', '{base}', row_number() over (), source_id, publisher, title, url, published_on::varchar, kind
from base.source_dim;

insert into staged_branches
select 'base', '{base}', row_number() over (), branch_id, name_vi, tier, sector, province_as_written,
    coalesce(parent_id, parent_name), source_id
from base.branch_dim;

insert into staged_branch_life
select 'base', '{base}', row_number() over (), branch_id, event, happened_on::varchar, other_branch_id, source_id, note
from base.branch_event;

create temp table base_observation as
select row_number() over () as row, b.branch_id, m.metric_id, s.source_id, o.*
from base.observation_fact o
join base.branch_dim b using (branch_key)
join base.metric_dim m using (metric_key)
join base.source_dim s using (source_key);

insert into staged_observations
select 'base', '{base}', row, branch_id, metric_id, period_kind::varchar, period_start::varchar, period_end::varchar,
    part::varchar, plain(value), qualifier::varchar, case when is_proposed then 'proposed' else 'reported' end,
    source_id, paragraph::varchar, note
from base_observation;

insert into received select '{base}', row, received_at from base_observation where received_at is not null;

insert into staged_targets
select 'base', '{base}', row_number() over (), branch_id, metric_id, period_kind, period_start::varchar,
    period_end::varchar, cadence, comparator, plain(value), plain(attained_value), plain(attained_pct), source_id, paragraph::varchar, note
from base.target;

insert into staged_corrections
select 'base', '{base}', row_number() over (), branch_id, metric_id, period_kind, period_start::varchar,
    period_end::varchar, source_id, part::varchar, plain(stated_value), plain(corrected_value), qualifier, reason, reviewed_by, corrected_on::varchar
from base.correction;
