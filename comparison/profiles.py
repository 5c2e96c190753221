"""Everything about one branch, down to the source and paragraph of each figure."""

from __future__ import annotations

from typing import Any

from comparison.answers import Profile
from comparison.asking import with_tuples
from comparison.dimensions import dimensions
from comparison.held import branches
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
    key = branches(warehouse).place_of.get(branch_id, -1) + 1
    if not key:
        raise BranchNotFound(branch_id)
    asked, by_key = {"branch_id": branch_id}, {"branch_key": key}
    seen = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)} | asked
    return Profile(
        branch=_about(warehouse, key),
        observations=with_tuples(warehouse.frame(sql("profile_observations"), by_key)),
        figures=with_tuples(warehouse.frame(sql("profile_figures"), by_key)),
        targets=warehouse.frame("from target where branch_id = $branch_id order by all", asked),
        attainment=with_tuples(warehouse.frame(sql("profile_attainment"), by_key)),
        findings=with_tuples(warehouse.frame(sql("profile_findings"), asked)),
        conflicts=conflicts(warehouse, Scope(frozenset({branch_id}))).part(),
        life=warehouse.frame(sql("profile_life"), asked),
        children=warehouse.frame(sql("profile_children"), seen),
    )


def _about(warehouse: Warehouse, branch_key: int) -> dict[str, Any]:
    """The row of view `branch`, and the successor's name."""
    row = warehouse.frame(sql("profile_branch"), {"branch_key": branch_key}).iloc[0]
    told = {str(name): None if value != value else value for name, value in row.to_dict().items()}
    successor = branches(warehouse).place_of.get(str(told["successor_id"]))
    names = dimensions(warehouse).branches["name_vi"]
    return told | {"successor_name": None if successor is None else names.iloc[successor]}
