"""Two metrics of each branch in view beside each other, whole figures of the same dates only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparison.figures import Figures, reported
from comparison.held import Array, branches
from comparison.questions import View
from comparison.warehouse import Warehouse


@dataclass(frozen=True, eq=False)
class Pair:
    """Figures of one metric, and of another for the same branch and dates; row by row."""

    one: Figures
    other: Figures

    def is_left_out(self, warehouse: Warehouse) -> Array:
        """Whether a later branch that it lives on in has both parts, the other one not printed as nought."""
        every = branches(warehouse)
        has = np.zeros(len(every.tier), dtype=bool)
        has[self.one.at[self.other.value > 0]] = True
        return every.replaced(has)[self.one.at]


def paired(warehouse: Warehouse, view: View, one_id: str, other_id: str) -> Pair:
    """The branches in view that have both; two terms that begin alike may end apart, and are no pair then."""
    one, other = reported(warehouse, view, one_id).whole, reported(warehouse, view, other_id).whole
    _, mine, theirs = np.intersect1d(one.at, other.at, assume_unique=True, return_indices=True)
    one, other = one.taken(mine), other.taken(theirs)
    is_same = (one.period_start == other.period_start) & (one.period_end == other.period_end)
    return Pair(one.taken(is_same), other.taken(is_same))
