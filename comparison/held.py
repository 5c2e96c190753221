"""What every comparison starts from, as arrays: the branches of a snapshot, and those in view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from comparison.dimensions import dimensions
from comparison.questions import View
from comparison.warehouse import Warehouse, sql

Array = np.ndarray[Any, Any]
# Days before and after everything: a branch without a founding has always been there.
ALWAYS, FOREVER = np.datetime64("0001-01-01", "D"), np.datetime64("9999-12-31", "D")


@dataclass(frozen=True, eq=False)
class Branches:
    """All branches, that of key k at place k - 1. Tiers, sectors and provinces are numbers of `codes` (-1: none).
    `by_name` are places in the order of names. `parent` is a place or -1, `last_heard` the last day of the latest
    period it reported anything of. Each pair of `predecessor` and `heir` is a branch and a later one that it lives on
    in."""

    tier: Array
    sector: Array
    since: Array
    before: Array
    first_day: Array
    last_day: Array
    name_order: Array
    by_name: Array
    parent: Array
    last_heard: Array
    predecessor: Array
    heir: Array
    codes: dict[str, int]
    place_of: dict[str, int]

    def named_in_order(self, is_chosen: Array) -> Array:
        """The places of those that an array of truths chooses, by name."""
        return self.by_name[is_chosen[self.by_name]]

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


def distinct(numbers: Array) -> Array:
    """Each number once, in any order."""
    return pd.unique(numbers)


def branches(warehouse: Warehouse) -> Branches:
    """The branches of a snapshot, read the first time they are asked for."""
    return warehouse.once("held branches", _read_branches)


def _read_branches(warehouse: Warehouse) -> Branches:
    frame = warehouse.texts(sql("held_branches"))
    codes: dict[str, int] = {}
    coded = {
        name: _coded(frame[name], codes)
        for name in ("tier", "sector", "province_since_2025_07", "province_before_2025_07")
    }
    pairs = np.array(warehouse.rows("select branch_key, heir_key from succession"), dtype=np.int32).reshape(-1, 2) - 1
    ids = dimensions(warehouse).branches["branch_id"]
    name_order = frame["name_order"].to_numpy(dtype=np.int32)
    return Branches(
        tier=coded["tier"],
        sector=coded["sector"],
        since=coded["province_since_2025_07"],
        before=coded["province_before_2025_07"],
        first_day=_days(frame["active_from"], ALWAYS),
        last_day=_days(frame["active_to"], FOREVER),
        name_order=name_order,
        by_name=np.argsort(name_order).astype(np.int32),
        parent=frame["parent_key"].fillna(0).to_numpy(dtype=np.int32) - 1,
        last_heard=frame["last_period_end"].to_numpy(dtype="M8[D]"),
        predecessor=pairs[:, 0],
        heir=pairs[:, 1],
        codes=codes,
        place_of=dict(zip(ids.tolist(), range(len(ids)), strict=True)),
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
    ever = ever_in_view(warehouse, view)
    places = ever[(every.first_day[ever] <= ends) & (every.last_day[ever] >= starts)]
    is_in = np.zeros(len(every.tier), dtype=bool)
    is_in[places] = True
    merged = np.unique(every.predecessor[is_in[every.predecessor] & is_in[every.heir]])
    return InView(is_in, places, home, is_certain, len(merged))


def ever_in_view(warehouse: Warehouse, view: View) -> Array:
    """The places of the branches that the filter takes, in whatever period they exist."""
    # The filter is the same in all periods, of which a course of years asks ten.
    anyone = replace(view, period="2000", grain="year")
    return warehouse.shelf.get(("ever in view", anyone), lambda: _ever_in_view(warehouse, anyone))


def _ever_in_view(warehouse: Warehouse, view: View) -> Array:
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
    every = branches(warehouse)
    return warehouse.once(f"homes {view.boundary}", lambda _: homes_of(every.since, every.before, view.boundary))


def homes_of(since: Array, before: Array, boundary: str) -> tuple[Array, Array]:
    """The same for numbers of provinces in both systems, of branches or of cells."""
    if boundary == "since_2025_07":
        return since, np.ones(len(since), dtype=bool)
    return np.where(before >= 0, before, since), (before >= 0) | (since < 0)


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
