"""The years that belong to the terms of a cycle: who reports in them without any figure of the term itself, and who was
founded too late to begin a term of the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from comparison.held import Array, branches, ever_in_view, inside_year, span
from comparison.partial_terms import terms_of
from comparison.questions import View
from comparison.reports import heard
from comparison.warehouse import Warehouse


@dataclass(frozen=True, eq=False)
class ByYears:
    """For every branch the groups of metrics it has figures of single years of, years of its term alone (bits, as in
    `reports.Heard`); and whether it has figures inside these years that enter no comparison of years (see
    `held.inside_year`)."""

    groups: Array
    has_other: Array

    @property
    def nbytes(self) -> int:
        return int(self.groups.nbytes + self.has_other.nbytes)


def years_of(warehouse: Warehouse, cycle: str) -> range:
    """The years that may lie in a term of a cycle: from the first year in which one may begin to the last year of
    those that branches name, at least to the last year in which one may begin. None of a cycle nobody knows."""
    first, last = (_year(day) for day in span(warehouse, View(cycle, "term")))
    if first > last:
        return range(0)
    named = terms_of(warehouse, cycle).years()
    return range(first, max(last, named[-1] if named else last) + 1)


def by_years(warehouse: Warehouse, view: View) -> ByYears:
    """Who has figures of years that belong to the term of a view of terms. Of a branch that names its term these are
    the years of the term, of another one all that may be: nobody knows which, so it is not called silent."""
    return warehouse.shelf.get(("by years", view.period), lambda: _read(warehouse, view))


def _read(warehouse: Warehouse, view: View) -> ByYears:
    size = len(branches(warehouse).tier)
    groups, has_other = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=bool)
    for year, belongs in _belonging(warehouse, view.period):
        of_year = replace(view, grain="year", period=str(year))
        known = heard(warehouse, of_year)
        groups[known.at] |= np.where(belongs[known.at], known.groups, 0)
        has_other |= belongs & inside_year(warehouse, of_year)
    return ByYears(groups, has_other)


def _belonging(warehouse: Warehouse, cycle: str) -> Iterator[tuple[int, Array]]:
    """Each year with the branches to whose term of the cycle it belongs, or may belong."""
    terms = terms_of(warehouse, cycle)
    names_none = np.ones(len(branches(warehouse).tier), dtype=bool)
    names_none[terms.at] = False
    for year in years_of(warehouse, cycle):
        first, last = np.datetime64(f"{year:04d}-01-01", "D"), np.datetime64(f"{year:04d}-12-31", "D")
        belongs = names_none.copy()
        belongs[terms.at[(terms.start <= last) & (terms.end >= first)]] = True
        yield year, belongs


@dataclass(frozen=True)
class TooLate:
    """Branches that a filter of terms takes but for when they were founded: `branches` of them, after the years `first`
    to `last`, in which terms of the cycle begin, and while terms of it ran. `with_figures` have figures of the term all
    the same."""

    branches: int
    with_figures: int
    first: int
    last: int


def founded_too_late(warehouse: Warehouse, view: View) -> TooLate:
    """Who is not in view of a term because it was founded after its cycle's terms had begun (DESIGN.md 5.3: a term
    belongs to a cycle by its first year, so the first term of a later branch belongs to a later one)."""
    every = branches(warehouse)
    first, last = span(warehouse, view)
    years = years_of(warehouse, view.period)
    if not years:
        return TooLate(0, 0, 0, 0)
    ever = ever_in_view(warehouse, view)
    end = np.datetime64(f"{years[-1]:04d}-12-31", "D")
    late = ever[(every.first_day[ever] > last) & (every.first_day[ever] <= end)]
    told = int(np.isin(late, heard(warehouse, view).at).sum())
    return TooLate(len(late), told, _year(first), _year(last))


def _year(day: np.datetime64) -> int:
    return int(day.astype("M8[Y]").astype(int)) + 1970
