"""Columns of words picked by number from a list that all answers share, and only where somebody reads them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype
from pandas.api.indexers import check_array_indexer

Array = np.ndarray[Any, Any]


class Words:
    """Values that columns pick from, each at its place: the names of all branches, the ids of each set of sources."""

    def __init__(self, values: ExtensionArray | Array, place_of_none: int = -1) -> None:
        """`place_of_none`: where the word stands that says that there is none, if that is a word at all."""
        self.values = values
        self.place_of_none = place_of_none

    @cached_property
    def is_missing(self) -> Array:
        """For each whether it is no value."""
        return np.asarray(pd.isna(self.values), dtype=bool)

    @cached_property
    def numbers(self) -> Array:
        """For each a number that is the same for the same word, -1 for no value; one more at the end for place -1."""
        numbers, _ = pd.factorize(self.values)  # type: ignore[arg-type]
        return np.append(numbers, -1).astype(np.int32)

    def at(self, places: Array) -> Any:
        """Those at some places; -1 is no value."""
        has_none = bool(len(places)) and int(places.min()) < 0
        if not isinstance(self.values, np.ndarray):
            return self.values.take(places, allow_fill=has_none)
        taken = self.values[places]
        if has_none:
            taken[places < 0] = np.nan
        return taken


@register_extension_dtype
class PickedDtype(ExtensionDtype):
    """The type of columns that pick their words."""

    name = "picked"
    type = object
    na_value = np.nan

    @classmethod
    def construct_array_type(cls) -> Any:
        return Picked


class Picked(ExtensionArray):
    """A column of `words` by their places. Rows chosen, sorted and joined are numbers; a word is read when it is asked
    for, so that a table of the whole country costs what its shown rows cost."""

    def __init__(self, words: Words, places: Array) -> None:
        self.words, self.places = words, places

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Picked:
        if isinstance(scalars, Picked):
            return scalars.copy()
        values = np.empty(len(scalars), dtype=object)
        values[:] = list(scalars)
        return cls(Words(values), np.arange(len(values), dtype=np.int32))

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> Picked:
        return cls._from_sequence(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[Picked]) -> Picked:
        first = to_concat[0]
        if all(one.words is first.words for one in to_concat):
            return cls(first.words, np.concatenate([one.places for one in to_concat]))
        return cls._from_sequence([word for one in to_concat for word in one])

    @property
    def dtype(self) -> PickedDtype:
        return PickedDtype()

    @property
    def nbytes(self) -> int:
        return int(self.places.nbytes)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, (int, np.integer)):
            place = int(self.places[item])
            return self.words.values[place] if place >= 0 else np.nan
        return Picked(self.words, self.places[check_array_indexer(self, item)])

    def __setitem__(self, key: Any, value: Any) -> None:
        values = self.to_numpy(dtype=object)
        values[check_array_indexer(self, key)] = value
        self.words, self.places = Words(values), np.arange(len(values), dtype=np.int32)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        whole = np.empty(len(self), dtype=object)
        whole[:] = self.tolist()
        return whole if dtype is None else whole.astype(dtype)

    def __arrow_array__(self, type: Any = None) -> pa.Array:
        return pa.array(self.whole(), type=type)

    def whole(self) -> Any:
        """All of them as the list that is picked from holds them."""
        return self.words.at(self.places)

    def tolist(self) -> list[Any]:
        return list(self.whole().tolist())

    def distinct(self) -> list[Any]:
        """Each word once, in any order; what is no value is left out."""
        _, words = self.factorize()
        return list(words)

    def isna(self) -> Array:
        missing = self.words.is_missing
        if not missing.any():
            return np.asarray(self.places < 0)
        return np.asarray((self.places < 0) | missing[self.places])

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> Picked:
        taken = pd.api.extensions.take(self.places, np.asarray(indices), allow_fill=allow_fill, fill_value=-1)
        return Picked(self.words, np.asarray(taken))

    def copy(self) -> Picked:
        return Picked(self.words, self.places.copy())

    def factorize(self, use_na_sentinel: bool = True) -> tuple[Array, Picked]:
        numbers = self.words.numbers[self.places]
        codes, found = pd.factorize(numbers, use_na_sentinel=False)
        first = np.empty(len(found), dtype=np.intp)
        # Of several the last one written stays: from the end on, that is the first.
        first[codes[::-1]] = np.arange(len(codes))[::-1]
        if use_na_sentinel and (found == -1).any():
            none = int(np.flatnonzero(found == -1)[0])
            codes = np.where(codes == none, -1, codes - (codes > none))
            first = np.delete(first, none)
        return codes, Picked(self.words, self.places[first])

    def isin(self, values: Any) -> Array:
        """For each whether its word is one of some."""
        hits = np.append(pd.Series(self.words.values).isin(values).to_numpy(dtype=bool), False)
        return np.asarray(hits[self.places])

    def unique(self) -> Picked:
        return self.factorize(use_na_sentinel=False)[1]

    def value_counts(self, dropna: bool = True) -> pd.Series:
        return pd.Series(self.whole()).value_counts(dropna=dropna)

    def _values_for_argsort(self) -> Array:
        return self.to_numpy(dtype=object)

    def _values_for_factorize(self) -> tuple[Array, Any]:
        return self.to_numpy(dtype=object), np.nan

    def _compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        if not isinstance(other, str) or len(self.words.values) > len(self):
            return np.asarray(how(self.whole(), other.whole() if isinstance(other, Picked) else other))
        # Each word is compared once; what is no value differs from all words.
        of_words = np.asarray(how(self.words.values, other), dtype=bool)
        return np.append(of_words, how is operator.ne)[self.places]

    def __eq__(self, other: object) -> Any:
        return self._compared(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._compared(other, operator.ne)

    def __lt__(self, other: object) -> Any:
        return self._compared(other, operator.lt)

    def __gt__(self, other: object) -> Any:
        return self._compared(other, operator.gt)


def distinct_words(column: pd.Series) -> list[Any]:
    """Each value of a column once, in any order, whether it is picked or not; what is no value is left out."""
    if isinstance(column.array, Picked):
        return column.array.distinct()
    return list(pd.unique(column.dropna()))


def combined(columns: Iterable[Array], size: int) -> tuple[Array, Array]:
    """For each of so many rows a number of what several columns of numbers hold together (-1 is none), and the first
    row of each number."""
    number = np.zeros(size, dtype=np.int64)
    for column in columns:
        # Numbered anew at each step, so that no number grows beyond rows times numbers.
        number = pd.factorize(number * (int(column.max(initial=-1)) + 2) + column + 1)[0]
    return number, np.unique(number, return_index=True)[1]
