-- Welfare spending of each branch in view, most first; branches without a figure last.
select * exclude (branch_key, name_order) from spent
order by value is null, -value, name_order;
