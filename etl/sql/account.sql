-- One reject for every refused input row, with all that was wrong with it.

insert into reject
select file, null, row,
    string_agg(column_name, ', ' order by position, column_name),
    string_agg(found, '; ' order by position, column_name),
    string_agg(expected, '; ' order by position, column_name),
    string_agg(rule, ', ' order by position, column_name)
from (select distinct file, row, position, column_name, found, expected, rule from memory.staging.problem)
group by file, row
order by file, row;
