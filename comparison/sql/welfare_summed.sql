-- Welfare spending of all branches in view: its sum, who is counted, and who makes room for a successor.
select count(*) as in_view, count(s.value) as reported,
    sum(s.value) filter (not s.is_left_out) as value, sum(s.low) filter (not s.is_left_out) as low,
    sum(s.high) filter (not s.is_left_out) as high,
    coalesce(bool_or(s.is_approximate) filter (s.value is not null and not s.is_left_out), false) as is_approximate,
    coalesce((
        select list(b.name_vi order by -o.value, o.name_order) from spent o join branch_dim b using (branch_key)
        where o.is_left_out
    ), []) as left_out,
    count(*) filter (s.basis = 'parts') as of_parts
from spent s;
