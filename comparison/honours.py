"""Honours of branches kind by kind, added only within what counts the same: people, collectives, awards."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from comparison import catalogue
from comparison.answers import Coverage
from comparison.asking import united_by
from comparison.figure_rows import FigureRows
from comparison.held import in_view
from comparison.questions import View
from comparison.warehouse import Warehouse
from comparison.welfare import OF_FIGURE

# Kinds that count the same thing. Within people the sum is of honours, not of persons: one may hold several.
UNITS = {
    "person": ("advanced_workers", "emulation_fighters", "outstanding_members", "two_good_women"),
    "group": ("advanced_collectives", "excellent_collectives", "outstanding_union_groups"),
    "award": ("certificates", "merit_certificates", "emulation_flags", "contest_prizes"),
}


@dataclass(frozen=True)
class Honours:
    """Honours of the branches in view, whole figures only. `parts`: one row per branch and reported kind: unit,
    branch_id, name_vi, metric_id, value, low, high, is_approximate, source_ids. `totals`: one row per branch and unit:
    unit, branch_id, name_vi, value, low, high, is_approximate, kinds (how many are reported), source_ids; most first.
    Kinds not reported are not nought: a sum holds what was reported. `coverage`: by unit."""

    parts: pd.DataFrame
    totals: pd.DataFrame
    coverage: dict[str, Coverage]


def honours(warehouse: Warehouse, view: View) -> Honours:
    """Which honours the branches in view gave or won (see Honours)."""
    known = catalogue.metrics(warehouse)
    unit_of = {kind: unit for unit, kinds in UNITS.items() for kind in kinds if kind in known}
    rows = FigureRows(warehouse, view, tuple(unit_of), OF_FIGURE).part()
    rows = rows[~rows["is_partial"]].reset_index(drop=True)
    columns = ["branch_id", "name_vi", "metric_id", "value", "low", "high", "is_approximate", "source_ids"]
    parts = rows[columns].assign(unit=rows["metric_id"].map(unit_of))
    grouped = parts.groupby(["unit", "branch_id"], sort=False)
    totals = grouped.agg(
        name_vi=("name_vi", "first"),
        value=("value", "sum"),
        low=("low", "sum"),
        high=("high", "sum"),
        is_approximate=("is_approximate", "any"),
        kinds=("metric_id", "size"),
    ).reset_index()
    totals["source_ids"] = united_by(parts["source_ids"], grouped.ngroup())
    totals = totals.sort_values(["unit", "value", "name_vi"], ascending=[True, False, True], ignore_index=True)
    branches = len(in_view(warehouse, view))
    coverage = {unit: Coverage(int((totals["unit"] == unit).sum()), branches) for unit in UNITS}
    return Honours(parts, totals, coverage)
