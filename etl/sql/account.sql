-- One reject for every refused input row, with all that was wrong with it; doubts of templates become findings.

insert into reject
select file, any_value(sheet), coalesce(any_value(sheet_row), row),
    concat_ws(': ', nullif(any_value(place_column), ''), string_agg(column_name, ', ' order by position, column_name)),
    -- Two complaints of one column stand in the same order in all three.
    string_agg(found, '; ' order by position, column_name, rule, expected),
    string_agg(expected, '; ' order by position, column_name, rule, expected),
    string_agg(rule, ', ' order by position, column_name, rule, expected)
from (
    -- Of a template a person knows the cell, not the number that was made of it.
    select distinct p.file, p.row, p.position, p.column_name,
        case when l.text is not null and p.column_name = 'value' then l.text else p.found end as found,
        p.expected, p.rule, l.sheet, l.sheet_row, l.column_name as place_column
    from memory.staging.problem p left join memory.staging.place l on l.file = p.file and l.row = p.row
)
group by file, row
order by file, row;

insert into finding
select 'warning', 'read_with_doubt', d.branch_id, d.metric_id, d.period_start::date, d.period_end::date, d.message_vi,
    d.message_en, [d.source_id]
from memory.staging.doubt d
where d.branch_id in (select branch_id from branch_dim) and d.source_id in (select source_id from source_dim);
