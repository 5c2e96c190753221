"""Stands where the product keeps its answers and notes how long each question that was not kept took."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import Any

from ui import data
from ui.kept import Kept


class Recorder:
    """A store of answers that counts the questions asked of the snapshot; a question inside another is part of it."""

    def __init__(self) -> None:
        self.forget()
        self.begin()

    def install(self) -> Recorder:
        """Take the place of the product's store."""
        data.ANSWERS = self  # type: ignore[assignment]
        return self

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept = Kept()

    def begin(self) -> None:
        """Start counting anew."""
        self.asked, self.milliseconds, self._depth = 0, 0.0, 0

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """As the product's store."""
        return self._kept.get(key, lambda: self._made(make))

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def _made(self, make: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        self._depth += 1
        try:
            return make()
        finally:
            self._depth -= 1
            if not self._depth:
                self.asked += 1
                self.milliseconds += (time.perf_counter() - begun) * 1000
