"""Long frames looked at in part: rows of a table put together where they are shown, names read where they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
import pandas as pd

from comparison.figure_rows import FigureRows
from ui import formats
from ui.texts import t, tn

Array = np.ndarray[Any, Any]
# Beyond this a number does not fit where it is sorted without comparing.
SMALL = np.iinfo(np.int16).max
# What a name in a list of silent branches says beside itself, by the column that tells it; of several the last.
_BESIDE_NAME = {
    "has_other_figure": "silent.other_figure",
    "has_figure_of_years": "silent.of_years",
    "names_no_term": "silent.of_years_without_term",
}
# The columns of a list of those that a term leaves silent.
SILENT = ("name_vi", "has_figure_of_years", "names_no_term")


class Later:
    """Rows of a frame by their places, in the order shown; copied from it only where somebody looks at them.

    `put` makes the rows that are shown of those taken from the frame: as many, in the same order. A country's table
    has 126,000 rows, of which a page shows 200: sorting its columns of text would cost more than all the rest.
    """

    def __init__(
        self,
        frame: pd.DataFrame | FigureRows,
        places: np.ndarray | Runs | None = None,
        put: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    ) -> None:
        self._frame, self._places, self._put = frame, places, put

    def __len__(self) -> int:
        return len(self._frame) if self._places is None else len(self._places)

    def part(self, first: int = 0, last: int | None = None) -> pd.DataFrame:
        """The rows from one place up to another, all by default."""
        asked = slice(first, last)
        chosen = asked if self._places is None else self._places[asked]
        rows = self._frame.iloc[chosen] if isinstance(self._frame, pd.DataFrame) else self._frame.part(chosen)
        return rows if self._put is None else self._put(rows)


class Runs:
    """The places of rows that come group by group, each group sorted by a number, the largest first; of a long frame
    only the groups that are looked at are."""

    def __init__(self, groups: np.ndarray, numbers: np.ndarray) -> None:
        """`groups` never fall from one row to the next."""
        self._groups, self._numbers = groups, numbers

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, asked: slice) -> np.ndarray:
        first, last, _ = asked.indices(len(self))
        if first >= last:
            return np.empty(0, dtype=int)
        begin = int(np.searchsorted(self._groups, self._groups[first], side="left"))
        end = int(np.searchsorted(self._groups, self._groups[last - 1], side="right"))
        places = begin + np.lexsort((-self._numbers[begin:end], self._groups[begin:end]))
        return np.asarray(places[first - begin : last - begin])


class Names(Sequence[str]):
    """Branches by name, in the order of the rows; those with a figure of another kind of period, or of single years
    where a term is asked for, say so. The latter stand last, those that name no term after the others."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self._rows = rows[[name for name in ("name_vi", *_BESIDE_NAME) if name in rows]]
        if (marks := self._marks()).any():
            self._rows = self._rows.iloc[np.argsort(marks, kind="stable")]

    def _marks(self) -> Array:
        """For each of them 0, 1 for one with figures of single years, 2 for one of these that names no term."""
        columns = [name for name in SILENT[1:] if name in self._rows]
        return np.asarray(
            sum((self._rows[name].to_numpy(dtype=np.int8) for name in columns), np.zeros(len(self._rows)))
        )

    @property
    def of_years(self) -> int:
        """How many of them have figures of single years of the term."""
        return int(self._rows["has_figure_of_years"].sum()) if "has_figure_of_years" in self._rows else 0

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        # All at once: each name by itself would cost as much.
        names = self._rows["name_vi"].tolist()
        told = list(names)
        # What is said of a branch without a term is said instead of the mere years.
        for column, words in _BESIDE_NAME.items():
            for place in self._rows[column].to_numpy(dtype=bool).nonzero()[0] if column in self._rows else ():
                told[place] = t(words, name=names[place])
        return iter(told)

    @overload
    def __getitem__(self, asked: int) -> str: ...
    @overload
    def __getitem__(self, asked: slice) -> Names: ...
    def __getitem__(self, asked: int | slice) -> str | Names:
        if isinstance(asked, int):
            return next(iter(self[asked : asked + 1 or None]))
        return Names(self._rows.iloc[asked])

    def by_mark(self) -> list[tuple[str, Sequence[str]]]:
        """The same in groups, so that what is said of dozens of names is said once: the words before the names, "" for
        those that each speak for themselves."""
        groups: list[tuple[str, Sequence[str]]] = []
        marks, names, plain = self._marks(), list(self), self._rows["name_vi"].tolist()
        for mark, head in enumerate(("", "silent.head.of_years", "silent.head.of_years_without_term")):
            chosen = np.flatnonzero(marks == mark)
            if len(chosen):
                groups.append((t(head), [plain[n] for n in chosen]) if head else ("", [names[n] for n in chosen]))
        return groups


def by_mark(names: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Groups of names with what is said of each group; one group without words where nothing is."""
    return names.by_mark() if isinstance(names, Names) else [("", names)]


def silent_words(names: Sequence[str]) -> str:
    """The head of a list of branches without a figure: how many have none at all, and how many those of years alone."""
    of_years = names.of_years if isinstance(names, Names) else 0
    without = len(names) - of_years
    parts = [tn("table.silent", without, n=formats.number(without, 0))] if without or not of_years else []
    parts += [tn("table.silent.of_years", of_years, n=formats.number(of_years, 0))] if of_years else []
    return " · ".join(parts)


def mappings(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as mappings of plain values, as `to_dict` makes them in several times as long."""
    columns = [_values(column) for _, column in frame.items()]
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series) -> list[Any]:
    values = [None if one is pd.NA else one for one in column.tolist()]
    if column.dtype == object:
        return [one.item() if isinstance(one, (np.bool_, np.number)) else one for one in values]
    return values


def picked(frame: pd.DataFrame, mask: pd.Series | np.ndarray) -> pd.DataFrame:
    """The rows where the mask holds; a run of neighbours, as what a ranking's end leaves out, is not copied."""
    places = np.flatnonzero(np.asarray(mask, dtype=bool))
    if not len(places):
        return frame.iloc[:0]
    first, last = int(places[0]), int(places[-1]) + 1
    return frame.iloc[first:last] if last - first == len(places) else frame.iloc[places]


@dataclass(frozen=True, eq=False)
class Numbered:
    """A column as numbers: `codes` of its rows (-1: none) into `words`, in the order in which they come."""

    codes: Array
    words: Sequence[Any]

    def among(self, rows: Array) -> tuple[str, ...]:
        """The words of some rows, each once, in the order in which they come."""
        return tuple(str(self.words[code]) for code in pd.unique(self.codes[rows]) if code >= 0)

    @cached_property
    def every(self) -> tuple[str, ...]:
        """The words of all rows."""
        return tuple(map(str, self.words))


def numbered(column: pd.Series) -> Numbered:
    """A column as numbers."""
    codes, words = pd.factorize(column)
    return Numbered(np.asarray(codes), words.tolist())


def first_of(codes: Array, count: int) -> Array:
    """The first row of each of so many numbers, all of which are there; rows of none (-1) belong to nobody."""
    first = np.empty(count, dtype=np.int64)
    there = np.flatnonzero(codes >= 0)[::-1]
    # Of several the last one written stays: from the end on, that is the first.
    first[codes[there]] = there
    return first


def by_small_numbers(numbers: Array) -> Array:
    """The places of rows sorted by one small whole number, equal ones as they stood."""
    return np.argsort(numbers.astype(np.int16) if np.abs(numbers).max(initial=0) < SMALL else numbers, kind="stable")


def ranks_of(column: pd.Series, order: Sequence[str]) -> np.ndarray:
    """The place of each cell's text in an order; NaN where it is not there."""
    codes, texts = pd.factorize(column)
    place = {text: float(n) for n, text in enumerate(order)}
    # The last one stands for what is missing, whose code is -1.
    return np.array([*(place.get(str(text), np.nan) for text in texts), np.nan])[codes]


def in_order(keys: Sequence[pd.Series | np.ndarray], descending: Sequence[bool] = ()) -> np.ndarray:
    """The places of rows sorted by several numbers, the first one deciding, missing ones last, equal ones as they
    stood."""
    falls = [*descending, *([False] * (len(keys) - len(descending)))]
    columns = [np.asarray(key, dtype=float) for key in keys]
    return np.lexsort([-column if fall else column for column, fall in zip(columns, falls, strict=True)][::-1])
