"""What every comparison starts from, as arrays: the branches of a snapshot, those in view, and their figures of one
metric in one year or cycle."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd

from comparison.asking import fitted, flags_of
from comparison.dimensions import dimensions
from comparison.questions import View
from comparison.warehouse import Warehouse, sql

Array = np.ndarray[Any, Any]
# Days before and after everything: a branch without a founding has always been there.
ALWAYS, FOREVER = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, eq=False)
class Branches:
    """All branches, that of key k at place k - 1. Tiers, sectors and provinces are numbers of `codes` (-1: none).
    `parent` is a place or -1, `last_heard` the last day of the latest period it reported anything of. Each pair of
    `predecessor` and `heir` is a branch and a later one that it lives on in."""

    tier: Array
    sector: Array
    since: Array
    before: Array
    first_day: Array
    last_day: Array
    name_order: Array
    parent: Array
    last_heard: Array
    predecessor: Array
    heir: Array
    codes: dict[str, int]
    place_of: dict[str, int]

    def replaced(self, has: Array) -> Array:
        """For each branch whether one it lives on in is among those that `has` marks."""
        marked = np.zeros(len(self.tier), dtype=bool)
        marked[self.predecessor[has[self.heir]]] = True
        return marked


@dataclass(frozen=True, eq=False)
class InView:
    """The branches of a view in its period: `is_in` for every branch, `places` of those that are, ascending. `home` is
    each branch's province under the view's borders and `is_certain` whether that is known (DESIGN.md 5.11). `merged`:
    how many went into another one that is in view too."""

    is_in: Array
    places: Array
    home: Array
    is_certain: Array
    merged: int

    @property
    def nbytes(self) -> int:
        return int(self.is_in.nbytes + self.places.nbytes)

    def __len__(self) -> int:
        return len(self.places)


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one metric in one period, one a branch at most: `at` are their branches' places, ascending. Where
    `is_partial` it is the sum of `years_present` years of a term. `source_set` is a number of the snapshot's, or below
    -1 that of `own_sets`."""

    at: Array
    value: Array
    low: Array
    high: Array
    is_approximate: Array
    has_conflict: Array
    is_partial: Array
    years_present: Array
    period_start: Array
    period_end: Array
    counted_on: Array
    source_set: Array
    own_sets: tuple[tuple[int, ...], ...]

    @property
    def nbytes(self) -> int:
        # What is the same for all takes one cell (see _lean).
        return sum(array.nbytes if array.strides != (0,) else array.itemsize for array in self._arrays().values())

    def _arrays(self) -> dict[str, Array]:
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "own_sets"}

    def taken(self, chosen: Array | list[int]) -> Figures:
        """Those that an array of truths or places chooses."""
        return Figures(**{name: array[chosen] for name, array in self._arrays().items()}, own_sets=self.own_sets)

    @property
    def whole(self) -> Figures:
        """Those that may be ranked and added: no partial sums."""
        return self.taken(~self.is_partial) if self.is_partial.any() else self

    def sets(self) -> frozenset[int]:
        """The numbers of all their sets of sources."""
        numbers = set(map(int, np.unique(self.source_set)))
        own = {number for code in numbers if code < -1 for number in self.own_sets[-2 - code]}
        return frozenset(number for number in numbers | own if number >= 0)

    def source_ids(self, warehouse: Warehouse) -> Array:
        """For each the ids of its sources as a tuple."""
        known = dimensions(warehouse).source_sets
        codes, place = np.unique(self.source_set, return_inverse=True)
        made = np.empty(len(codes), dtype=object)
        made[:] = [ids_of(warehouse, (int(c),) if c >= 0 else self.own_sets[-2 - int(c)]) for c in codes]
        return made[place] if len(known) else np.empty(0, dtype=object)


def ids_of(warehouse: Warehouse, sets: frozenset[int] | tuple[int, ...]) -> tuple[str, ...]:
    """The ids of all sources of some sets, each once and sorted."""
    known = dimensions(warehouse).source_sets
    return tuple(sorted({one for number in sets for one in known[number]}))


def branches(warehouse: Warehouse) -> Branches:
    """The branches of a snapshot, read the first time they are asked for."""
    return warehouse.once("held branches", _read_branches)


def _read_branches(warehouse: Warehouse) -> Branches:
    frame = warehouse.frame(sql("held_branches"))
    codes: dict[str, int] = {}
    coded = {
        name: _coded(frame[name], codes)
        for name in ("tier", "sector", "province_since_2025_07", "province_before_2025_07")
    }
    pairs = np.array(warehouse.rows("select branch_key, heir_key from succession"), dtype=np.int32).reshape(-1, 2) - 1
    ids = dimensions(warehouse).branches["branch_id"]
    return Branches(
        tier=coded["tier"],
        sector=coded["sector"],
        since=coded["province_since_2025_07"],
        before=coded["province_before_2025_07"],
        first_day=_days(frame["active_from"], ALWAYS),
        last_day=_days(frame["active_to"], FOREVER),
        name_order=frame["name_order"].to_numpy(dtype=np.int32),
        parent=frame["parent_key"].fillna(0).to_numpy(dtype=np.int32) - 1,
        last_heard=frame["last_period_end"].to_numpy(dtype="M8[D]"),
        predecessor=pairs[:, 0],
        heir=pairs[:, 1],
        codes=codes,
        place_of={branch_id: place for place, branch_id in enumerate(ids)},
    )


def _coded(column: pd.Series, codes: dict[str, int]) -> Array:
    """Numbers in the place of words, each word one number in all columns; -1 for none."""
    found, words = pd.factorize(column)
    numbers = [codes.setdefault(str(word), len(codes)) for word in words]
    return np.array([*numbers, -1], dtype=np.int32)[found]


def _days(column: pd.Series, where_none: np.datetime64) -> Array:
    days = pd.to_datetime(column).to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(days), where_none, days)


def in_view(warehouse: Warehouse, view: View, period: str | None = None) -> InView:
    """The branches of a view in its period, or in another one of its grain."""
    asked = replace(view, period=period) if period is not None and period != view.period else view
    return warehouse.shelf.get(("in view", asked), lambda: _find_in_view(warehouse, asked))


def _find_in_view(warehouse: Warehouse, view: View) -> InView:
    every = branches(warehouse)
    home, is_certain = homes(every, view)
    starts, ends = span(warehouse, view)
    is_in = coded(every, every.tier, (view.tier,))
    is_in &= (every.first_day <= ends) & (every.last_day >= starts)
    if view.scope.branch_ids is not None:
        is_in &= named(every, view.scope.branch_ids)
    if view.branch_ids:
        is_in &= named(every, view.branch_ids)
    if view.sectors:
        is_in &= coded(every, every.sector, view.sectors)
    if view.provinces:
        # Under the old borders only a branch whose old province is known belongs to it.
        is_in &= is_certain & coded(every, home, view.provinces)
    merged = np.unique(every.predecessor[is_in[every.predecessor] & is_in[every.heir]])
    return InView(is_in, np.flatnonzero(is_in).astype(np.int32), home, is_certain, len(merged))


def homes(every: Branches, view: View) -> tuple[Array, Array]:
    """Each branch's province under the view's borders, and whether it is known (as `dimensions.place_of`)."""
    if view.boundary == "since_2025_07":
        return every.since, np.broadcast_to(np.True_, every.since.shape)
    return np.where(every.before >= 0, every.before, every.since), (every.before >= 0) | (every.since < 0)


def named(every: Branches, branch_ids: frozenset[str] | tuple[str, ...]) -> Array:
    """For every branch whether it is one of these; ids nobody has are left aside."""
    is_named = np.zeros(len(every.tier), dtype=bool)
    is_named[[every.place_of[one] for one in branch_ids if one in every.place_of]] = True
    return is_named


def coded(every: Branches, column: Array, words: tuple[str, ...]) -> Array:
    """For every branch whether a column of numbers holds one of these words."""
    codes = [every.codes.get(word, -2) for word in words]
    return column == codes[0] if len(codes) == 1 else np.isin(column, codes)


def words_in_order(warehouse: Warehouse) -> tuple[tuple[str, int], ...]:
    """The words of tiers, sectors and provinces with their numbers, in Vietnamese order."""
    return warehouse.once("words in order", _read_order)


def _read_order(warehouse: Warehouse) -> tuple[tuple[str, int], ...]:
    codes = branches(warehouse).codes
    statement = "select word from unnest($words::varchar[]) as u(word) order by word collate vi, word"
    return tuple((str(word), codes[word]) for (word,) in warehouse.rows(statement, {"words": list(codes)}))


def inside_year(warehouse: Warehouse, view: View, metric_id: str | None = None) -> Array:
    """For every branch whether it has figures inside the view's year, of one metric or any, that enter no comparison of
    years: a season, a half, a day told as another kind of period. None for a cycle."""
    marked = np.zeros(len(branches(warehouse).tier), dtype=bool)
    if view.grain == "year":
        year = int(view.period)
        rows = warehouse.shelf.get(("inside", year), lambda: _read_inside(warehouse, year))
        metric_key = dimensions(warehouse).metric_keys[metric_id] if metric_id else None
        marked[rows[1] if metric_key is None else rows[1][rows[0] == metric_key]] = True
    return marked


def _read_inside(warehouse: Warehouse, year: int) -> Array:
    """Keys of metrics and places of branches."""
    frame = warehouse.frame("select metric_key, branch_key from figure_inside_year where year = $year", {"year": year})
    return np.stack([frame["metric_key"].to_numpy(dtype=np.int32), frame["branch_key"].to_numpy(dtype=np.int32) - 1])


def span(warehouse: Warehouse, view: View) -> tuple[np.datetime64, np.datetime64]:
    """The first and last day of a view's period: a year is its twelve months, a cycle the years in which its terms
    begin. A cycle nobody knows holds only branches that have always been there."""
    if view.grain == "year":
        first, last = int(view.period), int(view.period)
    else:
        cycles = warehouse.once("spans of cycles", _read_spans)
        if view.period not in cycles:
            return FOREVER, ALWAYS
        first, last = cycles[view.period]
    return np.datetime64(f"{first:04d}-01-01", "D"), np.datetime64(f"{last:04d}-12-31", "D")


def _read_spans(warehouse: Warehouse) -> dict[str, tuple[int, int]]:
    rows = warehouse.rows("select cycle, starts_from, starts_to from term_cycle")
    return {str(cycle): (int(first), int(last)) for cycle, first, last in rows}


def reported(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Figures:
    """The figures of the branches in view of one metric, in the view's period or in another one of its grain."""
    every = figures(warehouse, view, metric_id, period)
    return every.taken(in_view(warehouse, view, period).is_in[every.at])


def figures(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Figures:
    """The figures of all branches of one metric in a period of the view's grain. Raises KeyError for an unknown
    metric."""
    metric_key = dimensions(warehouse).metric_keys[metric_id]
    key = ("figures", view.grain, metric_key, period or view.period)
    return warehouse.shelf.get(key, lambda: _read_figures(warehouse, view, metric_key, period or view.period))


def _read_figures(warehouse: Warehouse, view: View, metric_key: int, period: str) -> Figures:
    statement = fitted(("held_figures",), flags_of(view, (), (period,)))
    frame = warehouse.frame(statement, {"metric_key": metric_key, "period": period})
    rows = len(frame)
    own_sets: list[tuple[int, ...]] = []
    source_set = frame["source_set"].fillna(-1).to_numpy(dtype=np.int32, copy=True)
    if view.grain == "term":
        for place, numbers in enumerate(frame["source_sets"]):
            if numbers is not None and source_set[place] < 0:
                own_sets.append(tuple(sorted(numbers.tolist())))
                source_set[place] = -1 - len(own_sets)
    else:
        frame = frame.assign(is_partial=False, years_present=np.nan)
    plain = {name: frame[name].to_numpy(dtype=np.float64) for name in ("value", "low", "high", "years_present")}
    plain |= {name: frame[name].to_numpy(dtype=bool) for name in ("is_approximate", "has_conflict", "is_partial")}
    for name in ("period_start", "period_end", "counted_on"):
        plain[name] = frame[name].to_numpy(dtype="datetime64[us]")
    at = frame["branch_key"].to_numpy(dtype=np.int32) - 1
    lean = {name: _lean(array, rows) for name, array in plain.items()}
    return Figures(at=at, source_set=_lean(source_set, rows), own_sets=tuple(own_sets), **lean)


def _lean(array: Array, rows: int) -> Array:
    """The same values, in one cell where they are all the same."""
    if rows == 0:
        return array
    first = array[:1]
    is_one = bool((array == first).all()) or bool(pd.isna(array).all())
    return np.broadcast_to(first.copy(), array.shape) if is_one else np.ascontiguousarray(array)
