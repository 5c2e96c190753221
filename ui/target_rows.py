"""The rows of an answer about targets as numbers, found once for all that a page makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ui.rows import Array, Numbered, first_of, numbered


def turns(key: str, is_by_year: bool) -> str:
    """The text that speaks of judgements where some targets are judged each year, else the one that speaks of
    targets."""
    return f"{key}.turns" if is_by_year else key


@dataclass(frozen=True, eq=False)
class TargetRows:
    """The rows of `Targets.frame`: one per target and judged period."""

    frame: pd.DataFrame

    @cached_property
    def branch(self) -> Numbered:
        """Whose targets."""
        return self._numbered("branch_id")

    @cached_property
    def metric(self) -> Numbered:
        """Of what."""
        return self._numbered("metric_id")

    @cached_property
    def target(self) -> Numbered:
        """Which target: one judged year by year has a row for each of its years."""
        return self._numbered("target_id")

    @cached_property
    def source(self) -> Numbered:
        """Where the target is published."""
        return self._numbered("source_id")

    @cached_property
    def status(self) -> Numbered:
        """In which state."""
        return self._numbered("status")

    @cached_property
    def is_by_year(self) -> bool:
        """Whether some target has several rows: then rows are judgements, and what counts them says so."""
        return len(self.frame) > len(self.target.words)

    def _numbered(self, name: str) -> Numbered:
        return numbered(self.frame[name])

    def ranks(self, order: Sequence[str]) -> Array:
        """The place of each row's state in an order, -1 where it is not there."""
        place = {state: n for n, state in enumerate(order)}
        places = [place.get(str(word), -1) for word in self.status.words]
        return np.array([*places, -1], dtype=np.int8)[self.status.codes]

    @cached_property
    def first_of_target(self) -> Array:
        """The first row of each target."""
        return first_of(self.target.codes, len(self.target.words))

    @cached_property
    def of_several(self) -> Array:
        """The rows of targets of which a branch set several for one metric and one period."""
        columns = (self.branch, self.metric, self._numbered("target_period_start"))
        key, is_known = np.zeros(len(self.frame), dtype=np.int64), np.ones(len(self.frame), dtype=bool)
        for column in columns:
            key = key * max(len(column.words), 1) + column.codes
            is_known &= column.codes >= 0
        # A group of one row is of one target: few rows are left to be looked at in pairs.
        rows = np.flatnonzero(pd.Series(key).duplicated(keep=False).to_numpy() & is_known)
        pairs = pd.DataFrame({"key": key[rows], "target": self.target.codes[rows]}).drop_duplicates()
        several = pairs.loc[pairs["key"].duplicated(keep=False), "key"].unique()
        return rows[np.isin(key[rows], several)]
