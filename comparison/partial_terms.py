"""Sums of terms of which only some years are known: shown as k of n years, never ranked or added (DESIGN.md 5.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from comparison.picked import combined
from comparison.warehouse import Warehouse

if TYPE_CHECKING:
    from comparison.figures import Figures

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a cycle: places of branches, first and last days; of one branch the last begun first."""

    at: Array
    start: Array
    end: Array

    @property
    def nbytes(self) -> int:
        return int(self.at.nbytes + self.start.nbytes + self.end.nbytes)

    def years(self) -> range:
        """The calendar years that may lie in any of them."""
        if not len(self.at):
            return range(0)
        first, last = (int(day.astype("M8[Y]").astype(int)) + 1970 for day in (self.start.min(), self.end.max()))
        return range(first, last + 1)


def terms_of(warehouse: Warehouse, cycle: str) -> Terms:
    """The terms of all branches that belong to a cycle."""
    return warehouse.shelf.get(("terms", cycle), lambda: _read(warehouse, cycle))


def _read(warehouse: Warehouse, cycle: str) -> Terms:
    statement = (
        "select (branch_key - 1)::integer as at, period_start::timestamp as period_start, "
        "period_end::timestamp as period_end from branch_term where cycle = $cycle"
    )
    found = warehouse.columns(statement, {"cycle": cycle})
    start, end = (found[name].astype("M8[D]") for name in ("period_start", "period_end"))
    order = np.lexsort((-end.astype(int), -start.astype(int), found["at"]))
    return Terms(found["at"][order], start[order], end[order])


def partial_sums(
    terms: Terms, branches: int, of_year: Callable[[int], Figures]
) -> tuple[dict[str, Array], tuple[tuple[int, ...], ...]]:
    """The sums of the known years of each branch's term, of several terms the last begun of which any year is known:
    at, value, low, high, is_approximate, has_conflict, years_present, period_start, period_end, source_set (numbers of
    the second answer: the sets of sources behind a sum). `branches`: how many there are."""
    size = len(terms.at)
    sums = {name: np.zeros(size) for name in ("value", "low", "high")}
    flags = {name: np.zeros(size, dtype=bool) for name in ("is_approximate", "has_conflict")}
    count, sets = np.zeros(size, dtype=np.int32), []
    for year in terms.years():
        figures = of_year(year)
        row_of = np.full(branches, -1, dtype=np.int32)
        row_of[figures.at] = np.arange(len(figures.at), dtype=np.int32)
        first, last = np.datetime64(f"{year:04d}-01-01", "D"), np.datetime64(f"{year:04d}-12-31", "D")
        row = np.where((terms.start <= first) & (terms.end >= last), row_of[terms.at], -1)
        there = np.flatnonzero(row >= 0)
        for name, column in (sums | flags).items():
            column[there] += getattr(figures, name)[row[there]]
        count[there] += 1
        of_sets = np.full(size, -1, dtype=np.int64)
        of_sets[there] = figures.source_set[row[there]]
        sets.append(of_sets)
    known = np.flatnonzero(count)
    # The last begun stands first.
    chosen = known[np.append(True, np.diff(terms.at[known]) != 0)] if len(known) else known
    numbers, own = _numbered([column[chosen] for column in sets])
    columns = {name: column[chosen] for name, column in (sums | flags).items()}
    columns |= {"at": terms.at[chosen], "years_present": count[chosen].astype(float), "source_set": numbers}
    days = {"period_start": terms.start[chosen], "period_end": terms.end[chosen]}
    return columns | {name: day.astype("M8[us]") for name, day in days.items()}, own


def _numbered(columns: list[Array]) -> tuple[Array, tuple[tuple[int, ...], ...]]:
    """For each row a number of the set of what its columns hold, -1 aside, and those sets."""
    if not columns:
        return np.zeros(0, dtype=np.int32), ()
    number, first = combined(columns, len(columns[0]))
    rows = np.stack(columns, axis=1)[first]
    return number.astype(np.int32), tuple(tuple(sorted({int(one) for one in row if one >= 0})) for row in rows)
