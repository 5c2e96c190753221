"""Figures as arrays: those of one metric in one year or cycle, read once and kept a while, and those in view."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from comparison.dimensions import dimensions
from comparison.held import Array, distinct, in_view
from comparison.partial_terms import partial_sums, terms_of
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import Warehouse, sql


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of one metric in one period, one a branch at most, in the order of their branches' places: `chosen` of
    `columns` (None: all of them). A column is picked when it is first asked for: most questions need few."""

    columns: dict[str, Array]
    own_sets: tuple[tuple[int, ...], ...] = ()
    chosen: Array | None = None
    orders: dict[float, Array] = field(default_factory=dict)

    @property
    def nbytes(self) -> int:
        # What is the same for all takes one cell (see _lean).
        held = sum(array.itemsize if is_one_value(array) else array.nbytes for array in self.columns.values())
        # Their order is found when it is first asked for, and takes as much as their places.
        return held + self.columns["at"].nbytes

    def _column(self, name: str) -> Array:
        column = self.columns[name]
        if self.chosen is None:
            return column
        return np.broadcast_to(column[:1], len(self.chosen)) if is_one_value(column) else column[self.chosen]

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
        return Figures(self.columns, self.own_sets, rows if self.chosen is None else self.chosen[rows], self.orders)

    def ordered(self, sign: float, name_order: Array) -> Array:
        """Their places here by what is printed: the least of it times `sign` first, partial sums last, then by the
        branches' names (`name_order`). All of a metric are sorted once, whoever is in view."""
        if sign not in self.orders:
            columns = self.columns
            keys = (name_order[columns["at"]], sign * columns["value"], columns["is_partial"])
            self.orders[sign] = np.lexsort(keys).astype(np.int32)
        every = self.orders[sign]
        if self.chosen is None:
            return every
        place = np.full(len(every), -1, dtype=np.int32)
        place[self.chosen] = np.arange(len(self.chosen), dtype=np.int32)
        found = place[every]
        return found[found >= 0]

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

    def source_ids(self, warehouse: Warehouse) -> Picked:
        """For each the ids of its sources as a tuple."""
        if not self.own_sets:
            return dimensions(warehouse).sources_of(self.source_set)
        place, numbers = pd.factorize(self.source_set)
        return picked_ids(place, [ids_of(warehouse, self.sets_of(int(number))) for number in numbers])


def picked_ids(place: Array, ids: list[tuple[str, ...]]) -> Picked:
    """A column of tuples by their places in a list."""
    made = np.empty(len(ids) + 1, dtype=object)
    made[:] = [*ids, ()]
    return Picked(Words(made, place_of_none=len(ids)), np.asarray(place, dtype=np.int32))


def ids_of(warehouse: Warehouse, sets: frozenset[int] | tuple[int, ...]) -> tuple[str, ...]:
    """The ids of all sources of some sets, each once and sorted."""
    known = dimensions(warehouse).source_sets.values
    return tuple(sorted({one for number in sets for one in known[number]}))


def of_both(one: Figures, other: Figures) -> tuple[Figures, Figures]:
    """The figures of those branches that have one in both, row by row of the same branch."""
    _, mine, theirs = np.intersect1d(one.at, other.at, assume_unique=True, return_indices=True)
    return one.taken(mine), other.taken(theirs)


def sources_of_both(warehouse: Warehouse, one: Figures, other: Figures) -> Picked:
    """For each row of two lists of figures, as long as each other, the ids of the sources of both as a tuple."""
    first, first_sets = pd.factorize(one.source_set)
    second, second_sets = pd.factorize(other.source_set)
    place, pairs = pd.factorize(first * (len(second_sets) + 1) + second)
    made = []
    for pair in pairs:
        mine, theirs = divmod(int(pair), len(second_sets) + 1)
        made.append(ids_of(warehouse, one.sets_of(int(first_sets[mine])) | other.sets_of(int(second_sets[theirs]))))
    return picked_ids(place, made)


def reported(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Figures:
    """The figures of the branches in view of one metric, in the view's period or in another one of its grain."""
    every = figures(warehouse, view, metric_id, period)
    return every.taken(in_view(warehouse, view, period).is_in[every.at])


def figures(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Figures:
    """The figures of all branches of one metric in a period of the view's grain. Raises KeyError for an unknown
    metric."""
    return _held(warehouse, view.grain, dimensions(warehouse).metric_keys[metric_id], period or view.period)


def _held(warehouse: Warehouse, grain: str, metric_key: int, period: str) -> Figures:
    def read() -> Figures:
        if grain == "term":
            return _of_term(warehouse, metric_key, period)
        return _read_year(warehouse, (metric_key,), period)[0]

    return warehouse.shelf.get(_key(grain, metric_key, period), read)


def read_ahead(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> None:
    """Read the figures of several metrics that are not held yet, those of a year in one question: a third of the time
    of as many."""
    known = dimensions(warehouse)
    keys = [known.metric_keys[name] for name in dict.fromkeys(metric_ids)]
    if view.grain == "year":
        _hold_year(warehouse, keys, view.period)
        return
    measures = known.metrics["measure"]
    flows = [
        key for key in keys if measures.iloc[key - 1] == "flow" and _is_missing(warehouse, "term", key, view.period)
    ]
    for year in terms_of(warehouse, view.period).years() if flows else ():
        _hold_year(warehouse, flows, str(year))


def _is_missing(warehouse: Warehouse, grain: str, metric_key: int, period: str) -> bool:
    return _key(grain, metric_key, period) not in warehouse.shelf


def _hold_year(warehouse: Warehouse, metric_keys: list[int], year: str) -> None:
    # One after the other, so that several readers who need the same read it once.
    with warehouse.shelf.reading_ahead:
        missing = tuple(key for key in metric_keys if _is_missing(warehouse, "year", key, year))
        if len(missing) > 1:
            for metric_key, found in zip(missing, _read_year(warehouse, missing, year), strict=True):
                warehouse.shelf.put(_key("year", metric_key, year), found)


def _key(grain: str, metric_key: int, period: str) -> tuple[str, str, int, str]:
    return ("figures", grain, metric_key, period)


def _read_year(warehouse: Warehouse, metric_keys: tuple[int, ...], year: str) -> list[Figures]:
    """The figures of each of some metrics."""
    # Named one by one: a list would hide from the database which few pages of the table it needs.
    names = [f"metric_{place}" for place in range(len(metric_keys))]
    statement = sql("held_figures_of_year").replace("{metric_keys}", ", ".join(f"${name}" for name in names), 1)
    found = warehouse.columns(statement, dict(zip(names, metric_keys, strict=True)) | {"period": year})
    of_metric = found.pop("metric_key")
    days = np.datetime64(f"{int(year):04d}-01-01", "us"), np.datetime64(f"{int(year):04d}-12-31", "us")
    parts = (_rows_of(of_metric, key) for key in metric_keys)
    return [_of_year({name: column[part] for name, column in found.items()}, *days) for part in parts]


def _rows_of(of_metric: Array, metric_key: int) -> slice | Array:
    """The rows of one metric: they lie side by side in the table; should they ever not, they are named one by one."""
    rows = np.flatnonzero(of_metric == metric_key)
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows):
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _of_year(found: dict[str, Array], first: np.datetime64, last: np.datetime64) -> Figures:
    """A year's figure is of its twelve months, and whole."""
    size = len(found["branch_key"])
    days = {"period_start": first, "period_end": last}
    found |= {name: np.broadcast_to(day, size) for name, day in days.items()}
    found |= {"is_partial": np.zeros(size, dtype=bool), "years_present": np.full(size, np.nan)}
    return _in_order(found | {"at": found.pop("branch_key").astype(np.int32) - 1}, ())


def _of_term(warehouse: Warehouse, metric_key: int, cycle: str) -> Figures:
    """A cycle's own figures; of flows also the sums of the years that are known of terms without one."""
    whole = warehouse.columns(sql("held_figures_of_term"), {"metric_key": metric_key, "period": cycle})
    whole |= {
        "at": whole.pop("branch_key").astype(np.int32) - 1,
        "is_partial": np.zeros(len(whole["value"]), dtype=bool),
    }
    known = dimensions(warehouse)
    if known.metrics["measure"].iloc[metric_key - 1] != "flow":
        return _in_order(whole, ())
    size = len(known.branches)
    sums, own_sets = partial_sums(
        terms_of(warehouse, cycle), size, lambda year: _held(warehouse, "year", metric_key, str(year))
    )
    has_own = np.zeros(size, dtype=bool)
    has_own[whole["at"]] = True
    rest = ~has_own[sums["at"]]
    # Sums rest on several sets of sources: they have numbers of their own below -1.
    sums["source_set"] = -2 - sums["source_set"]
    none = {"is_partial": np.ones(len(rest), dtype=bool), "counted_on": np.full(len(rest), np.datetime64("NaT", "us"))}
    parts = {name: column[rest] for name, column in (sums | none).items()}
    return _in_order({name: np.concatenate([column, parts[name]]) for name, column in whole.items()}, own_sets)


def _in_order(columns: dict[str, Array], own_sets: tuple[tuple[int, ...], ...]) -> Figures:
    columns = columns | {"source_set": columns["source_set"].astype(np.int32)}
    at = columns["at"]
    if len(at) and not (np.diff(at) > 0).all():
        order = np.argsort(at)
        columns = {name: array[order] for name, array in columns.items()}
    return Figures({name: _lean(array) for name, array in columns.items()}, own_sets)


def is_one_value(column: Array) -> bool:
    """Whether an array says the same in every row and takes one cell."""
    return len(column) > 0 and column.strides == (0,)


def _lean(array: Array) -> Array:
    """The same values, in one cell where they are all the same."""
    if not len(array):
        return array
    first = array[:1]
    is_one = bool((array == first).all()) or bool(pd.isna(array).all())
    # A copy, for what is read for several metrics at once would be held as long as any of them.
    held = np.broadcast_to(first.copy(), array.shape) if is_one else array.copy()
    # Answers are made of it as it is: whoever writes into one must not write here.
    held.setflags(write=False)
    return held
