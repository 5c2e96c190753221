"""The judged targets of a year or cycle as arrays, read once and kept a while, and those of the branches in view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison.aims import few_words, in_turn
from comparison.held import Array, in_view
from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.statements import fitted, flags_of
from comparison.warehouse import TEXT, Warehouse

# Under their names in the snapshot's type attainment_status, in its order.
STATES = ("met", "not_met", "undecided", "no_result", "running")


@dataclass(frozen=True, eq=False)
class Judged:
    """One row per target and judged period, by branch, metric and year: `chosen` of `columns` (None: all of them),
    which are those of held_judged.sql, at (the place of the branch), and state (that of the status in STATES)."""

    columns: dict[str, Any]
    chosen: Array | None = None

    @property
    def nbytes(self) -> int:
        return int(sum(column.nbytes for column in self.columns.values()))

    def __len__(self) -> int:
        return len(self.columns["at"] if self.chosen is None else self.chosen)

    def __getitem__(self, name: str) -> Any:
        """A column, picked when it is asked for."""
        return self.columns[name] if self.chosen is None else self.columns[name][self.chosen]

    def taken(self, chosen: Array) -> Judged:
        """Those that an array of truths or places chooses."""
        rows = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return Judged(self.columns, rows if self.chosen is None else self.chosen[rows])

    def frame(self) -> pd.DataFrame:
        """Whole rows: the columns of held_judged.sql."""
        return pd.DataFrame({name: self[name] for name in self.columns if name not in ("at", "state")}, copy=False)


def judged(warehouse: Warehouse, view: View) -> Judged:
    """The judged targets of the branches in view whose period belongs to the view's."""
    every = warehouse.shelf.get(("judged", view.grain, view.period), lambda: _read(warehouse, view))
    return every.taken(in_view(warehouse, view).is_in[every["at"]])


def _read(warehouse: Warehouse, view: View) -> Judged:
    found = warehouse.texts(fitted(("held_judged",), flags_of(view)), {"period": view.period})
    order = in_turn(warehouse, found)
    columns = {str(name): _column(column)[order] for name, column in found.items()}
    places = np.array([*(STATES.index(state) for state in columns["status"].words.values), -1], dtype=np.int8)
    state = places[columns["status"].places]
    columns |= {"at": columns["branch_key"] - 1, "state": state}
    # Frames are made of them as they are: whoever writes into one must not write here.
    for column in columns.values():
        (column.places if isinstance(column, Picked) else column).setflags(write=False)
    return Judged(columns)


def _column(column: pd.Series) -> Any:
    """Words as numbers of the few there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return Picked(Words(column.cat.categories.array), column.cat.codes.to_numpy())
    if column.dtype != TEXT:
        return column.to_numpy()
    return few_words(column)
