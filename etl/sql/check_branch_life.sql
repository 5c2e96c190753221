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
