-- Working tables of a build, in a database of their own: what is being checked, what is wrong with it.

create table problem (
    kind varchar not null,
    file varchar not null,
    row bigint not null,
    position integer not null,
    column_name varchar not null,
    found varchar,
    expected varchar not null,
    rule varchar not null
);

-- Where a row of a workbook stands; rows of fact files need none, their number is their place.
-- The other columns are what was written there, to be handed back if it is refused (etl/workbook/results.py).
create table place (
    file varchar not null, row bigint not null, sheet varchar, sheet_row bigint, column_name varchar,
    written_kind varchar, text varchar, column_key varchar, heading varchar, cell varchar, line varchar,
    listed varchar, source_id varchar
);

-- Files whose rows are read where they lie, and how.
create table left_in_file (path varchar not null, sha256 varchar not null, rows varchar not null);

-- Figures of templates that were read although their form is unusual.
create table doubt (
    branch_id varchar, metric_id varchar, period_start varchar, period_end varchar, message_vi varchar,
    message_en varchar, source_id varchar
);

-- The folders that were handed in, in their order, with the time; and the time of rows that are in a snapshot already.
create table hand_in (folder varchar not null, turn integer not null, received_at timestamp not null);
create table received (file varchar not null, row bigint not null, received_at timestamp not null);

-- Later hand-ins go before earlier ones; what was not handed in comes before them all.
create macro turn_of(name) as coalesce((select max(turn) from memory.staging.hand_in h where h.folder = name), 0);

-- A plain number of the fact formats: digits, a point before decimals; no thousands marks, no exponent.
create macro is_plain_number(x) as regexp_full_match(x, '-?[0-9]{1,15}([.][0-9]{1,9})?');
create macro is_date(x) as regexp_full_match(x, '[0-9]{4}-[0-9]{2}-[0-9]{2}') and try_cast(x as date) is not null;
create macro shown(x) as coalesce(x, '(empty)');
-- Identifiers are opaque text: anything readable without spaces.
create macro is_identifier(x) as regexp_full_match(x, '[^\s\p{C}]{1,120}');
