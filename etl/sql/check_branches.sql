-- What makes a row of branches.csv unusable.

insert into problem
select 'branches', file, row, 1, 'branch_id', shown(branch_id), 'an identifier without spaces', 'bad_identifier'
from staged_branches where branch_id is null or not is_identifier(branch_id)
union all
select 'branches', file, row, 2, 'name_vi', '(empty)', 'the name of the branch', 'missing_value'
from staged_branches where name_vi is null
union all
select 'branches', file, row, 3, 'tier', shown(tier),
    'national, central_sector, provincial_federation, upper_direct, grassroots or component', 'unknown_value'
from staged_branches
where tier is null or tier not in
    ('national', 'central_sector', 'provincial_federation', 'upper_direct', 'grassroots', 'component')
union all
select 'branches', file, row, 4, 'sector', shown(sector),
    'public_administration, education, health, industry_trade, information, construction, transport, '
    || 'agriculture, industrial_park, enterprise, police_army, mixed or other', 'unknown_value'
from staged_branches
where sector is null or sector not in
    ('public_administration', 'education', 'health', 'industry_trade', 'information', 'construction', 'transport',
     'agriculture', 'industrial_park', 'enterprise', 'police_army', 'mixed', 'other')
union all
select 'branches', file, row, 5, 'source_id', source_id, 'a source_id accepted from sources.csv, or nothing',
    'unknown_source'
from staged_branches
where source_id is not null and source_id not in (select source_id from accepted_sources);
