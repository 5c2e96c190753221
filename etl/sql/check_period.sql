-- What makes the branch, metric, period or citation of a row of {kind}.csv unusable: the checks observations and
-- targets share.

insert into problem
with dated as (
    select *,
        case when is_date(period_start) then try_cast(period_start as date) end as starts,
        case when is_date(period_end) then try_cast(period_end as date) end as ends
    from looked_at_{kind}
)
select '{kind}', file, row, 1, 'branch_id', shown(branch_id), 'a branch_id accepted from branches.csv',
    'unknown_branch'
from dated where branch_id is null or branch_id not in (select branch_id from accepted_branches)
union all
select '{kind}', file, row, 2, 'metric_id', shown(metric_id), 'a metric_id of the catalogue', 'unknown_metric'
from dated where metric_id is null or metric_id not in (select metric_id from metric_dim)
union all
select '{kind}', file, row, 3, 'period_kind', shown(period_kind), 'year, term, half, as_of or other', 'unknown_value'
from dated where period_kind is null or period_kind not in ('year', 'term', 'half', 'as_of', 'other')
union all
select '{kind}', file, row, 4, 'period_start', shown(period_start), 'a date that exists, as YYYY-MM-DD', 'bad_date'
from dated where starts is null
union all
select '{kind}', file, row, 5, 'period_end', shown(period_end), 'a date that exists, as YYYY-MM-DD', 'bad_date'
from dated where ends is null
union all
select '{kind}', file, row, 4, 'period_start', period_start || ' to ' || period_end,
    'a period between 1945-01-01 and 2050-12-31 that does not end before it starts', 'bad_period'
from dated where starts > ends or starts < date '1945-01-01' or ends > date '2050-12-31'
union all
select '{kind}', file, row, 4, 'period_start', period_kind || ' ' || period_start || ' to ' || period_end,
    case period_kind
        when 'year' then 'a year: 1 January to 31 December of one year'
        when 'half' then 'a half: 1 January to 30 June, or 1 July to 31 December, of one year'
        when 'as_of' then 'one day: period_start equal to period_end'
        else 'a term of 1 to 7 calendar years' end,
    'bad_period'
from dated
where starts <= ends and not case period_kind
    when 'year' then starts = date_trunc('year', starts) and ends = starts + interval 1 year - interval 1 day
    when 'half' then year(starts) = year(ends) and (strftime(starts, '%m-%d'), strftime(ends, '%m-%d'))
        in (('01-01', '06-30'), ('07-01', '12-31'))
    when 'as_of' then starts = ends
    when 'term' then year(ends) - year(starts) between 0 and 7
    else true end
union all
select '{kind}', d.file, d.row, 8, 'source_id',
    -- A form names its sources by numbers of its own: an empty one means the first.
    case when p.line is null then shown(d.source_id)
        else coalesce(p.line ->> '$.source_no.text', p.line ->> '$.source_no.number', 'N1') end,
    case when d.source_id in (select source_id from staged_sources)
        then 'a source that is accepted: the row of this one is refused' else 'a source_id accepted from sources.csv' end,
    case when d.source_id in (select source_id from staged_sources) then 'source_refused' else 'unknown_source' end
from dated d left join place p on p.file = d.file and p.row = d.row
where d.source_id is null or d.source_id not in (select source_id from accepted_sources)
union all
select '{kind}', file, row, 9, 'paragraph', paragraph, 'the number of a paragraph, or nothing', 'bad_number'
from dated where paragraph is not null and not regexp_full_match(paragraph, '[0-9]{1,6}');
