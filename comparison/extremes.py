"""Who stands first in a list of bounded values, and what changed most between two periods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from comparison import catalogue
from comparison.answers import Amount
from comparison.dimensions import dimensions
from comparison.figures import Figures, ids_of, of_both, reported
from comparison.held import Array, branches
from comparison.questions import View
from comparison.summing import added_up
from comparison.warehouse import Warehouse


@dataclass(frozen=True, eq=False)
class Candidates:
    """Whole figures of branches, in any order; `is_down` where the smallest stands first. `source_ids` of a row."""

    at: Array
    value: Array
    low: Array
    high: Array
    is_approximate: Array
    name_order: Array
    is_down: bool
    source_ids: Callable[[int], tuple[str, ...]]


@dataclass(frozen=True)
class Extreme:
    """One branch by its place. `is_sure`: bounds leave no other in its stead and the figure is not approximate;
    `others`: how many have the same value."""

    place: int
    amount: Amount
    source_ids: tuple[str, ...]
    is_sure: bool = True
    others: int = 0


def first_of(rows: Candidates) -> Extreme:
    """Who stands first by the printed value, of equal ones by name. Raises ValueError where there is no candidate."""
    if not len(rows.at):
        raise ValueError("nobody stands first among none")
    best = np.flatnonzero(rows.value == (rows.value.min() if rows.is_down else rows.value.max()))
    first = int(best[np.argmin(rows.name_order[best])])
    amount = _amount(rows.value[first], rows.low[first], rows.high[first], rows.is_approximate[first])
    others = np.arange(len(rows.at)) != first
    is_open = rows.low[others] < amount.high if rows.is_down else rows.high[others] > amount.low
    return Extreme(
        int(rows.at[first]),
        amount,
        rows.source_ids(first),
        is_sure=not is_open.any() and not amount.is_approximate,
        others=len(best) - 1,
    )


@dataclass(frozen=True, eq=False)
class Changes:
    """Differences of the branches in view in both periods: those now less those before, with their bounds."""

    at: Array
    value: Array
    low: Array
    high: Array
    is_approximate: Array
    now: Figures
    before: Figures

    def together(self, warehouse: Warehouse) -> Extreme:
        """All changes added up; of no single branch."""
        amount = _amount(added_up(self.value), added_up(self.low), added_up(self.high), self.is_approximate.any())
        return Extreme(-1, amount, ids_of(warehouse, self.now.sets() | self.before.sets()))

    def largest(self, warehouse: Warehouse, sign: int) -> Extreme | None:
        """The largest rise (1) or fall (-1) of those whose direction the bounds leave no doubt of; of equal rises the
        first by name, of equal falls the last."""
        is_open = (self.low < 0) & (self.high > 0)
        rows = np.flatnonzero(~is_open & (sign * self.value > 0))
        if not len(rows):
            return None
        most = sign * self.value[rows]
        rows = rows[most == most.max()]
        row = int(rows[np.argmin(sign * branches(warehouse).name_order[self.at[rows]])])
        sets = self.now.taken([row]).sets() | self.before.taken([row]).sets()
        amount = _amount(self.value[row], self.low[row], self.high[row], self.is_approximate[row])
        return Extreme(int(self.at[row]), amount, ids_of(warehouse, sets))


def changes(warehouse: Warehouse, view: View, metric_id: str, earlier: str) -> Changes:
    """How a metric changed from the period `earlier` to the view's, of the branches that have it in both."""
    now, before = of_both(*(reported(warehouse, view, metric_id, period).whole for period in (view.period, earlier)))
    if catalogue.metric(warehouse, metric_id).measure == "stock":
        # One count at a congress closes a term and opens the next: it is no change of nought.
        differs = now.counted_on != before.counted_on
        now, before = now.taken(differs), before.taken(differs)
    with np.errstate(invalid="ignore"):
        low, high = now.low - before.high, now.high - before.low
    # Endless less endless says nothing of a bound: it is open.
    low, high = np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high)
    is_approximate = now.is_approximate | before.is_approximate
    return Changes(now.at, now.value - before.value, low, high, is_approximate, now, before)


def named(warehouse: Warehouse, place: int) -> tuple[str, str]:
    """Id and name of the branch at a place."""
    row = dimensions(warehouse).branches.iloc[place]
    return str(row["branch_id"]), str(row["name_vi"])


def _amount(value: float, low: float, high: float, is_approximate: object) -> Amount:
    return Amount(float(value), float(low), float(high), bool(is_approximate))
