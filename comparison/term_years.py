"""The years that belong to the terms of a cycle: who reports in them without any figure of the term itself, and who was
founded too late to begin a term of the cycle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from comparison.figures import figures
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


@dataclass(frozen=True, eq=False)
class OfYears:
    """For every branch whether it has figures of single years that belong, or may belong, to its term; and whether it
    names no term of the cycle, so that nobody knows which years do."""

    has_figures: Array
    names_no_term: Array

    @property
    def nbytes(self) -> int:
        return int(self.has_figures.nbytes + self.names_no_term.nbytes)


def of_years(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> OfYears:
    """Who has figures of all of these metrics for one same year of the term of a view of terms (see `by_years`); nobody
    in a view of years. Raises KeyError for an unknown metric."""
    size = len(branches(warehouse).tier)
    if view.grain != "term":
        return OfYears(np.zeros(size, dtype=bool), np.zeros(size, dtype=bool))
    return warehouse.shelf.get(("of years", view.period, metric_ids), lambda: _of_years(warehouse, view, metric_ids))


def _of_years(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> OfYears:
    size = len(branches(warehouse).tier)
    has_figures, names_no_term = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    names_no_term[terms_of(warehouse, view.period).at] = False
    for year, belongs in _belonging(warehouse, view.period):
        asked = replace(view, grain="year", period=str(year))
        has_all = belongs
        for metric_id in metric_ids:
            has_one = np.zeros(size, dtype=bool)
            has_one[figures(warehouse, asked, metric_id).at] = True
            has_all = has_all & has_one
        has_figures |= has_all
    return OfYears(has_figures, names_no_term)


def years_beside(
    warehouse: Warehouse, view: View, questions: tuple[tuple[str, ...], ...], places: Array, is_silent: Array
) -> dict[str, Array]:
    """For the branches at `places`, of which `is_silent` have no figure of a view's term: has_figure_of_years, whether
    they have one of single years (of all metrics of any of the `questions`), and names_no_term, whether they have and
    name no term of the cycle. False in a view of years."""
    has_figures, names_no_term = np.zeros((2, len(places)), dtype=bool)
    for metric_ids in questions:
        known = of_years(warehouse, view, metric_ids)
        has_figures |= is_silent & known.has_figures[places]
        names_no_term |= has_figures & known.names_no_term[places]
    return {"has_figure_of_years": has_figures, "names_no_term": names_no_term}


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
