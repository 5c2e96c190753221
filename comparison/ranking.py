"""Ranks of values that have bounds: by the printed value, with what the bounds leave open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Intervals:
    """Many intervals, sorted so that one can say how many of them lie below a value: nearly all figures are exact, and
    an exact one needs to be held against the others alone."""

    exact: Array
    lows: Array
    highs: Array

    @classmethod
    def of(cls, low: Array, high: Array) -> Intervals:
        """Those between two columns of bounds."""
        is_exact = low == high
        return cls(_sorted(low[is_exact]), np.sort(low[~is_exact]), np.sort(high[~is_exact]))

    def below(self, values: Array) -> Array:
        """How many end below each value."""
        return np.searchsorted(self.exact, values, side="left") + np.searchsorted(self.highs, values, side="left")

    def begun(self, values: Array) -> Array:
        """How many begin below each value."""
        return np.searchsorted(self.exact, values, side="left") + np.searchsorted(self.lows, values, side="left")

    def overlaps(self, low: Array, high: Array) -> Array:
        """For intervals that are among these, whether each shares a point with another one; that two exact values are
        simply equal does not count (DESIGN.md 5.1)."""
        is_open = np.zeros(len(low), dtype=bool)
        if not len(self.lows):
            return is_open
        is_exact = low == high
        point = low[is_exact]
        is_open[is_exact] = _fewer(self.lows, point, "right") > _fewer(self.highs, point)
        low, high = low[~is_exact], high[~is_exact]
        touching = np.searchsorted(self.lows, high, side="right") - np.searchsorted(self.highs, low, side="left")
        inside = np.searchsorted(self.exact, high, side="right") - np.searchsorted(self.exact, low, side="left")
        # It touches itself.
        is_open[~is_exact] = touching - 1 + inside > 0
        return is_open


def ranks_among(
    own: dict[str, Array], is_ranked: Array, value: Array, low: Array, high: Array, direction: str
) -> dict[str, Array]:
    """The columns of `with_ranks` for a few rows among all figures that are ranked, theirs included; `own` are value,
    low and high of the few, of which only those that `is_ranked` marks have a rank."""
    sign = 1.0 if direction == "lower" else -1.0
    ends = (sign * low, sign * high)
    lows, highs = ends if sign > 0 else ends[::-1]
    found = {name: np.full(len(is_ranked), np.nan) for name in ("rank", "rank_best", "rank_worst")}
    is_open = np.zeros(len(is_ranked), dtype=bool)
    for row in np.flatnonzero(is_ranked):
        printed, *mine = (sign * float(own[name][row]) for name in ("value", "low", "high"))
        least, most = min(mine), max(mine)
        found["rank"][row] = 1 + np.count_nonzero(sign * value < printed)
        found["rank_best"][row] = 1 + np.count_nonzero(highs < least)
        found["rank_worst"][row] = 1 + np.count_nonzero(lows < most) - (least < most)
        touching = np.count_nonzero((lows <= most) & (highs >= least))
        # Itself, and those of the same exact value, leave nothing open.
        same = np.count_nonzero((lows == least) & (highs == least)) if least == most else 1
        is_open[row] = touching - same > 0
    return found | {"rank_is_undecided": is_open}


def with_ranks(frame: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Add rank, rank_best, rank_worst and rank_is_undecided to rows with value, low, high (and is_partial).

    Rank 1 is best: the largest value, or the smallest where direction is lower. Equal values share a rank. rank_best
    and rank_worst are the ranks the bounds allow. A rank is undecided where the interval shares a point with another
    row's, except for exact values that are simply equal (DESIGN.md 5.1). Partial sums and missing values have none.
    """
    counted = frame["value"].notna().to_numpy()
    if "is_partial" in frame:
        counted = counted & ~frame["is_partial"].to_numpy(dtype=bool)
    sign = 1.0 if direction == "lower" else -1.0
    value, low, high = (sign * frame[name].to_numpy(dtype=float)[counted] for name in ("value", "low", "high"))
    if sign < 0:
        low, high = high, low
    rank = 1 + _below_each(value)
    best, worst, is_open = _allowed(low, high)
    whole = np.full((3, len(frame)), np.nan)
    whole[:, counted] = rank, best, worst
    is_undecided = np.zeros(len(frame), dtype=bool)
    is_undecided[counted] = is_open
    names = ("rank", "rank_best", "rank_worst")
    return frame.assign(**dict(zip(names, whole, strict=True)), rank_is_undecided=is_undecided)


def _allowed(low: Array, high: Array) -> tuple[Array, Array, Array]:
    """The best and the worst rank that bounds allow, the least value being first, and whether they overlap others':
    what `Intervals` tells of its own members, those with bounds counted among the many exact ones and not the other
    way round."""
    among, is_exact = Intervals.of(low, high), low == high
    point, least, most = low[is_exact], low[~is_exact], high[~is_exact]
    best, worst, is_open = np.empty(len(low)), np.empty(len(low)), among.overlaps(low, high)
    own = _below_each(point)
    best[is_exact] = 1 + own + _fewer(among.highs, point)
    worst[is_exact] = 1 + own + _fewer(among.lows, point)
    best[~is_exact], worst[~is_exact] = 1 + among.below(least), among.begun(most)
    return best, worst, is_open


def _sorted(values: Array) -> Array:
    return values if _is_ascending(values) else np.sort(values)


def _is_ascending(values: Array) -> bool:
    return bool((values[1:] >= values[:-1]).all())


def _below_each(values: Array) -> Array:
    """How many of them lie below each."""
    if not _is_ascending(values):
        return np.searchsorted(np.sort(values), values, side="left")
    starts = np.zeros(len(values), dtype=np.intp)
    starts[1:] = np.where(values[1:] != values[:-1], np.arange(1, len(values)), 0)
    return np.maximum.accumulate(starts)


def _fewer(few: Array, values: Array, side: Literal["left", "right"] = "left") -> Array:
    """How many of a few sorted numbers lie below each value (side "right": below or at it)."""
    if not _is_ascending(values):
        return np.searchsorted(few, values, side=side)
    first_above = np.searchsorted(values, few, side="right" if side == "left" else "left")
    return np.cumsum(np.bincount(first_above, minlength=len(values) + 1)[: len(values)])
