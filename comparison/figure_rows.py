"""Figures of several metrics of the branches in view as one list, by name and metric, put together where it is read."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from comparison.dimensions import dimensions, with_branches
from comparison.figures import Figures, ids_of, is_one_value, read_ahead, reported
from comparison.held import Array, branches, in_view
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import TEXT, Warehouse

_NUMBERS = ("value", "low", "high", "years_present")
_OF_ROW = (
    *("branch_key", "metric_key", "value", "low", "high", "is_approximate", "is_partial", "years_present"),
    *("years_expected", "period_kind", "period_start", "period_end", "source_ids"),
)


class FigureRows:
    """Every figure of some metrics that a branch in view has, one row each. A list of the whole country is long and a
    page shows little of it: which figure stands in which row is known, the rows are made for those that are asked."""

    def __init__(
        self, warehouse: Warehouse, view: View, metric_ids: tuple[str, ...], about: tuple[str, ...] = ()
    ) -> None:
        """`about`: what rows say of branch and metric (see with_branches); without it branch_key and metric_key."""
        keys = dimensions(warehouse).metric_keys
        self._warehouse, self._view, self._about = warehouse, view, about
        self._metrics = sorted(metric_ids, key=lambda name: keys[name])
        read_ahead(warehouse, view, tuple(self._metrics))
        self._figures = [reported(warehouse, view, name) for name in self._metrics]
        self._first = np.cumsum([0, *(len(one.at) for one in self._figures)])
        self._rows, self.lines = self._in_order()

    def _in_order(self) -> tuple[Array, Array]:
        """For each row the number of its figure in all lists of figures one after the other, and its branch's place
        by name among those in view."""
        seen = in_view(self._warehouse, self._view)
        by_name = branches(self._warehouse).named_in_order(seen.is_in)
        line = np.empty(len(seen.is_in), dtype=np.int32)
        line[by_name] = np.arange(len(by_name), dtype=np.int32)
        # A line for each branch, a column for each metric: read line by line they are in order.
        places = np.full((len(by_name), len(self._figures)), -1, dtype=np.int32)
        for column, (first, one) in enumerate(zip(self._first, self._figures, strict=False)):
            places[line[one.at], column] = first + np.arange(len(one.at), dtype=np.int32)
        there = np.flatnonzero(places.ravel() >= 0)
        return places.ravel()[there], (there // max(len(self._figures), 1)).astype(np.int32)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def nbytes(self) -> int:
        return int(self._rows.nbytes + self.lines.nbytes + sum(one.nbytes for one in self._figures))

    @cached_property
    def value(self) -> Array:
        """The printed value of each row."""
        every = [one.value for one in self._figures]
        return np.asarray(np.concatenate(every)[self._rows] if every else np.zeros(0), dtype=float)

    def metric_ids(self) -> tuple[str, ...]:
        """The metrics that have a row, in the catalogue's order."""
        return tuple(name for name, one in zip(self._metrics, self._figures, strict=True) if len(one.at))

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all rows, each once and sorted."""
        return ids_of(self._warehouse, frozenset().union(*(one.sets() for one in self._figures)))

    def of_branches(self, branch_ids: tuple[str, ...]) -> pd.DataFrame:
        """The rows of some branches."""
        known = branches(self._warehouse)
        seen = in_view(self._warehouse, self._view)
        by_name = known.named_in_order(seen.is_in)
        wanted = [known.place_of[name] for name in branch_ids if name in known.place_of]
        return self.part(np.flatnonzero(np.isin(self.lines, np.flatnonzero(np.isin(by_name, wanted)))))

    def part(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some rows, all by default: what `about` names, value, low, high, is_approximate, is_partial, years_present,
        years_expected, period_kind, period_start, period_end, source_ids."""
        rows = self._rows[asked]
        kinds = np.searchsorted(self._first, rows, side="right") - 1
        keys = dimensions(self._warehouse).metric_keys
        parts, chosen = [], []
        for kind in np.unique(kinds):
            mine = np.flatnonzero(kinds == kind)
            figures = self._figures[kind].taken(rows[mine] - self._first[kind])
            parts.append(_listed(self._warehouse, figures, keys[self._metrics[kind]]))
            chosen.append(mine)
        parts = parts or [_listed(self._warehouse, _nothing(), 0)]
        order = np.empty(len(rows), dtype=np.intp)
        order[np.concatenate([*chosen, np.zeros(0, dtype=np.intp)])] = np.arange(len(rows))
        columns = {name: _joined([part[name] for part in parts])[order] for name in parts[0]}
        columns["period_kind"] = one_word(self._view.grain, len(rows))
        frame = pd.DataFrame({name: columns[name] for name in _OF_ROW})
        return with_branches(self._warehouse, self._view, frame, self._about) if self._about else frame


def figure_columns(warehouse: Warehouse, figures: Figures) -> dict[str, Any]:
    """What is told of each figure: value, low, high, years_present, years_expected, is_approximate, is_partial,
    has_conflict, period_start, period_end, counted_on, source_ids."""
    told: dict[str, Any] = {name: _as(getattr(figures, name), "f8") for name in _NUMBERS}
    told |= {name: getattr(figures, name) for name in ("is_approximate", "is_partial", "has_conflict")}
    told |= {name: _as(getattr(figures, name), "M8[us]") for name in ("period_start", "period_end", "counted_on")}
    return told | {"source_ids": figures.source_ids(warehouse), "years_expected": _years_expected(told)}


def _as(column: Array, kind: str) -> Array:
    if is_one_value(column):
        return np.broadcast_to(column[:1].astype(kind), column.shape)
    return column.astype(kind, copy=False)


def _years_expected(told: dict[str, Any]) -> Array:
    """The years of a term; NaN for a year."""
    present = told["years_present"]
    if is_one_value(present) and np.isnan(present[0]):
        return np.broadcast_to(np.nan, len(present))
    first, last = (told[name].astype("M8[Y]").astype(float) for name in ("period_start", "period_end"))
    return np.where(np.isnan(present), np.nan, last - first + 1)


def one_word(word: str, size: int) -> Picked:
    """A column that says the same in every row."""
    return Picked(Words(pd.array([word], dtype=TEXT)), np.zeros(size, dtype=np.int8))


def _listed(warehouse: Warehouse, rows: Figures, metric_key: int) -> dict[str, Any]:
    told = figure_columns(warehouse, rows)
    keys = {"branch_key": rows.at + 1, "metric_key": np.full(len(rows.at), metric_key, dtype=np.int32)}
    return keys | {name: told[name] for name in _OF_ROW if name in told}


def _joined(columns: list[Any]) -> Any:
    is_picked = isinstance(columns[0], Picked)
    return Picked._concat_same_type(columns) if is_picked else np.concatenate(columns)


def _nothing() -> Figures:
    kinds: dict[str, Any] = {"at": np.int32, "source_set": np.int32}
    kinds |= dict.fromkeys(("value", "low", "high", "years_present"), float)
    kinds |= dict.fromkeys(("is_approximate", "has_conflict", "is_partial"), bool)
    kinds |= dict.fromkeys(("period_start", "period_end", "counted_on"), "M8[us]")
    return Figures({name: np.zeros(0, dtype=kind) for name, kind in kinds.items()})
