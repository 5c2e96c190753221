-- Welfare spending of all branches in view: its sum, who is counted, and who makes room for a successor.
select count(*) as in_view, count(value) as reported,
    sum(value) filter (not is_left_out) as value, sum(low) filter (not is_left_out) as low,
    sum(high) filter (not is_left_out) as high,
    coalesce(bool_or(is_approximate) filter (value is not null and not is_left_out), false) as is_approximate,
    coalesce(list(name_vi order by -value, name_order) filter (is_left_out), []) as left_out,
    count(*) filter (basis = 'parts') as of_parts
from spent;
