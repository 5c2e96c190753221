-- Rows of {kind}.csv of one load that say different things of one figure or target: all are refused, none goes first.

insert into problem
-- Whatever form a branch sends, it speaks for itself; any other source speaks by its own name.
with folders as (
    select folder, turn_of(folder) as turn, folder in (select folder from hand_in) as is_hand_in
    from (select distinct folder from looked_at_{kind})
),
spoken as (
    select s.*, f.turn,
        case when f.is_hand_in and starts_with(s.source_id, '{own_form}') then s.folder else s.source_id end as speaker,
        {asked} as asked
    from looked_at_{kind} s join folders f using (folder)
    where {is_asked_about}
),
-- Few figures stand twice: what is looked at closely are the rows whose key has the same print as another's.
doubled as (select hash(turn, speaker, asked, {key}) as print from spoken group by 1 having count(*) > 1),
usable as (
    select file, row, source_id, value, turn, speaker, asked, {key}, {apart} as apart, {says} as says
    from spoken s
    where hash(turn, speaker, asked, {key}) in (select print from doubled)
        and not exists (select 1 from problem p where p.kind = '{kind}' and p.file = s.file and p.row = s.row)
),
-- A figure that is said to have none contradicts every part of a sum.
grouped as (
    select * exclude (apart), case when bool_or(apart is null) over figure then null else apart end as apart
    from usable
    window figure as (partition by turn, speaker, asked, {key})
),
begun as (
    select *, {'file': file, 'row': row} as place, first_value(says) over one as first_says,
        first_value({'file': file, 'row': row}) over one as first_place
    from grouped
    window one as (partition by turn, speaker, asked, {key}, apart order by file, row)
),
-- The other place of the first figure and its repeats is where another is said; of any other, where the first is.
opposed as (
    select *, min(place) filter (where says is distinct from first_says) over one as other_place
    from begun
    window one as (partition by turn, speaker, asked, {key}, apart)
),
named as (
    select *, case when says is distinct from first_says then first_place else other_place end as other
    from opposed where other_place is not null
)
select '{kind}', n.file, n.row, 97, 'value', shown(n.value),
    'one value for each figure in one load; ' || n.other.file || coalesce(' ' || p.sheet, '') || ' row '
        || coalesce(p.sheet_row, n.other.row) || ' says ' || coalesce(p.text, o.value, '(empty)'),
    case when n.source_id = o.source_id then 'duplicate_key' else 'forms_disagree' end
from named n
join usable o on o.file = n.other.file and o.row = n.other.row
left join (select file as in_file, row as in_row, sheet, sheet_row, text from place) p
    on p.in_file = n.other.file and p.in_row = n.other.row;
