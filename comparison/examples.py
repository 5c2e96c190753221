"""Live examples of the rules of comparison, found in the snapshot by what they show, never by name."""

from __future__ import annotations

from itertools import product
from typing import Any

from comparison.questions import Scope
from comparison.reports import cells
from comparison.warehouse import Warehouse, sql

# A rule and the file comparison/sql/example_<rule>.sql that finds a case of it.
RULES = (
    *("interval", "ratio", "head_count", "term", "tiers", "lending", "per_member", "zero", "targets"),
    *("conflict", "province", "doubt", "proposed", "successor"),
)
MOST_ROWS = 6
# What a value by member is shown of: money before numbers.
UNITS = ("vnd", "turn")


def examples(warehouse: Warehouse, scope: Scope) -> dict[str, list[dict[str, Any]]]:
    """For each rule the rows that show it (at most six), empty where the asker's data holds no case."""
    bound = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)}
    return {rule: _rows(warehouse, rule, bound) for rule in RULES}


def _rows(warehouse: Warehouse, rule: str, bound: dict[str, Any]) -> list[dict[str, Any]]:
    statement = sql(f"example_{rule}")
    # A country's figures are sought through from the latest period on, until one holds a case.
    periods = _periods(warehouse) if "$period" in statement else [None]
    units = UNITS if "$unit" in statement else (None,)
    for unit, period in product(units, periods):
        values = {"period": period, "unit": unit}
        asked = bound | {name: value for name, value in values.items() if value is not None}
        frame = warehouse.frame(statement, asked).head(MOST_ROWS)
        if len(frame):
            return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return []


def _periods(warehouse: Warehouse) -> list[str | None]:
    """Years from the latest on, then cycles."""
    known = sorted(cells(warehouse).by_period, key=lambda key: (key[0] == "year", key[1]), reverse=True)
    return [period for _, period in known]
