-- What makes the aim of a row of targets.csv unusable, beside its branch, metric, period and citation.

insert into problem
with stated as (
    select s.*, m.unit, case when is_plain_number(s.value) then try_cast(s.value as double) end as number
    from staged_targets s left join metric_dim m using (metric_id)
),
numbers as (
    select *, unnest(['value', 'attained_value', 'attained_pct']) as column_name,
        unnest([value, attained_value, attained_pct]) as text
    from stated
)
select 'targets', file, row, 6, column_name, text, 'a plain number that is not negative, or nothing', 'bad_number'
from numbers where text is not null and (not is_plain_number(text) or try_cast(text as double) < 0)
union all
select 'targets', file, row, 6, column_name, text, 'a whole number, as ' || unit || ' is counted', 'not_whole'
from numbers
where column_name <> 'attained_pct' and unit not in ('percent', 'rank') and is_plain_number(text)
    and try_cast(text as double) <> floor(try_cast(text as double))
union all
select 'targets', file, row, 6, column_name, text, 'digits without a point, which would part thousands or open decimals',
    'ambiguous_number'
from numbers
where column_name <> 'attained_pct' and unit not in ('percent', 'rank') and regexp_full_match(text, '-?[0-9]+[.]0{3}')
union all
select 'targets', file, row, 6, 'value', value, 'a percentage from 0 to 1000', 'out_of_range'
from stated where unit = 'percent' and number > 1000
union all
select 'targets', file, row, 6, 'value', value, 'a rating: 1, 2, 3 or 4', 'out_of_range'
from stated where unit = 'rank' and number not in (1, 2, 3, 4)
union all
select 'targets', file, row, 6, 'value', '(empty)', 'a value, or what the source says was attained', 'missing_value'
from stated where value is null and attained_value is null and attained_pct is null
union all
select 'targets', file, row, 7, 'cadence', shown(cadence), 'per_year, per_term or at_end', 'unknown_value'
from stated where cadence is null or cadence not in ('per_year', 'per_term', 'at_end')
union all
select 'targets', file, row, 7, 'comparator', shown(comparator), 'ge, gt, eq or le', 'unknown_value'
from stated where comparator is null or comparator not in ('ge', 'gt', 'eq', 'le');
