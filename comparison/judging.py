"""The judged targets of a year or cycle as arrays, and the whole rows of those that a question wants."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from comparison.held import Array, in_view
from comparison.questions import View
from comparison.statements import fitted, flags_of
from comparison.warehouse import Warehouse, sql

# Under their names in the snapshot's type attainment_status, in its order.
STATES = ("met", "not_met", "undecided", "no_result", "running")


@dataclass(frozen=True, eq=False)
class Judged:
    """One row per target and judged period: `row` and `target_row` number it in the snapshot; `at` is the place of its
    branch, `state` that of its state in STATES, `source_key` names the source of the target. `share` is the result over
    the aim, NaN without a result or an aim above 0; `shares` marks those whose result other targets have as well."""

    row: Array
    target_id: Array
    at: Array
    metric_key: Array
    source_key: Array
    state: Array
    share: Array
    shares: Array
    is_plan: Array
    starts: Array

    @property
    def nbytes(self) -> int:
        return int(sum(getattr(self, field.name).nbytes for field in fields(self)))

    def taken(self, chosen: Array) -> Judged:
        """Those that an array of truths chooses."""
        return Judged(*(getattr(self, field.name)[chosen] for field in fields(self)))


def judged(warehouse: Warehouse, view: View) -> Judged:
    """The judged targets of the branches in view whose period belongs to the view's."""
    every = warehouse.shelf.get(("judged", view.grain, view.period), lambda: _read(warehouse, view))
    return every.taken(in_view(warehouse, view).is_in[every.at])


def _read(warehouse: Warehouse, view: View) -> Judged:
    statement = fitted(("held_judged",), flags_of(view))
    found = warehouse.arrays(statement, {"period": view.period, "states": list(STATES)})
    keys = {name: found[name].astype(np.int32) for name in ("target_id", "metric_key", "source_key")}
    return Judged(
        row=found["row"],
        at=found["branch_key"].astype(np.int32) - 1,
        state=found["state"].astype(np.int8),
        share=np.ma.filled(found["share"].astype(float), np.nan),
        shares=found["shares"],
        is_plan=found["is_plan"],
        starts=found["starts"].astype("M8[D]"),
        **keys,
    )


def judged_rows(warehouse: Warehouse, rows: Array) -> pd.DataFrame:
    """The whole rows of some judged targets by their numbers, by branch, metric and year: branch_key, metric_key,
    source_key, result_set, and the columns of the view `attainment` but ids."""
    return warehouse.frame(sql("judged_rows"), {"rows": rows.tolist()})
