-- Money and number of each kind of support, side by side for each branch in view that states both for the same dates.
, pair as (select unnest($amounts::varchar[]) as amount_id, unnest($counts::varchar[]) as count_id),
whole as (select * from compared where value is not null and not is_partial)
select p.amount_id, p.count_id, a.branch_id, a.name_vi, a.sector, a.province, a.province_is_certain,
    a.value as amount_value, a.low as amount_low, a.high as amount_high, a.is_approximate as amount_is_approximate,
    c.value as count_value, c.low as count_low, c.high as count_high, c.is_approximate as count_is_approximate,
    list_sort(list_distinct(list_concat(a.source_ids, c.source_ids))) as source_ids,
    exists (
        select 1 from added l
        where l.branch_key = a.branch_key and l.metric_key in (a.metric_key, c.metric_key) and l.is_left_out
    ) as is_left_out
from pair p
join whole a on a.metric_id = p.amount_id
join whole c on c.metric_id = p.count_id and c.branch_key = a.branch_key
    and c.period_start = a.period_start and c.period_end = a.period_end
order by a.metric_key, a.name_vi collate vi, a.branch_id;
