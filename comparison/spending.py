"""Welfare spending of each branch in view, as arrays: as its source states it, as the sum of its stated kinds, and
which of both is used."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.figures import Figures, ids_of, picked_ids, read_ahead, reported
from comparison.held import Array, branches, in_view
from comparison.picked import Picked, Words, combined
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
    stated kinds: the one with the larger lower bound (DESIGN.md 5.5). `is_partial`: what is used holds a sum of some
    years of a term, which is known of that much and neither ranked nor added (5.3). `stated` and `parts` have no amount
    where they are known in part. `is_left_out`: a successor's spending stands in its place. `source_set`: the number of
    the sets of sources behind what is used, which `sets` lists."""

    places: Array
    basis: Array
    used: Money
    stated: Money
    parts: Money
    parts_count: Array
    is_partial: Array
    is_left_out: Array
    source_set: Array
    sets: tuple[frozenset[int], ...]

    @property
    def nbytes(self) -> int:
        return 3 * self.used.nbytes + 20 * len(self.places)

    @property
    def is_whole(self) -> Array:
        """Whether there is an amount for all of the period."""
        return np.asarray((self.basis > 0) & ~self.is_partial)

    def source_ids(self, warehouse: Warehouse) -> Picked:
        """Of each branch the ids of the sources of what is used, () for none."""
        return picked_ids(self.source_set, [ids_of(warehouse, one) for one in self.sets])


def spent(warehouse: Warehouse, view: View) -> Spent:
    """What each branch in view spent on members' welfare."""
    return warehouse.shelf.get(("spent", view), lambda: _find_spent(warehouse, view))


def _find_spent(warehouse: Warehouse, view: View) -> Spent:
    every, seen = branches(warehouse), in_view(warehouse, view)
    size = len(seen)
    stated, parts = Money.none(size), Money.none(size)
    stated_in_part, parts_in_part, count = (np.zeros(size, dtype=kind) for kind in (bool, bool, np.int64))
    found: list[tuple[int, Array, Figures]] = []
    kinds = (*catalogue.welfare_parts(warehouse), catalogue.STATED_WELFARE_TOTAL)
    read_ahead(warehouse, view, kinds)
    for metric_id in kinds:
        rows = reported(warehouse, view, metric_id)
        at = np.searchsorted(seen.places, rows.at)
        is_total = metric_id == catalogue.STATED_WELFARE_TOTAL
        (stated if is_total else parts).add(at, rows)
        (stated_in_part if is_total else parts_in_part)[at] |= rows.is_partial
        count[at] += not is_total
        found.append((1 if is_total else 2, at, rows))
    knows_stated, knows_parts = ~np.isnan(stated.low), ~np.isnan(parts.low)
    with np.errstate(invalid="ignore"):
        takes_parts = knows_parts & ~(stated.low >= parts.low)
    basis = np.where(takes_parts, 2, np.where(knows_stated, 1, 0)).astype(np.int8)
    is_partial = np.where(takes_parts, parts_in_part, stated_in_part)
    has = np.zeros(len(seen.is_in), dtype=bool)
    has[seen.places] = (basis > 0) & ~is_partial
    source_set, sets = _sources(found, basis)
    none = Money.none(size)
    return Spent(
        places=seen.places,
        basis=basis,
        used=stated.chosen(parts, takes_parts),
        stated=stated.chosen(none, stated_in_part),
        parts=parts.chosen(none, parts_in_part),
        parts_count=count,
        is_partial=is_partial,
        is_left_out=(has & every.replaced(has))[seen.places],
        source_set=source_set,
        sets=sets,
    )


def _sources(found: list[tuple[int, Array, Figures]], basis: Array) -> tuple[Array, tuple[frozenset[int], ...]]:
    """For each branch a number of what its spending rests on, and the sets of sources behind each number. `found` are
    the figures with the basis they are used for and the branches' rows."""
    columns: list[tuple[Array, Array, Figures]] = []
    for used_for, at, rows in found:
        codes, numbers = pd.factorize(rows.source_set)
        column = np.full(len(basis), -1, dtype=np.int64)
        column[at] = np.where(basis[at] == used_for, codes, -1)
        columns.append((column, numbers, rows))
    number, first = combined((column for column, _, _ in columns), len(basis))
    sets: list[frozenset[int]] = []
    for row in first:
        there = [rows.sets_of(int(numbers[column[row]])) for column, numbers, rows in columns if column[row] >= 0]
        sets.append(frozenset().union(*there))
    return number, tuple(sets)


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
