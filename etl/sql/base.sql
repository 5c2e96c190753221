-- A published snapshot (attached as base) as staged rows: what new files are checked on top of.

insert into staged_sources
select 'base', '{base}', row_number() over (), source_id, publisher, title, url, published_on::varchar, kind
from base.source_dim;

insert into memory.staging.received select source_id, received_at from base.source_dim where received_at is not null;

insert into staged_branches
select 'base', '{base}', row_number() over (), branch_id, name_vi, tier, sector, province_as_written,
    coalesce(parent_id, parent_name), source_id
from base.branch_dim;

insert into staged_branch_life
select 'base', '{base}', row_number() over (), branch_id, event, happened_on::varchar, other_branch_id, source_id, note
from base.branch_event;

insert into staged_observations
select 'base', '{base}', row_number() over (), branch_id, metric_id, period_kind, period_start::varchar,
    period_end::varchar, part::varchar, value::decimal(28, 9)::varchar, qualifier, status, source_id,
    paragraph::varchar, note
from base.observation;

insert into staged_targets
select 'base', '{base}', row_number() over (), branch_id, metric_id, period_kind, period_start::varchar,
    period_end::varchar, cadence, comparator, value::decimal(28, 9)::varchar,
    attained_value::decimal(28, 9)::varchar, attained_pct::decimal(28, 9)::varchar, source_id, paragraph::varchar, note
from base.target;

insert into staged_corrections
select 'base', '{base}', row_number() over (), branch_id, metric_id, period_kind, period_start::varchar,
    period_end::varchar, source_id, part::varchar, stated_value::decimal(28, 9)::varchar,
    corrected_value::decimal(28, 9)::varchar, qualifier, reason, reviewed_by, corrected_on::varchar
from base.correction;
