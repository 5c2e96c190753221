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
    frame = frame.copy()
    counted = frame["value"].notna().to_numpy()
    if "is_partial" in frame:
        counted = counted & ~frame["is_partial"].to_numpy(dtype=bool)
    sign = 1.0 if direction == "lower" else -1.0
    value, low, high = (sign * frame.loc[counted, name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    if sign < 0:
        low, high = high, low
    best = 1 + np.searchsorted(np.sort(high), low, side="left")
    worst = np.searchsorted(np.sort(low), high, side="right")
    rank = 1 + np.searchsorted(np.sort(value), value, side="left")
    # An equal exact value shares the rank: it makes room below, but leaves nothing open.
    equal = np.searchsorted(np.sort(value), value, side="right") - rank
    is_exact = low == high
    alone = best == worst
    only_ties = is_exact & (worst - best == equal) & _all_exact_at(value, is_exact)
    for name, computed in (("rank", rank), ("rank_best", best), ("rank_worst", worst)):
        frame[name] = np.nan
        frame.loc[counted, name] = computed.astype(float)
    frame["rank_is_undecided"] = False
    frame.loc[counted, "rank_is_undecided"] = ~(alone | only_ties)
    return frame


def _all_exact_at(value: np.ndarray, is_exact: np.ndarray) -> np.ndarray:
    """For each row: whether every row of the same printed value is exact."""
    if not len(value):
        return np.zeros(0, dtype=bool)
    _, group = np.unique(value, return_inverse=True)
    inexact = np.bincount(group, weights=(~is_exact).astype(float))
    return inexact[group] == 0
