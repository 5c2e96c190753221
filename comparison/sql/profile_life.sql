-- The dated events of one branch's life, and of branches that went into it.
select e.branch_id, e.event, e.happened_on, e.other_branch_id, e.note, b.name_vi, o.name_vi as other_name
from branch_event e
join branch_dim b using (branch_id)
left join branch_dim o on o.branch_id = e.other_branch_id
where e.branch_id = $branch_id or e.other_branch_id = $branch_id
order by e.happened_on, e.event, e.branch_id;
