-- What makes a row of sources.csv unusable.

insert into problem
with staged as (select *, coalesce(kind,
        case folder when 'seeds' then 'own' when 'press' then 'press' else 'handed_in' end) as kind_read,
        exists (select 1 from place p where p.file = s.file and p.row = s.row) as is_of_form
    from staged_sources s)
select 'sources', file, row, 1, 'source_id', shown(source_id), 'an identifier without spaces', 'bad_identifier'
from staged where source_id is null or not is_identifier(source_id)
union all
select 'sources', file, row, 2, 'published_on', published_on,
    case when is_of_form then 'a day that exists, as day/month/year such as 31/12/2025, or nothing'
        else 'a date that exists, as YYYY-MM-DD, or nothing' end, 'bad_date'
from staged where published_on is not null and not is_date(published_on)
union all
select 'sources', file, row, 2, 'published_on', published_on, 'a day of publication that is not to come', 'future_date'
from staged where is_date(published_on) and published_on::date > greatest(current_date, (select max(as_of) from build_setting)) + 1
union all
select 'sources', file, row, 3, 'kind', kind, 'own, press, handed_in or generated', 'unknown_value'
from staged where kind_read not in ('own', 'press', 'handed_in', 'generated');
