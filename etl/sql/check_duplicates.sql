-- Rows of {kind}.csv that repeat the key of an earlier usable row: the first one stands.

insert into problem
-- Few keys stand twice: what is looked at closely are the rows whose key has the same print as another's.
with doubled as (select hash({key}) as print from looked_at_{kind} group by 1 having count(*) > 1),
usable as (
    select * from looked_at_{kind} s
    where hash({key}) in (select print from doubled)
        and not exists (select 1 from problem p where p.kind = '{kind}' and p.file = s.file and p.row = s.row)
),
repeated as (
    select *, row_number() over same as turn,
        first_value(file) over same as first_file, first_value(row) over same as first_row,
        first_value({same}) over same = {same} as is_equal
    from usable
    window same as (partition by {key} order by file, row)
)
select '{kind}', r.file, r.row, 99, '{last_key}', shown({found}),
    'one row for each ' || '{key_text}' || '; it stands already in ' || first_file
        || coalesce(' ' || p.sheet, '') || ' row ' || coalesce(p.sheet_row, first_row),
    case when is_equal then 'duplicate_row' else 'duplicate_key' end
from repeated r
left join (select file as in_file, row as in_row, sheet, sheet_row from place) p
    on p.in_file = r.first_file and p.in_row = r.first_row
where turn > 1;
