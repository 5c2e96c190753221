"""Everything about one branch, down to the source and paragraph of each figure."""

from __future__ import annotations

from comparison.answers import Profile
from comparison.asking import with_tuples
from comparison.quality import conflicts
from comparison.questions import Scope
from comparison.warehouse import Warehouse, sql


class BranchNotFound(LookupError):
    """No such branch, or none the asker may see: the two are not told apart."""


def profile(warehouse: Warehouse, scope: Scope, branch_id: str) -> Profile:
    """One branch with all it reported, set itself and left open (see Profile).

    Raises BranchNotFound for an unknown branch and for one outside the scope alike.
    """
    if scope.branch_ids is not None and branch_id not in scope.branch_ids:
        raise BranchNotFound(branch_id)
    asked = {"branch_id": branch_id}
    rows = warehouse.frame(
        """
        select b.branch_id, b.name_vi, b.tier, b.sector, b.province_as_written, b.province_since_2025_07,
            b.province_before_2025_07, b.region, b.parent_id, b.parent_name, b.active_from, b.active_to, b.successor_id,
            s.name_vi as successor_name
        from branch_dim b left join branch_dim s on s.branch_id = b.successor_id
        where b.branch_id = $branch_id
        """,
        asked,
    )
    if rows.empty:
        raise BranchNotFound(branch_id)
    seen = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)} | asked
    return Profile(
        branch={str(name): None if value != value else value for name, value in rows.iloc[0].to_dict().items()},
        observations=with_tuples(warehouse.frame(sql("profile_observations"), asked)),
        figures=with_tuples(warehouse.frame(sql("profile_figures"), asked)),
        targets=warehouse.frame("from target where branch_id = $branch_id order by all", asked),
        attainment=with_tuples(warehouse.frame(sql("profile_attainment"), asked)),
        findings=with_tuples(
            warehouse.frame(
                "from finding where branch_id = $branch_id "
                "order by case severity when 'error' then 0 when 'warning' then 1 else 2 end, rule, metric_id, "
                "period_start",
                asked,
            )
        ),
        conflicts=conflicts(warehouse, Scope(frozenset({branch_id}))).part(),
        life=warehouse.frame(sql("profile_life"), asked),
        children=warehouse.frame(sql("profile_children"), seen),
    )
