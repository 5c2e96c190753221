"""What every comparison starts from, as arrays: the branches of a snapshot, those in view, and their figures of one
metric in one year or cycle."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
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
    """Figures of one metric in one period, one a branch at most, in the order of their branches' places: `chosen` of
    `columns` (None: all of them). A column is picked when it is first asked for: most questions need few."""

    columns: dict[str, Array]
    own_sets: tuple[tuple[int, ...], ...] = ()
    chosen: Array | None = None

    @property
    def nbytes(self) -> int:
        # What is the same for all takes one cell (see _lean).
        return sum(array.nbytes if array.strides != (0,) else array.itemsize for array in self.columns.values())

    def _column(self, name: str) -> Array:
        return self.columns[name] if self.chosen is None else self.columns[name][self.chosen]

    @cached_property
    def at(self) -> Array:
        """The places of their branches, ascending."""
        return self._column("at")

    @cached_property
    def value(self) -> Array:
        """What is printed."""
        return self._column("value")

    @cached_property
    def low(self) -> Array:
        """The lower bound."""
        return self._column("low")

    @cached_property
    def high(self) -> Array:
        """The upper bound, which may be endless."""
        return self._column("high")

    @cached_property
    def is_approximate(self) -> Array:
        """Whether the source says about."""
        return self._column("is_approximate")

    @cached_property
    def has_conflict(self) -> Array:
        """Whether sources differ."""
        return self._column("has_conflict")

    @cached_property
    def is_partial(self) -> Array:
        """Whether it is the sum of some years of a term."""
        return self._column("is_partial")

    @cached_property
    def years_present(self) -> Array:
        """The years of a term that are known; NaN for a year."""
        return self._column("years_present")

    @cached_property
    def period_start(self) -> Array:
        """The first day it is for."""
        return self._column("period_start")

    @cached_property
    def period_end(self) -> Array:
        """The last day it is for."""
        return self._column("period_end")

    @cached_property
    def counted_on(self) -> Array:
        """The day of a head count; for all else the last day."""
        return self._column("counted_on")

    @cached_property
    def source_set(self) -> Array:
        """The number of the set of its sources; below -1 that of `own_sets`."""
        return self._column("source_set")

    def taken(self, chosen: Array | list[int]) -> Figures:
        """Those that an array of truths or places chooses."""
        places = np.asarray(chosen)
        rows = np.flatnonzero(places) if places.dtype == bool else places.astype(np.intp)
        return Figures(self.columns, self.own_sets, rows if self.chosen is None else self.chosen[rows])

    @property
    def whole(self) -> Figures:
        """Those that may be ranked and added: no partial sums."""
        return self.taken(~self.is_partial) if self.columns["is_partial"].any() else self

    def sets_of(self, number: int) -> frozenset[int]:
        """The snapshot's sets of sources behind a number of `source_set`; none for -1."""
        if number < -1:
            return frozenset(self.own_sets[-2 - number])
        return frozenset({number}) if number >= 0 else frozenset()

    def sets(self) -> frozenset[int]:
        """Those behind all of them."""
        return frozenset(one for number in distinct(self.source_set) for one in self.sets_of(int(number)))

    def source_ids(self, warehouse: Warehouse) -> Array:
        """For each the ids of its sources as a tuple."""
        place, numbers = pd.factorize(self.source_set)
        made = np.empty(len(numbers), dtype=object)
        made[:] = [ids_of(warehouse, self.sets_of(int(number))) for number in numbers]
        return made[place]


def distinct(numbers: Array) -> Array:
    """Each number once, in any order."""
    return pd.unique(numbers)


def ids_of(warehouse: Warehouse, sets: frozenset[int] | tuple[int, ...]) -> tuple[str, ...]:
    """The ids of all sources of some sets, each once and sorted."""
    known = dimensions(warehouse).source_sets
    return tuple(sorted({one for number in sets for one in known[number]}))


def sources_of_both(warehouse: Warehouse, one: Figures, other: Figures) -> Array:
    """For each row of two lists of figures, as long as each other, the ids of the sources of both as a tuple."""
    first, first_sets = pd.factorize(one.source_set)
    second, second_sets = pd.factorize(other.source_set)
    place, pairs = pd.factorize(first * (len(second_sets) + 1) + second)
    made = np.empty(len(pairs), dtype=object)
    for number, pair in enumerate(pairs):
        mine, theirs = divmod(int(pair), len(second_sets) + 1)
        made[number] = ids_of(warehouse, one.sets_of(int(first_sets[mine])) | other.sets_of(int(second_sets[theirs])))
    return made[place]


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
    home, is_certain = homes(warehouse, view)
    starts, ends = span(warehouse, view)
    # The filter is the same in all periods, of which a course of years asks ten.
    anyone = replace(view, period="2000", grain="year")
    ever = warehouse.shelf.get(("ever in view", anyone), lambda: _ever_in_view(warehouse, anyone))
    places = ever[(every.first_day[ever] <= ends) & (every.last_day[ever] >= starts)]
    is_in = np.zeros(len(every.tier), dtype=bool)
    is_in[places] = True
    merged = np.unique(every.predecessor[is_in[every.predecessor] & is_in[every.heir]])
    return InView(is_in, places, home, is_certain, len(merged))


def _ever_in_view(warehouse: Warehouse, view: View) -> Array:
    """The places of the branches that the filter takes, in whatever period they exist."""
    every = branches(warehouse)
    home, is_certain = homes(warehouse, view)
    is_in = coded(every, every.tier, (view.tier,))
    if view.scope.branch_ids is not None:
        is_in &= named(every, view.scope.branch_ids)
    if view.branch_ids:
        is_in &= named(every, view.branch_ids)
    if view.sectors:
        is_in &= coded(every, every.sector, view.sectors)
    if view.provinces:
        # Under the old borders only a branch whose old province is known belongs to it.
        is_in &= is_certain & coded(every, home, view.provinces)
    return np.flatnonzero(is_in).astype(np.int32)


def homes(warehouse: Warehouse, view: View) -> tuple[Array, Array]:
    """Each branch's province under the view's borders, and whether it is known (as `dimensions.place_of`)."""
    return warehouse.once(f"homes {view.boundary}", lambda there: _homes(branches(there), view.boundary))


def _homes(every: Branches, boundary: str) -> tuple[Array, Array]:
    if boundary == "since_2025_07":
        return every.since, np.ones(len(every.since), dtype=bool)
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
    found = warehouse.arrays(statement, {"metric_key": metric_key, "period": period})
    at = found.pop("branch_key").astype(np.int32) - 1
    source_set, own_sets = _numbered(found.pop("source_set"), found.pop("source_sets", None))
    if view.grain == "year":
        # A year's figure is of its twelve months.
        first, last = span(warehouse, replace(view, period=period))
        found |= {"period_start": np.broadcast_to(first, at.shape), "period_end": np.broadcast_to(last, at.shape)}
        found |= {"is_partial": np.zeros(len(at), dtype=bool), "years_present": np.full(len(at), np.nan)}
    days = {name: _days_or_none(found[name]) for name in ("period_start", "period_end", "counted_on")}
    columns = found | days | {"at": at, "source_set": source_set}
    columns["years_present"] = columns["years_present"].astype(float)
    if len(at) and not (np.diff(at) > 0).all():
        order = np.argsort(at)
        columns = {name: array[order] for name, array in columns.items()}
    return Figures({name: _lean(array) for name, array in columns.items()}, own_sets)


def _days_or_none(days: Array) -> Array:
    """Days with NaT in the place of nulls."""
    return np.where(np.ma.getmaskarray(days), np.datetime64("NaT", "us"), np.ma.getdata(days).astype("M8[us]"))


def _numbered(source_set: Array, source_sets: Array | None) -> tuple[Array, tuple[tuple[int, ...], ...]]:
    """Numbers of sets of sources; partial sums, which rest on several, have numbers of their own below -1."""
    if source_sets is None:
        return source_set.astype(np.int32), ()
    is_own = np.ma.getmaskarray(source_set)
    numbers = np.ma.filled(source_set, -1).astype(np.int32)
    own = tuple(tuple(sorted(map(int, one))) for one in np.ma.getdata(source_sets)[is_own])
    numbers[is_own] = -2 - np.arange(len(own), dtype=np.int32)
    return numbers, own


def _lean(array: Array) -> Array:
    """The same values, in one cell where they are all the same."""
    if not len(array):
        return array
    first = array[:1]
    is_one = bool((array == first).all()) or bool(pd.isna(array).all())
    return np.broadcast_to(first.copy(), array.shape) if is_one else np.ascontiguousarray(array)
