-- What makes the figure of a row of observations.csv unusable, beside its branch, metric, period and citation.

insert into problem
with stated as (
    select s.*, m.unit, m.measure,
        case when is_plain_number(s.value) then try_cast(s.value as double) end as number
    from looked_at_observations s left join metric_dim m using (metric_id)
)
select 'observations', file, row, 6, 'value', shown(value),
    case when value is null then 'a number; leave the row out where nothing was reported: empty is not zero'
        else 'a plain number such as 12500000 or 67.5' end, 'bad_number'
from stated where number is null and not (value is null and status is not distinct from 'not_reported')
union all
select 'observations', file, row, 6, 'value', value, 'nothing, as the status says that there is no figure', 'unknown_value'
from stated where value is not null and status = 'not_reported'
union all
select 'observations', file, row, 6, 'value', value, 'a number that is not negative', 'negative_value'
from stated where number < 0 and metric_id not in ('members_net_growth')
union all
select 'observations', file, row, 6, 'value', value, 'a percentage from 0 to 1000', 'out_of_range'
from stated where unit = 'percent' and number > 1000
union all
select 'observations', file, row, 6, 'value', value, 'a rating: 1, 2, 3 or 4', 'out_of_range'
from stated where unit = 'rank' and number not in (1, 2, 3, 4)
union all
select 'observations', file, row, 6, 'value', value, 'a whole number, as ' || unit || ' is counted', 'not_whole'
from stated where unit not in ('percent', 'rank') and number <> floor(number)
union all
-- "1.000" is a thousand to whoever writes Vietnamese, and one to a machine.
select 'observations', file, row, 6, 'value', value, 'digits without a point, which would part thousands or open decimals',
    'ambiguous_number'
from stated where unit not in ('percent', 'rank') and number = floor(number) and regexp_full_match(value, '-?[0-9]+[.]0{3}')
union all
select 'observations', file, row, 5, 'part', shown(part), 'a whole number from 1', 'bad_number'
from stated where part is null or not regexp_full_match(part, '[1-9][0-9]{0,3}')
union all
select 'observations', file, row, 5, 'part', part, '1: percentages and ratings do not add up', 'part_of_ratio'
from stated where (measure = 'ratio' or unit = 'rank') and try_cast(part as integer) > 1
union all
select 'observations', file, row, 7, 'qualifier', shown(qualifier), 'exact, at_least, at_most or about', 'unknown_value'
from stated where qualifier is null or qualifier not in ('exact', 'at_least', 'at_most', 'about')
union all
select 'observations', file, row, 7, 'status', shown(status), 'reported, proposed or not_reported', 'unknown_value'
from stated where status is null or status not in ('reported', 'proposed', 'not_reported');
