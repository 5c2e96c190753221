-- The tables of a snapshot under the public views: dimensions and facts with integer keys.

create type period_kind as enum ('year', 'half', 'term', 'as_of', 'other');
create type qualifier as enum ('exact', 'at_least', 'at_most', 'about');
create type attainment_status as enum ('met', 'not_met', 'undecided', 'no_result', 'running');
create type derivation as enum ('stated', 'halves', 'years', 'head_count');

-- Rises with every change of these tables that the questions depend on; comparison/warehouse.py names what it reads.
create table snapshot_format as select 8 as format;

create table build_setting (as_of date not null, snapshot varchar);

create table province_dim (
    province_key integer primary key,
    province_before_2025_07 varchar not null unique,
    province_since_2025_07 varchar not null,
    region varchar not null
);

create table term_cycle (
    cycle varchar primary key,
    national_congress varchar not null,
    starts_from integer not null,
    starts_to integer not null,
    notes varchar
);

create table metric_dim (
    metric_key integer primary key,
    metric_id varchar not null unique,
    "group" varchar not null,
    name_vi varchar not null,
    name_en varchar not null,
    unit varchar not null,
    measure varchar not null check (measure in ('flow', 'stock', 'ratio')),
    direction varchar not null check (direction in ('higher', 'lower', 'neutral')),
    notes varchar
);

create table source_dim (
    source_key integer primary key,
    source_id varchar not null unique,
    kind varchar not null check (kind in ('own', 'press', 'handed_in', 'generated')),
    publisher varchar,
    title varchar,
    url varchar,
    published_on date
);

create table branch_dim (
    branch_key integer primary key,
    branch_id varchar not null unique,
    name_vi varchar not null,
    name_order integer not null,
    search_key varchar not null,
    -- The first letters of the words of search_key: what people shorten long names to.
    initials varchar not null,
    -- search_key and the names of its province in both systems.
    search_text varchar not null,
    tier varchar not null,
    sector varchar not null,
    province_as_written varchar,
    province_since_2025_07 varchar,
    province_before_2025_07 varchar,
    region varchar,
    parent_id varchar,
    parent_name varchar,
    active_from date,
    active_to date,
    successor_id varchar,
    source_id varchar,
    -- The branches that every filter takes or leaves together (see cell).
    cell_key integer,
    -- How many figures it has in all, to offer the branches with most first.
    figures integer not null default 0,
    -- The last day of the latest period it reported anything of.
    last_period_end date
);

create table branch_event (
    branch_id varchar not null,
    event varchar not null,
    happened_on date not null,
    other_branch_id varchar,
    source_id varchar,
    note varchar
);

-- Every later branch that a branch lives on in, at any remove.
create table succession (branch_key integer not null, heir_key integer not null);

-- The terms a branch names itself.
create table branch_term (
    branch_key integer not null,
    period_start date not null,
    period_end date not null,
    cycle varchar
);

create table observation_fact (
    branch_key integer not null,
    metric_key integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null,
    part integer not null,
    value double not null,
    qualifier qualifier not null,
    low double not null,
    high double not null,
    is_proposed boolean not null,
    source_key integer not null,
    paragraph integer,
    note varchar,
    -- When it was handed in (UTC); null for what was not.
    received_at timestamp
);

create table figure_fact (
    metric_key integer not null,
    branch_key integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null,
    cycle varchar,
    -- What a screen compares it by: the year as text, or the cycle of the branch's compared term; else null.
    period varchar,
    value double not null,
    low double not null,
    high double not null,
    is_approximate boolean not null,
    has_conflict boolean not null,
    derivation derivation not null,
    -- The day a stock was counted; the end of the period for everything else.
    counted_on date not null,
    source_ids varchar[] not null,
    -- The same as a number of source_set, for questions that touch a million figures.
    source_set integer not null
);

-- Every combination of sources that figures rest on, numbered from 0.
create table source_set (
    source_set integer primary key,
    source_ids varchar[] not null
);

-- What a branch reported of a year or cycle: how many figures, of which groups of metrics. Every page asks this first.
create table branch_period (
    period_kind period_kind not null,
    period varchar not null,
    branch_key integer not null,
    figures integer not null,
    groups varchar[] not null
);

-- Branches of one tier, sector and place: what filters can tell apart without naming branches.
create table cell (
    cell_key integer primary key,
    tier varchar not null,
    sector varchar not null,
    province_since_2025_07 varchar,
    province_before_2025_07 varchar
);

-- Branches of a cell with any figure of a year or cycle, and how many figures; whether or not they still exist in it.
create table cell_period (
    period_kind period_kind not null,
    period varchar not null,
    cell_key integer not null,
    branches integer not null,
    figures bigint not null,
    -- Figures of those that exist in it.
    existing_figures bigint not null
);

-- Branches of a cell that exist in a year or cycle and have a figure of a metric for it.
create table cell_metric (
    period_kind period_kind not null,
    period varchar not null,
    metric_key integer not null,
    cell_key integer not null,
    branches integer not null
);

-- Figures inside one year of another kind of period than the year: a half, a season, a day.
create table figure_inside_year (
    year integer not null,
    metric_key integer not null,
    branch_key integer not null
);

-- Figures as stated by the year in which their period ended, a running one in the year of the build.
create table stated_count (
    year integer not null,
    "group" varchar not null,
    branch_key integer not null,
    figures integer not null
);

-- Figures as stated by their source.
create table source_count (
    source_key integer not null,
    branch_key integer not null,
    figures integer not null
);

create table target_fact (
    target_id integer primary key,
    branch_key integer not null,
    metric_key integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null,
    cadence varchar not null,
    comparator varchar not null,
    value double,
    attained_value double,
    attained_pct double,
    source_key integer not null,
    paragraph integer,
    note varchar
);

create table attainment_fact (
    target_id integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null,
    result_value double,
    result_low double,
    result_high double,
    result_is_approximate boolean,
    result_source varchar[],
    -- The same as a number of source_set.
    result_set integer,
    shares_result boolean not null,
    status attainment_status not null
);

create table reject (
    file varchar not null,
    sheet varchar,
    row bigint not null,
    column_name varchar,
    found varchar,
    expected varchar,
    rule varchar not null
);

create table finding (
    severity varchar not null check (severity in ('error', 'warning', 'info')),
    rule varchar not null,
    branch_id varchar,
    metric_id varchar,
    period_start date,
    period_end date,
    message_vi varchar not null,
    message_en varchar not null,
    source_ids varchar[]
);

-- Findings as numbers, severest first: what counts and lists of a million of them begin with. branch_key 0: of a file.
create table finding_place (
    row bigint not null,
    branch_key integer not null,
    period_start date,
    period_end date,
    severity tinyint not null,
    rule_key smallint not null,
    sources_key integer not null
);

create table finding_rule (rule_key smallint primary key, rule varchar not null);

create table finding_sources (sources_key integer primary key, source_ids varchar[] not null);

create table load_run (
    started_at timestamp not null,
    finished_at timestamp,
    rows_in bigint not null,
    rows_accepted bigint not null,
    rows_rejected bigint not null,
    inputs struct(
        file varchar, sha256 varchar, encoding varchar, delimiter varchar,
        rows_in bigint, rows_accepted bigint, rows_rejected bigint
    )[] not null
);

-- Who published the snapshot, when and why, and how many figures it changes beside the one before (null: not compared).
create table publication (
    published_at timestamp not null,
    published_by varchar,
    note varchar,
    previous varchar,
    figures_new bigint,
    figures_changed bigint,
    figures_gone bigint
);

-- The folders asked for, where these were not the default ones; hand-ins are known by the names of the inputs.
create table input_folder (turn integer not null, path varchar not null);

create table figure_change (
    branch_id varchar not null,
    metric_id varchar not null,
    period_kind varchar not null,
    period_start date not null,
    period_end date not null,
    change varchar not null check (change in ('new', 'changed', 'gone')),
    value_before double,
    low_before double,
    high_before double,
    value_after double,
    low_after double,
    high_after double
);

-- A reviewed correction and the observation it is for, which keeps what its source states.
create table correction_fact (
    branch_key integer not null,
    metric_key integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null,
    source_key integer not null,
    part integer not null,
    stated_value double not null,
    corrected_value double not null,
    qualifier qualifier not null,
    reason varchar not null,
    reviewed_by varchar not null,
    corrected_on date not null
);

-- The figures that rest on a correction, whether stated themselves or made of corrected ones.
create table corrected_figure (
    branch_key integer not null,
    metric_key integer not null,
    period_kind period_kind not null,
    period_start date not null,
    period_end date not null
);
