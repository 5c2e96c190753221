"""Honours of branches kind by kind, added only within what counts the same: people, collectives, awards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from comparison import catalogue
from comparison.answers import Coverage
from comparison.dimensions import dimensions, with_branches
from comparison.figure_rows import FigureRows
from comparison.figures import Figures, read_ahead, reported
from comparison.held import Array, branches, in_view, named
from comparison.questions import View
from comparison.source_sets import ids_of_rows
from comparison.warehouse import Warehouse
from comparison.welfare import OF_FIGURE

# Kinds that count the same thing. Within people the sum is of honours, not of persons: one may hold several.
UNITS = {
    "person": ("advanced_workers", "emulation_fighters", "outstanding_members", "two_good_women"),
    "group": ("advanced_collectives", "excellent_collectives", "outstanding_union_groups"),
    "award": ("certificates", "merit_certificates", "emulation_flags", "contest_prizes"),
}


class Mix:
    """Honours of one unit of the branches in view, whole figures only. Its totals are one row per branch with any, most
    first; its parts one row per branch and reported kind, by name. Kinds not reported are not nought: a sum holds what
    was reported. The lists are put together where they are read."""

    def __init__(self, warehouse: Warehouse, view: View, unit: str, kinds: tuple[str, ...]) -> None:
        keys = dimensions(warehouse).metric_keys
        self.unit, self.kinds = unit, tuple(sorted(kinds, key=lambda kind: keys[kind]))
        self._warehouse, self._view = warehouse, view
        every = [reported(warehouse, view, kind) for kind in self.kinds]
        self._whole = [one.whole for one in every]
        self._figures = FigureRows(warehouse, view, self.kinds, OF_FIGURE)
        self._rows = self._whole_rows(every)
        size = len(branches(warehouse).tier)
        kinds_of = np.zeros(size, dtype=np.int64)
        for one in self._whole:
            kinds_of[one.at] += 1
        value = self._summed("value")
        places = np.flatnonzero(kinds_of)
        by_name = branches(warehouse).name_order[places]
        order = np.lexsort((by_name, plain_name_ranks(warehouse)[places], -value[places]))
        self._places = places[order]
        self._kinds_of, self._value = kinds_of, value
        self.coverage = Coverage(len(places), len(in_view(warehouse, view)))

    def _whole_rows(self, every: list[Figures]) -> Array:
        """The rows of the list that are whole figures: parts of a term are never added."""
        if not any(one.is_partial.any() for one in every):
            return np.arange(len(self._figures))
        order = branches(self._warehouse).name_order
        lines = np.concatenate([order[one.at] for one in every])
        columns = np.repeat(np.arange(len(every)), [len(one.at) for one in every])
        is_partial = np.concatenate([one.is_partial for one in every])
        return np.flatnonzero(~is_partial[np.lexsort((columns, lines))])

    def _summed(self, end: str) -> Array:
        """The sum of each branch of the snapshot."""
        sums = np.zeros(len(branches(self._warehouse).tier))
        for one in self._whole:
            sums[one.at] += getattr(one, end)
        return sums

    def __len__(self) -> int:
        return len(self._places)

    @property
    def nbytes(self) -> int:
        return int(self._figures.nbytes + self._rows.nbytes + 3 * self._value.nbytes)

    @property
    def parts_count(self) -> int:
        """How many parts there are."""
        return len(self._rows)

    def is_of(self, branch_ids: tuple[str, ...]) -> Array:
        """For each total whether it is of one of some branches."""
        return np.asarray(named(branches(self._warehouse), branch_ids)[self._places])

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all parts, each once and sorted."""
        known = dimensions(self._warehouse).source_sets.values
        sets = frozenset[int]().union(*(one.sets() for one in self._whole))
        return tuple(sorted({one for number in sets for one in known[number]}))

    def totals(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some totals, all by default: unit, branch_id, name_vi, value, low, high, is_approximate, kinds (how many are
        reported), source_ids."""
        places = self._places[asked]
        numbers = np.full((len(places), len(self._whole)), -1, dtype=np.int64)
        is_approximate = np.zeros(len(places), dtype=bool)
        for column, one in enumerate(self._whole):
            if len(one.at):
                found = np.minimum(np.searchsorted(one.at, places), len(one.at) - 1)
                has = one.at[found] == places
                numbers[has, column] = one.source_set[found[has]]
                is_approximate[has] |= one.is_approximate[found[has]]
        columns: dict[str, Any] = {"branch_key": places + 1, "value": self._value[places]}
        columns |= {end: self._summed(end)[places] for end in ("low", "high")}
        columns |= {"is_approximate": is_approximate, "kinds": self._kinds_of[places]}
        frame = pd.DataFrame(columns | {"source_ids": ids_of_rows(self._warehouse, numbers)})
        told = with_branches(self._warehouse, self._view, frame, ("branch_id", "name_vi"))
        return told.assign(unit=self.unit)

    def parts(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some parts, all by default: unit, branch_id, name_vi, metric_id, value, low, high, is_approximate,
        source_ids."""
        return self._told(self._figures.part(self._rows[asked]))

    def parts_of(self, branch_ids: tuple[str, ...]) -> pd.DataFrame:
        """The parts of some branches."""
        rows = self._figures.of_branches(branch_ids)
        return self._told(rows[~rows["is_partial"]].reset_index(drop=True))

    def _told(self, rows: pd.DataFrame) -> pd.DataFrame:
        columns = ["branch_id", "name_vi", "metric_id", "value", "low", "high", "is_approximate", "source_ids"]
        return rows[columns].assign(unit=self.unit)


def honours(warehouse: Warehouse, view: View) -> dict[str, Mix]:
    """Which honours the branches in view gave or won, by unit (see Mix)."""
    known = catalogue.metrics(warehouse)
    kinds_of = {unit: tuple(kind for kind in kinds if kind in known) for unit, kinds in UNITS.items()}
    read_ahead(warehouse, view, tuple(kind for kinds in kinds_of.values() for kind in kinds))
    return {unit: Mix(warehouse, view, unit, kinds) for unit, kinds in kinds_of.items()}


def plain_name_ranks(warehouse: Warehouse) -> Array:
    """For each branch the rank of its name by code points, as the database sorts without a collation; equal names share
    one."""
    return warehouse.once("plain name ranks", _read_plain_ranks)


def _read_plain_ranks(warehouse: Warehouse) -> Array:
    names = pa.array(dimensions(warehouse).branches["name_vi"].array)
    return np.asarray(pc.rank(names, tiebreaker="dense"))
