-- Welfare spending of each branch in view, most first; branches without a figure last.
select s.* exclude (name_order) from spent s
order by s.value is null, -s.value, s.name_order;
