"""Ranks of values that have bounds: by the printed value, with what the bounds leave open."""

from __future__ import annotations

import numpy as np
import pandas as pd


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
    lows, highs, values = np.sort(low), np.sort(high), np.sort(value)
    rank = 1 + np.searchsorted(values, value, side="left")
    best = 1 + np.searchsorted(highs, low, side="left")
    worst = 1 + np.searchsorted(lows, high, side="left") - (low < high)
    # Rows whose interval shares a point with this one's, itself and those of the same exact value aside.
    touching = np.searchsorted(lows, high, side="right") - np.searchsorted(highs, low, side="left")
    is_exact = low == high
    exact = np.sort(low[is_exact])
    ties = np.searchsorted(exact, low, side="right") - np.searchsorted(exact, low, side="left")
    is_open = touching - np.where(is_exact, ties, 1) > 0
    whole = np.full((3, len(frame)), np.nan)
    whole[:, counted] = rank, best, worst
    is_undecided = np.zeros(len(frame), dtype=bool)
    is_undecided[counted] = is_open
    names = ("rank", "rank_best", "rank_worst")
    return frame.assign(**dict(zip(names, whole, strict=True)), rank_is_undecided=is_undecided)
