-- Rows of {kind}.csv that repeat the key of an earlier usable row: the first one stands.

insert into problem
with usable as (
    select * from ordered_{kind} s
    where not exists (select 1 from problem p where p.kind = '{kind}' and p.file = s.file and p.row = s.row)
),
repeated as (
    select *, row_number() over same as turn,
        first_value(file || ' row ' || row) over same as first_place,
        first_value(row({columns})) over same = row({columns}) as is_equal
    from usable
    window same as (partition by {key} order by file_order, row)
)
select '{kind}', file, row, 99, '{last_key}', concat_ws(' | ', {columns}),
    'one row for each ' || '{key_text}' || '; it stands already in ' || first_place,
    case when is_equal then 'duplicate_row' else 'duplicate_key' end
from repeated where turn > 1;
