-- Rows of {kind}.csv that a later hand-in states again: the later row stands.

insert into problem
with usable as (
    select *, turn_of(folder) as turn
    from looked_at_{kind} s
    where not exists (select 1 from problem p where p.kind = '{kind}' and p.file = s.file and p.row = s.row)
)
select '{kind}', earlier.file, earlier.row, 98, '{last_key}', any_value(concat_ws(' | ', {earlier_columns})),
    'the row as a later hand-in states it: ' || max(later.file), 'restated'
from usable earlier
join usable later on later.turn > earlier.turn and {same_key}
group by earlier.file, earlier.row;
