-- What makes a row of branch_life.csv unusable.

insert into problem
select 'branch_life', file, row, 1, 'branch_id', shown(branch_id), 'a branch_id accepted from branches.csv',
    'unknown_branch'
from staged_branch_life
where branch_id is null or branch_id not in (select branch_id from accepted_branches)
union all
select 'branch_life', file, row, 2, 'event', shown(event), 'founded, merged_into, renamed_to, moved_to or closed', 'unknown_value'
from staged_branch_life
where event is null or event not in ('founded', 'merged_into', 'renamed_to', 'moved_to', 'closed')
union all
select 'branch_life', file, row, 3, 'on', shown("on"), 'a date that exists, as YYYY-MM-DD', 'bad_date'
from staged_branch_life where "on" is null or not is_date("on")
union all
select 'branch_life', file, row, 4, 'other_branch_id', shown(other_branch_id),
    'the branch_id, accepted from branches.csv, that it went into or under', 'unknown_branch'
from staged_branch_life
where (event in ('merged_into', 'renamed_to', 'moved_to') and other_branch_id is null)
    or (other_branch_id is not null and other_branch_id not in (select branch_id from accepted_branches))
    or other_branch_id = branch_id
union all
select 'branch_life', file, row, 5, 'source_id', source_id, 'a source_id accepted from sources.csv, or nothing',
    'unknown_source'
from staged_branch_life
where source_id is not null and source_id not in (select source_id from accepted_sources);

-- A branch ends after it was founded. Which of the two days is wrong nobody can tell: both rows of one load are refused,
-- of a later load the later row alone.
insert into problem
with events as (
    select file, row, branch_id, event, "on"::date as day, turn_of(folder) as turn
    from staged_branch_life s
    where not exists (select 1 from problem p where p.kind = 'branch_life' and p.file = s.file and p.row = s.row)
),
founded as (
    select branch_id, min(day) as founded_on, arg_min(turn, day) as founded_turn
    from events where event = 'founded' group by branch_id
),
ended as (
    select * from events join founded using (branch_id)
    where event in ('closed', 'merged_into', 'renamed_to') and day < founded_on
),
ends as (
    select branch_id, founded_on, min(day) as ended_on, min(turn) as ended_turn from ended group by branch_id, founded_on
)
select 'branch_life', file, row, 3, 'on', day::varchar,
    'a day of founding before the branch ends: founded on ' || founded_on::varchar || ', ended on ' || day::varchar,
    'ended_before_founded'
from ended where turn >= founded_turn
union all
select 'branch_life', e.file, e.row, 3, 'on', e.day::varchar,
    'a day of founding before the branch ends: founded on ' || e.day::varchar || ', ended on ' || n.ended_on::varchar,
    'ended_before_founded'
from events e join ends n on n.branch_id = e.branch_id and n.founded_on = e.day
where e.event = 'founded' and e.turn >= n.ended_turn;
