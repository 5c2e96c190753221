-- Branches whose name and province hold every typed word, or whose initials hold it (sct for Sở Công Thương), best match
-- first, at most $most; `found` counts them all. Parameters: $words (lower case, without diacritics), $tier (null = any),
-- $starts, $ends (null = any time), $boundary, $provinces, $sectors, $scope, $only (null = every branch).
with candidate as (
    select b.*, case $boundary when 'before_2025_07' then b.province_before_2025_07 else b.province_since_2025_07 end as province
    from branch_dim b
    where ($tier::varchar is null or b.tier = $tier)
        and ($only::varchar[] is null or b.branch_id in (select unnest($only::varchar[])))
        and ($scope::varchar[] is null or b.branch_id in (select unnest($scope::varchar[])))
        and (len($sectors::varchar[]) = 0 or b.sector in (select unnest($sectors::varchar[])))
        and ($starts::date is null
            or ((b.active_from is null or b.active_from <= $ends) and (b.active_to is null or b.active_to >= $starts)))
),
matched as (
    select c.*,
        len(list_filter($words::varchar[], lambda w: contains(c.search_text, w))) as in_text,
        starts_with(c.search_key, array_to_string($words::varchar[], ' ')) as is_beginning,
        contains(c.search_text, array_to_string($words::varchar[], ' ')) as is_phrase
    from candidate c
    where (len($provinces::varchar[]) = 0 or c.province in (select unnest($provinces::varchar[])))
        and len(list_filter($words::varchar[], lambda w: contains(c.search_text, w) or contains(c.initials, w)))
            = len($words::varchar[])
),
best as (
    select m.*, count(*) over () as found from matched m
    order by m.is_beginning desc, m.is_phrase desc, m.in_text desc, m.figures desc, m.name_order
    limit $most
)
select b.branch_id, b.name_vi, b.tier, b.sector, b.province, b.province_since_2025_07, b.active_to, b.figures, b.found
from best b
order by b.is_beginning desc, b.is_phrase desc, b.in_text desc, b.figures desc, b.name_order;
