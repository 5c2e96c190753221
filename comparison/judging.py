"""The judged targets of a year or cycle, held for all branches, and those of the branches in view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.asking import fitted, flags_of
from comparison.held import Array, in_view
from comparison.questions import View
from comparison.warehouse import Warehouse

_WORDS = ("period_kind", "cadence", "comparator", "note", "status", "target_period_kind")


@dataclass(frozen=True, eq=False)
class Judged:
    """Judged targets by branch, metric and year, in Vietnamese order: one row per target and judged period. `frame` has
    branch_key, metric_key, source_key, result_set, and the words of a target as categories."""

    frame: pd.DataFrame
    at: Array

    @property
    def nbytes(self) -> int:
        return int(self.frame.memory_usage().sum() + self.at.nbytes)


def judged(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The judged targets of the branches in view: the rows of Judged.frame."""
    every = judged_of_all(warehouse, view)
    return every.frame[in_view(warehouse, view).is_in[every.at]]


def judged_of_all(warehouse: Warehouse, view: View) -> Judged:
    """Those of all branches whose period belongs to the view's."""
    key = ("judged", view.grain, view.period)
    return warehouse.shelf.get(key, lambda: _read(warehouse, view))


def _read(warehouse: Warehouse, view: View) -> Judged:
    statement = fitted(("held_judged",), flags_of(view, (), (view.period,)))
    frame = warehouse.frame(statement, {"period": view.period})
    frame = frame.astype(dict.fromkeys(_WORDS, "category"))
    return Judged(frame, frame["branch_key"].to_numpy(dtype=np.int32) - 1)


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with words as text in the place of categories."""
    return frame.assign(**{name: frame[name].astype("str" if name != "note" else object) for name in _WORDS})
