"""Keeps what was read from a snapshot within a budget of bytes: what was not used longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Protocol, TypeVar, cast


class Sized(Protocol):
    """Something that knows how many bytes it takes."""

    @property
    def nbytes(self) -> int: ...


T = TypeVar("T", bound=Sized)


class Shelf:
    """Values by key, for many threads: each is read once, however many ask for it at the same time."""

    def __init__(self, budget_bytes: int) -> None:
        self.budget_bytes = budget_bytes
        self.used_bytes = 0
        self._there: OrderedDict[Hashable, Sized] = OrderedDict()
        self._reading: dict[Hashable, threading.Lock] = {}
        self._lock = threading.Lock()
        # Held by whoever reads many values in one question and puts them here.
        self.reading_ahead = threading.Lock()

    def __contains__(self, key: Hashable) -> bool:
        with self._lock:
            return key in self._there

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The value of a key, read where it is not there. `read` may ask for other keys, never for its own."""
        with self._lock:
            if key in self._there:
                return cast(T, self._taken(key))
            reading = self._reading.setdefault(key, threading.Lock())
        with reading:
            with self._lock:
                if key in self._there:
                    return cast(T, self._taken(key))
            try:
                value = read()
                self.put(key, value)
            finally:
                with self._lock:
                    self._reading.pop(key, None)
        return value

    def _taken(self, key: Hashable) -> Sized:
        self._there.move_to_end(key)
        return self._there[key]

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._there.clear()
            self.used_bytes = 0

    def put(self, key: Hashable, value: Sized) -> None:
        """Keep a value."""
        with self._lock:
            before: Any = self._there.pop(key, None)
            self.used_bytes += value.nbytes - (before.nbytes if before is not None else 0)
            self._there[key] = value
            while self.used_bytes > self.budget_bytes and len(self._there) > 1:
                self.used_bytes -= self._there.popitem(last=False)[1].nbytes
