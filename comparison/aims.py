"""Aims as long lists in columns of numbers: chosen and counted as arrays, rows put together where they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.dimensions import dimensions, with_branches
from comparison.held import Array, branches, in_view, named
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import TEXT, Warehouse

_OF_BRANCH = (
    *("branch_id", "name_vi", "province"),
    *("metric_id", "metric_name_vi", "metric_name_en", "unit"),
)


@dataclass(frozen=True, eq=False)
class Aims:
    """Columns of one length, by branch, metric, target and time; `at`, the place of the branch, `branch_key`,
    `metric_key` and `source_ids` among them. `unsaid`: those that rows leave out."""

    columns: dict[str, Any]
    unsaid: frozenset[str] = frozenset({"at"})

    @property
    def nbytes(self) -> int:
        return int(sum(column.nbytes for column in self.columns.values()))


class AimRows:
    """Those of some aims whose branches are in view."""

    def __init__(self, warehouse: Warehouse, view: View, held: Aims, is_asked: Array | None = None) -> None:
        """`is_asked`: which of the aims the question is about; all by default."""
        is_chosen = in_view(warehouse, view).is_in[held.columns["at"]]
        self._warehouse, self._view, self._held = warehouse, view, held
        self._rows = np.flatnonzero(is_chosen if is_asked is None else is_chosen & is_asked)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def nbytes(self) -> int:
        return int(self._rows.nbytes)

    def __getitem__(self, name: str) -> Any:
        """A column, picked when it is asked for."""
        return self._held.columns[name][self._rows]

    def is_of(self, branch_ids: tuple[str, ...]) -> Array:
        """For each row whether it is of one of some branches."""
        return np.asarray(named(branches(self._warehouse), branch_ids)[self["at"]])

    def source_ids(self, asked: slice | Array = slice(None)) -> tuple[str, ...]:
        """The sources of some rows, all by default, each once and sorted."""
        several = self._held.columns["source_ids"][self._rows[asked]].distinct()
        return tuple(sorted({one for ids in several for one in ids}))

    def part(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some rows, all by default, with what is known of their branches and metrics."""
        rows = self._rows[asked]
        held = self._held
        frame = pd.DataFrame({name: one[rows] for name, one in held.columns.items() if name not in held.unsaid})
        return with_branches(self._warehouse, self._view, frame, _OF_BRANCH)


def in_turn(warehouse: Warehouse, frame: pd.DataFrame) -> Array:
    """The places of rows by name of the branch, metric, target and time."""
    name_order = branches(warehouse).name_order[frame["branch_key"].to_numpy() - 1]
    return np.lexsort((frame["period_start"], frame["target_id"], frame["metric_key"], name_order))


def few_words(column: pd.Series) -> Picked:
    """A column of words that are said again and again, as numbers of them."""
    numbers, words = pd.factorize(column.array)
    return Picked(Words(pd.array(words, dtype=TEXT)), numbers.astype(np.int32))


def of_metrics(warehouse: Warehouse, metric_keys: Array, name: str) -> Array:
    """What the catalogue says of the metric of each row: its unit, measure or direction."""
    known = catalogue.metrics(warehouse)
    words = [getattr(known[metric_id], name) for metric_id in dimensions(warehouse).metrics["metric_id"]]
    return np.array(words, dtype=object)[metric_keys - 1]
