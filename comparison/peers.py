"""How a branch stands among its peers: same tier and sector, itself excluded, at least five (DESIGN.md 5.8)."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST_PEERS = 5


def with_peers(frame: pd.DataFrame, direction: str) -> pd.DataFrame:
    """Add each branch's place among its peers to a frame of branch values (one tier, one metric, one period).

    Peers are the other branches of the frame that have a figure, of the same sector where at least five do, else of the
    whole tier. Columns added: peer_group ('sector' | 'tier'), peers (their number), peer_median, peer_rank (1 is best,
    ties share it), peer_percentile (0 to 100: the share of peers that stand worse, ties counted half; by size where the
    metric's direction is neutral), peer_distance (value less peer_median), peer_distance_pct. NaN without a figure, for
    partial sums, and without any peer. peer_distance_low and peer_distance_high: what the bounds of branch and
    peers leave of the distance. peer_order_is_open: bounds overlap a peer's, so that rank and percentile go by
    the printed values.
    """
    frame = frame.copy()
    numbers = ["peers", "peer_median", "peer_rank", "peer_percentile", "peer_distance", "peer_distance_pct"]
    numbers += ["peer_distance_low", "peer_distance_high"]
    frame[numbers] = np.nan
    frame["peer_group"] = pd.Series(None, index=frame.index, dtype=object)
    frame["peer_order_is_open"] = False
    counted = frame["value"].notna()
    if "is_partial" in frame:
        counted &= ~frame["is_partial"].astype(bool)
    known = frame.loc[counted, ["sector", "value", "low", "high"]]
    size = known.groupby("sector")["value"].transform("size")
    in_sector = known[size > FEWEST_PEERS]
    for _, group in in_sector.groupby("sector"):
        _place(frame, group.index, group, direction, "sector")
    others = known.index.difference(in_sector.index, sort=False)
    if len(others):
        _place(frame, others, known, direction, "tier")
    return frame


def _place(frame: pd.DataFrame, rows: pd.Index, group: pd.DataFrame, direction: str, label: str) -> None:
    """Fill the peer columns of `rows`, each against `group` without itself."""
    sign = -1.0 if direction == "lower" else 1.0
    everyone = np.sort(sign * group["value"].to_numpy(float))
    own = sign * group.loc[rows, "value"].to_numpy(float)
    peers = len(group) - 1
    frame.loc[rows, "peers"] = float(peers)
    frame.loc[rows, "peer_group"] = label
    if peers == 0:
        return
    worse = np.searchsorted(everyone, own, side="left")
    ties = np.searchsorted(everyone, own, side="right") - worse - 1
    median = sign * _median_without(everyone, worse)
    frame.loc[rows, "peer_median"] = median
    frame.loc[rows, "peer_rank"] = (peers - worse - ties + 1).astype(float)
    frame.loc[rows, "peer_percentile"] = 100.0 * (worse + 0.5 * ties) / peers
    distance = group.loc[rows, "value"].to_numpy(float) - median
    frame.loc[rows, "peer_distance"] = distance
    # Unknown where nothing bounds it on that side: an endless value against an endless median.
    low = group.loc[rows, "low"].to_numpy(float) - _median_of_others(group, rows, "high")
    high = group.loc[rows, "high"].to_numpy(float) - _median_of_others(group, rows, "low")
    frame.loc[rows, "peer_distance_low"] = np.where(np.isnan(low), -np.inf, low)
    frame.loc[rows, "peer_distance_high"] = np.where(np.isnan(high), np.inf, high)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100.0 * distance / median
    frame.loc[rows, "peer_distance_pct"] = np.where(median > 0, share, np.nan)
    frame.loc[rows, "peer_order_is_open"] = _overlaps(group, rows)


def _median_of_others(group: pd.DataFrame, rows: pd.Index, column: str) -> np.ndarray:
    """For each of `rows`: the median of a column over the other rows of `group`."""
    everyone = np.sort(group[column].to_numpy(float))
    return _median_without(everyone, np.searchsorted(everyone, group.loc[rows, column].to_numpy(float), side="left"))


def _median_without(everyone: np.ndarray, place: np.ndarray) -> np.ndarray:
    """For each place in a sorted array: the median of the others."""
    others = len(everyone) - 1
    lower, upper = (others - 1) // 2, others // 2

    def nth(position: int) -> np.ndarray:
        return everyone[np.where(position < place, position, position + 1)]

    return (nth(lower) + nth(upper)) / 2.0


def _overlaps(group: pd.DataFrame, rows: pd.Index) -> np.ndarray:
    """Whether a row's bounds share a point with another's of the group, plain equal exact values aside."""
    low, high = group["low"].to_numpy(float), group["high"].to_numpy(float)
    own = group.loc[rows]
    own_low, own_high = own["low"].to_numpy(float), own["high"].to_numpy(float)
    touching = np.searchsorted(np.sort(low), own_high, side="right") - np.searchsorted(
        np.sort(high), own_low, side="left"
    )
    exact = np.sort(low[low == high])
    own_exact = own_low == own_high
    same = np.searchsorted(exact, own_low, side="right") - np.searchsorted(exact, own_low, side="left")
    return np.asarray(touching - np.where(own_exact, same, 1) > 0)
