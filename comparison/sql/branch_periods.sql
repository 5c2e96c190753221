-- Each branch's value in each period asked, where there is one.
select branch_id, name_vi, period, value, low, high, is_approximate
from compared where value is not null and not is_partial
order by branch_id, period;
