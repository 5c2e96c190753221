"""Answers kept in memory as they are, handed out as copies nobody can spoil, let go beyond a budget of bytes."""

from __future__ import annotations

import copy
import dataclasses
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import pandas as pd

from comparison.answers import Amount, Coverage, Metric
from comparison.questions import View

BUDGET_BYTES = 400_000_000
# Answers beyond this share a part of the budget among themselves.
LARGE_BYTES, LARGE_SHARE = 4_000_000, 0.75
# What one cell of a column of Python objects (a tuple of source ids, a date) takes, roughly.
OBJECT_BYTES = 120
# Up to so many rows a frame is taken to hold so much a cell.
SHORT, CELL_BYTES = 1_000, 40
UNCHANGING = frozenset({str, int, float, bool, type(None), Amount, Coverage, Metric, View})

Shelf = OrderedDict[Hashable, tuple[Any, int]]


class Kept:
    """Values by key. A key names everything an answer depends on: the snapshot, the question, the view with its scope.

    Unpickling what `st.cache_data` keeps costs more than drawing it; a frame's shallow copy costs nothing, and since
    pandas copies on write nobody who changes it changes what is kept.
    """

    def __init__(self, budget: int = BUDGET_BYTES) -> None:
        self.budget = budget
        self.used = 0
        # The small ones, then the large: a few answers of the whole country never push out the many of a province.
        self._shelves: tuple[Shelf, Shelf] = (OrderedDict(), OrderedDict())
        self._making: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The value of a key, made once however many ask at the same time; what `make` raises is not kept."""
        with self._lock:
            if shelf := self._shelf_of(key):
                return _taken(shelf, key)
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                if shelf := self._shelf_of(key):
                    return _taken(shelf, key)
            try:
                value = make()
                size = size_of(value)
                with self._lock:
                    self._put(key, value, size)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return handed(value)

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return self._shelf_of(key) is not None

    def _shelf_of(self, key: Hashable) -> Shelf | None:
        return next((shelf for shelf in self._shelves if key in shelf), None)

    def _put(self, key: Hashable, value: Any, size: int) -> None:
        small, large = self._shelves
        if before := self._shelf_of(key):
            self.used -= before.pop(key)[1]
        (large if size > LARGE_BYTES else small)[key] = (value, size)
        self.used += size
        while self.used > self.budget:
            is_large = sum(taken for _, taken in large.values()) > LARGE_SHARE * self.budget
            crowded = large if is_large else small
            # What was just made stays, however large.
            if len(crowded) < 2:
                return
            _, (_, freed) = crowded.popitem(last=False)
            self.used -= freed


def _taken(shelf: Shelf, key: Hashable) -> Any:
    shelf.move_to_end(key)
    return handed(shelf[key][0])


def handed(value: Any) -> Any:
    """The value with every frame and every container in it replaced by a copy of its own; cells are shared."""
    if type(value) in UNCHANGING:
        return value
    if isinstance(value, (pd.DataFrame, pd.Series)):
        return value.copy(deep=False)
    if isinstance(value, dict):
        return {k: handed(v) for k, v in value.items()}
    if isinstance(value, list):
        return [handed(v) for v in value]
    if isinstance(value, tuple):
        return tuple(handed(v) for v in value) if any(type(v) not in UNCHANGING for v in value) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _handed_fields(value)
    return value


def _handed_fields(value: Any) -> Any:
    own = [(f.name, getattr(value, f.name)) for f in dataclasses.fields(value)]
    fresh = [(name, handed(v), v) for name, v in own]
    changed = [(name, new) for name, new, old in fresh if new is not old]
    if not changed:
        return value
    twin = copy.copy(value)
    for name, new in changed:
        # The answers are frozen; the twin is not handed out yet.
        object.__setattr__(twin, name, new)
    return twin


def size_of(value: Any) -> int:
    """Bytes a value takes, near enough to hold a budget."""
    if isinstance(value, pd.DataFrame):
        # A short one is not worth the question: to ask each column takes longer than to draw it.
        whole = int(value.memory_usage().sum()) if len(value) > SHORT else value.size * CELL_BYTES
        return whole + sum(map(pd.api.types.is_object_dtype, value.dtypes)) * len(value) * OBJECT_BYTES
    if isinstance(value, pd.Series):
        return int(value.memory_usage()) + (len(value) * OBJECT_BYTES if pd.api.types.is_object_dtype(value) else 0)
    if isinstance(value, dict):
        return sys.getsizeof(value) + sum(size_of(k) + size_of(v) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return sys.getsizeof(value) + sum(size_of(v) for v in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return sum(size_of(getattr(value, f.name)) for f in dataclasses.fields(value))
    return sys.getsizeof(value) + int(getattr(value, "nbytes", 0))


ANSWERS = Kept()
