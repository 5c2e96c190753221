"""Two metrics of each branch in view beside each other, whole figures of the same dates only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparison.figures import Figures, of_both, reported
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
    one, other = of_both(*(reported(warehouse, view, metric_id).whole for metric_id in (one_id, other_id)))
    is_same = (one.period_start == other.period_start) & (one.period_end == other.period_end)
    return Pair(one.taken(is_same), other.taken(is_same))
