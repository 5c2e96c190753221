"""Welfare spending of each branch in view, as arrays: as its source states it, as the sum of its stated kinds, and
which of both is used."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.dimensions import dimensions
from comparison.figures import Figures, ids_of, picked_ids, read_ahead, reported
from comparison.held import Array, branches, in_view
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import TEXT, Warehouse

STATED, PARTS = "stated", "parts"
_BASES = Words(pd.array([None, STATED, PARTS], dtype=TEXT))


@dataclass(frozen=True, eq=False)
class Money:
    """An amount of each branch in view, NaN where there is none, with its bounds."""

    value: Array
    low: Array
    high: Array
    is_approximate: Array

    @property
    def nbytes(self) -> int:
        return int(sum(getattr(self, field.name).nbytes for field in fields(self)))

    @classmethod
    def none(cls, size: int) -> Money:
        """No amount of any branch."""
        value, low, high = (np.full(size, np.nan) for _ in range(3))
        return cls(value, low, high, np.zeros(size, dtype=bool))

    def add(self, at: Array, figures: Figures) -> None:
        """Add figures to the branches they belong to, each at most once a call."""
        for name in ("value", "low", "high"):
            mine = getattr(self, name)
            mine[at] = np.where(np.isnan(mine[at]), 0.0, mine[at]) + getattr(figures, name)
        self.is_approximate[at] |= figures.is_approximate

    def chosen(self, other: Money, takes_other: Array) -> Money:
        """This amount, and the other one where that is taken."""
        return Money(*(np.where(takes_other, getattr(other, f.name), getattr(self, f.name)) for f in fields(self)))


@dataclass(frozen=True, eq=False)
class Spent:
    """Spending of the branches in view, in the order of their places. `basis`: 0 none, 1 as stated, 2 the sum of the
    stated kinds: the one with the larger lower bound (DESIGN.md 5.5). `first_set` and `last_set`: the least and the
    largest number among the sets of sources of what is used; `scattered` names all sets of those whose kinds rest on
    several. `is_left_out`: a successor's spending stands in its place."""

    places: Array
    basis: Array
    used: Money
    stated: Money
    parts: Money
    parts_count: Array
    is_partial: Array
    is_left_out: Array
    source_set: Array
    scattered: dict[int, tuple[int, ...]]

    @property
    def nbytes(self) -> int:
        return 3 * self.used.nbytes + 20 * len(self.places)

    def source_ids(self, warehouse: Warehouse) -> Picked:
        """Of each branch the ids of the sources of what is used, () for none."""
        if not self.scattered:
            return dimensions(warehouse).sources_of(self.source_set)
        place, numbers = pd.factorize(self.source_set)
        ids = [ids_of(warehouse, (int(number),)) if number >= 0 else () for number in numbers]
        sets, rows = pd.factorize(np.fromiter(self.scattered.values(), dtype=object, count=len(self.scattered)))
        place[list(self.scattered)] = len(ids) + sets
        return picked_ids(place, ids + [ids_of(warehouse, one) for one in rows])


def spent(warehouse: Warehouse, view: View) -> Spent:
    """What each branch in view spent on members' welfare, whole figures only."""
    return warehouse.shelf.get(("spent", view), lambda: _find_spent(warehouse, view))


def _find_spent(warehouse: Warehouse, view: View) -> Spent:
    every, seen = branches(warehouse), in_view(warehouse, view)
    size = len(seen)
    stated, parts = Money.none(size), Money.none(size)
    has_partial, count = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64)
    sets: dict[str, tuple[Array, Array]] = {}
    kinds = (*catalogue.welfare_parts(warehouse), catalogue.STATED_WELFARE_TOTAL)
    read_ahead(warehouse, view, kinds)
    for metric_id in kinds:
        rows = reported(warehouse, view, metric_id)
        whole = rows.whole
        has_partial[np.searchsorted(seen.places, rows.at[rows.is_partial])] = True
        at = np.searchsorted(seen.places, whole.at)
        is_total = metric_id == catalogue.STATED_WELFARE_TOTAL
        (stated if is_total else parts).add(at, whole)
        count[at] += not is_total
        sets[metric_id] = at, whole.source_set
    knows_stated, knows_parts = ~np.isnan(stated.low), ~np.isnan(parts.low)
    with np.errstate(invalid="ignore"):
        takes_parts = knows_parts & ~(stated.low >= parts.low)
    basis = np.where(takes_parts, 2, np.where(knows_stated, 1, 0)).astype(np.int8)
    has = np.zeros(len(seen.is_in), dtype=bool)
    has[seen.places] = basis > 0
    source_set, scattered = _sources(sets, basis)
    return Spent(
        places=seen.places,
        basis=basis,
        used=stated.chosen(parts, takes_parts),
        stated=stated,
        parts=parts,
        parts_count=count,
        is_partial=(basis == 0) & has_partial,
        is_left_out=(has & every.replaced(has))[seen.places],
        source_set=source_set,
        scattered=scattered,
    )


def _sources(sets: dict[str, tuple[Array, Array]], basis: Array) -> tuple[Array, dict[int, tuple[int, ...]]]:
    """The set of sources that each branch's spending rests on, -1 for none; all sets of those that rest on several."""
    at, numbers = sets.pop(catalogue.STATED_WELFARE_TOTAL)
    source_set = np.full(len(basis), -1, dtype=np.int32)
    source_set[at] = numbers
    source_set[basis == 2] = -1
    scattered: dict[int, set[int]] = {}
    for at, numbers in sets.values():
        used = basis[at] == 2
        at, numbers = at[used], numbers[used]
        differs = (source_set[at] >= 0) & (source_set[at] != numbers)
        for row, number in zip(at[differs], numbers[differs], strict=True):
            scattered.setdefault(int(row), {int(source_set[row])}).add(int(number))
        source_set[at[~differs]] = numbers[~differs]
    return source_set, {row: tuple(sorted(found)) for row, found in scattered.items()}


def spent_frame(warehouse: Warehouse, found: Spent, order: Array) -> pd.DataFrame:
    """One row per branch in view in an order of their places: branch_key, basis, value, low, high, is_approximate, the
    same as stated_... and parts_..., parts_count, is_partial, source_ids, is_left_out."""
    amounts = {"": found.used, "stated_": found.stated, "parts_": found.parts}
    columns: dict[str, Any] = {
        f"{prefix}{field.name}": getattr(amount, field.name)
        for prefix, amount in amounts.items()
        for field in fields(amount)
    }
    about: dict[str, Any] = {"branch_key": found.places + 1, "basis": Picked(_BASES, found.basis)}
    columns = about | columns
    columns |= {name: getattr(found, name) for name in ("parts_count", "is_partial")}
    columns |= {"source_ids": found.source_ids(warehouse), "is_left_out": found.is_left_out}
    return pd.DataFrame({name: column[order] for name, column in columns.items()})
