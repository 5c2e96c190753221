"""Live examples of the rules of comparison, found in the snapshot by what they show, never by name."""

from __future__ import annotations

from typing import Any

from comparison.questions import Scope
from comparison.warehouse import Warehouse, sql

# A rule and the file comparison/sql/example_<rule>.sql that finds a case of it.
RULES = (
    *("interval", "ratio", "head_count", "term", "tiers", "lending", "per_member", "zero", "targets"),
    *("conflict", "province", "doubt", "proposed", "successor"),
)
MOST_ROWS = 6


def examples(warehouse: Warehouse, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """For each rule the rows that show it (at most six), empty where the asker's data holds no case."""
    bound = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)}
    return {rule: _rows(warehouse, rule, bound) for rule in RULES}


def _rows(warehouse: Warehouse, rule: str, bound: dict[str, Any]) -> list[dict[str, Any]]:
    frame = warehouse.frame(sql(f"example_{rule}"), bound).head(MOST_ROWS)
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
