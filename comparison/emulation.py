"""Ratings of branches over the years, with "at least good" and "not reported" told apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from comparison.answers import Coverage, Note
from comparison.dimensions import dimensions, with_branches
from comparison.held import Array, branches, in_view
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import TEXT, Warehouse, sql

METRIC = "branch_rating"
_OF_BRANCH = ("branch_id", "name_vi", "province")
_STATES = Words(pd.array(["not_reported", "rated", "at_least"], dtype=TEXT))


@dataclass(frozen=True, eq=False)
class _Held:
    """All ratings. `place`: which one speaks of a branch (its line) in a year (from `first_year` on), -1 none. Of each
    one: value, is_open (at least that), from_term, source_set; those of no rating stand last."""

    first_year: int
    place: Array
    value: Array
    is_open: Array
    from_term: Array
    source_set: Array

    @property
    def nbytes(self) -> int:
        columns = (self.place, self.value, self.is_open, self.from_term, self.source_set)
        return sum(int(column.nbytes) for column in columns)


class RatingGrid:
    """Ratings year by year: a line for each branch in view with any rating, by name, and in it a cell for each of
    `years`, from the first to the last with any. A cell that nobody speaks of is not reported. The whole country has a
    million of them: their rows are made for those that are asked (see `part`)."""

    def __init__(self, warehouse: Warehouse, view: View, held: _Held) -> None:
        seen = in_view(warehouse, view)
        has_any = seen.is_in & (held.place >= 0).any(axis=1)
        self._warehouse, self._view, self._held = warehouse, view, held
        # The places of the branches, line by line: their order is that of their ids.
        self.places = branches(warehouse).named_in_order(has_any)
        cells = held.place[self.places]
        there = np.flatnonzero((cells >= 0).any(axis=0))
        first, last = (int(there[0]), int(there[-1]) + 1) if len(there) else (0, 0)
        self.years = tuple(range(held.first_year + first, held.first_year + last))
        self._cells = cells[:, first:last]
        self.coverage = Coverage(len(self.places), len(seen))
        self.notes = (Note("ratings_from_term"),) if self.from_term.any() else ()

    @property
    def nbytes(self) -> int:
        return int(self._cells.nbytes + self.places.nbytes)

    def __len__(self) -> int:
        return int(self._cells.size)

    @cached_property
    def rating(self) -> Array:
        """The rating of each cell, 1 to 4; NaN for none."""
        return np.asarray(self._held.value[self._cells])

    @property
    def is_open(self) -> Array:
        """Whether it may be better than that."""
        return np.asarray(self._held.is_open[self._cells])

    @property
    def from_term(self) -> Array:
        """Whether it is what is said of the term as a whole."""
        return np.asarray(self._held.from_term[self._cells])

    def lines_of(self, branch_ids: tuple[str, ...]) -> list[int]:
        """The lines of those branches that have one, in the order asked."""
        line = {int(place): n for n, place in enumerate(self.places)} if branch_ids else {}
        known = branches(self._warehouse).place_of
        return [line[known[one]] for one in dict.fromkeys(branch_ids) if known.get(one) in line]

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all ratings, each once and sorted."""
        sets = pd.unique(self._held.source_set[self._cells].ravel())
        known = dimensions(self._warehouse).source_sets.values
        return tuple(sorted({one for number in sets if number >= 0 for one in known[number]}))

    def part(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some cells by their numbers, line by line (all by default): branch_id, name_vi, province, year, state
        ('rated' | 'at_least' | 'not_reported'), rating (1..4 or NaN), from_term, source_ids."""
        numbers = np.arange(len(self))[asked]
        line, column = np.divmod(numbers, max(len(self.years), 1))
        chosen = self._cells[line, column]
        held = self._held
        state = np.where(chosen < 0, 0, 1 + held.is_open[chosen])
        columns: dict[str, Any] = {
            "branch_key": self.places[line] + 1,
            "year": np.asarray(self.years, dtype=np.int64)[column],
            "state": Picked(_STATES, state.astype(np.int32)),
            "rating": held.value[chosen],
            "from_term": held.from_term[chosen],
            "source_ids": dimensions(self._warehouse).sources_of(held.source_set[chosen]),
        }
        return with_branches(self._warehouse, self._view, pd.DataFrame(columns), _OF_BRANCH)


def rating_grid(warehouse: Warehouse, view: View) -> RatingGrid:
    """Ratings year by year of the branches in view that have any (see RatingGrid).

    A year a source names carries its rating; a year inside a term that is only rated as a whole carries the term's
    rating with its bound; every other year is not reported.
    """
    return RatingGrid(warehouse, view, warehouse.shelf.get("ratings", lambda: _read(warehouse)))


def _read(warehouse: Warehouse) -> _Held:
    found = warehouse.columns(sql("held_ratings"), {"metric_key": dimensions(warehouse).metric_keys[METRIC]})
    first, last = (
        found[name].astype("M8[Y]").astype(np.int32) + np.int32(1970) for name in ("period_start", "period_end")
    )
    is_term = found["from_term"]
    # What is written last stays: the year itself over any term, and where two terms meet in a year the later one.
    terms = np.flatnonzero(is_term)
    terms = terms[np.lexsort((found["period_end"][terms], found["period_start"][terms]))]
    lengths = last[terms] - first[terms] + 1
    row = np.concatenate([np.repeat(terms, lengths), np.flatnonzero(~is_term)])
    into_term = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    year = first[row] + np.concatenate([into_term, np.zeros(len(row) - len(into_term), dtype=np.int64)])
    first_year, end = (int(year.min()), int(year.max()) + 1) if len(year) else (0, 0)
    place = np.full((len(branches(warehouse).tier), end - first_year), -1, dtype=np.int32)
    place[found["branch_key"][row] - 1, year - first_year] = row
    none = {"value": np.nan, "is_open": False, "from_term": False, "source_set": -1}
    return _Held(first_year, place, **{name: np.append(found[name], nothing) for name, nothing in none.items()})
