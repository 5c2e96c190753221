"""How a branch stands among its peers: same tier and sector, itself excluded, at least five (DESIGN.md 5.8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.picked import Picked, Words
from comparison.ranking import Array, Intervals
from comparison.warehouse import TEXT

FEWEST_PEERS = 5
GROUPS = Words(pd.array([None, "sector", "tier"], dtype=TEXT))
_PLACES = ("peers", "peer_median", "peer_rank", "peer_percentile")
_DISTANCES = (
    *("peer_distance", "peer_distance_pct", "peer_distance_low", "peer_distance_high"),
    *("peer_median_low", "peer_median_high", "peers_approximate"),
)


def with_peers(
    frame: pd.DataFrame, direction: str, asked: Array | None = None, with_distance: bool = True
) -> pd.DataFrame:
    """Add each branch's place among its peers to a frame of branch values (one tier, one metric, one period).

    Peers are the other branches of the frame that have a figure, of the same sector where at least five do, else of the
    whole tier. Columns added: peer_group ('sector' | 'tier'), peers (their number), peer_median, peer_rank (1 is best,
    ties share it), peer_percentile (0 to 100: the share of peers that stand worse, ties counted half; by size where the
    metric's direction is neutral), peer_distance (value less peer_median), peer_distance_pct. NaN without a figure, for
    partial sums, and without any peer. peer_distance_low and peer_distance_high: what the bounds of branch and
    peers leave of the distance; peer_median_low, peer_median_high and peers_approximate (of how many peers the source
    says about) what they leave of the median. peer_order_is_open: bounds overlap a peer's, so that rank and percentile
    go by the printed values.

    `asked` marks the rows that are placed, all by default; the others are peers alone. Without `with_distance` the
    columns of it and of the median's bounds are left out.
    """
    value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    counted = ~np.isnan(value)
    if "is_partial" in frame:
        counted &= ~frame["is_partial"].to_numpy(dtype=bool)
    about = frame["is_approximate"].to_numpy(dtype=bool) if "is_approximate" in frame else np.zeros(len(frame), bool)
    rows = np.flatnonzero(counted)
    sector, _ = pd.factorize(frame["sector"].take(rows))
    found = placed(
        sector,
        Bounded(value[rows], low[rows], high[rows], about[rows]),
        direction,
        asked if asked is None else asked[rows],
        with_distance,
    )
    places = {name: np.full(len(frame), np.nan) for name in found.numbers}
    for name, column in found.numbers.items():
        places[name][rows] = column
    is_open, group = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=np.int8)
    is_open[rows], group[rows] = found.is_open, found.group
    return frame.assign(**places, peer_group=Picked(GROUPS, group), peer_order_is_open=is_open)


@dataclass(frozen=True, eq=False)
class Places:
    """Places among peers: `numbers` are the columns of `with_peers` that are numbers, `group` is a place in GROUPS."""

    numbers: dict[str, Array]
    group: Array
    is_open: Array

    @property
    def peers(self) -> Array:
        """How many others each is placed among; 0 where it is not."""
        return np.nan_to_num(self.numbers["peers"]).astype(np.int32)


def placed(
    sector: Array, everyone: Bounded, direction: str, asked: Array | None = None, with_distance: bool = True
) -> Places:
    """The places of figures among those of their peers (see with_peers); `sector` numbers, below 0 for none."""
    size, sign = len(sector), -1.0 if direction == "lower" else 1.0
    numbers = {name: np.full(size, np.nan) for name in (*_PLACES, *(_DISTANCES if with_distance else ()))}
    group, is_open = np.zeros(size, dtype=np.int8), np.zeros(size, dtype=bool)
    known = sector >= 0
    has_enough = known & (np.bincount(sector[known], minlength=1)[sector] > FEWEST_PEERS)
    is_asked = np.ones(size, dtype=bool) if asked is None else asked
    kinds = [(sector == code, 1) for code in np.unique(sector[has_enough & is_asked])]
    sides = [(np.flatnonzero(among & is_asked), np.flatnonzero(among), label) for among, label in kinds]
    own_of_tier = np.flatnonzero(~has_enough & is_asked)
    if len(own_of_tier):
        sides.append((own_of_tier, np.arange(size), 2))
    for own, among, label in sides:
        mine = everyone.taken(own)
        group_of = mine if len(own) == len(among) else everyone.taken(among)
        found = _placed(mine, group_of, sign, with_distance)
        is_open[own] = found.pop("peer_order_is_open")
        group[own] = label
        for name, column in found.items():
            numbers[name][own] = column
    return Places(numbers, group, is_open)


@dataclass(frozen=True, eq=False)
class Bounded:
    """Values with their bounds, and whether their source says about."""

    value: Array
    low: Array
    high: Array
    is_approximate: Array

    def taken(self, rows: Array) -> Bounded:
        """Those at some places."""
        return Bounded(self.value[rows], self.low[rows], self.high[rows], self.is_approximate[rows])


def _placed(own: Bounded, group: Bounded, sign: float, with_distance: bool) -> dict[str, Array]:
    """The peer columns of some branches, each against `group` without itself."""
    peers = len(group.value) - 1
    if peers == 0:
        return {"peers": np.zeros(len(own.value)), "peer_order_is_open": np.zeros(len(own.value), dtype=bool)}
    everyone, worse, ties = _ranked(sign * own.value, None if own is group else sign * group.value)
    median = sign * _median_without(everyone, worse)
    places = {
        "peers": np.full(len(own.value), float(peers)),
        "peer_median": median,
        "peer_rank": (peers - worse - ties + 1).astype(float),
        "peer_percentile": 100.0 * (worse + 0.5 * ties) / peers,
        "peer_order_is_open": Intervals.of(group.low, group.high).overlaps(own.low, own.high),
    }
    return places | _distances(own, group, median) if with_distance else places


def _ranked(own: Array, group: Array | None) -> tuple[Array, Array, Array]:
    """A group's values sorted (those of `own` themselves by default), and for each of `own`, which are among them, how
    many are less and how many others are equal."""
    order = np.argsort(own)
    sought = own[order]
    everyone = sought if group is None else np.sort(group)
    if group is None:
        is_new = np.append(True, sought[1:] != sought[:-1])
        starts = np.flatnonzero(is_new)
        run = np.cumsum(is_new) - 1
        below, above = starts[run], np.append(starts[1:], len(sought))[run]
    else:
        below, above = (np.searchsorted(everyone, sought, side=side) for side in ("left", "right"))
    worse, ties = np.empty(len(order), dtype=np.intp), np.empty(len(order), dtype=np.intp)
    worse[order], ties[order] = below, above - below - 1
    return everyone, worse, ties


def _distances(own: Bounded, group: Bounded, median: Array) -> dict[str, Array]:
    """How far some branches are from the median of their peers, and what bounds leave of it."""
    distance = own.value - median
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100.0 * distance / median
        # Unknown where nothing bounds it on that side: an endless value against an endless median.
        least, most = _median_of_others(group.low, own.low), _median_of_others(group.high, own.high)
        low, high = own.low - most, own.high - least
    return {
        "peer_median_low": least,
        "peer_median_high": most,
        "peers_approximate": np.count_nonzero(group.is_approximate) - own.is_approximate.astype(float),
        "peer_distance": distance,
        "peer_distance_pct": np.where(median > 0, share, np.nan),
        "peer_distance_low": np.where(np.isnan(low), -np.inf, low),
        "peer_distance_high": np.where(np.isnan(high), np.inf, high),
    }


def _median_of_others(group: Array, own: Array) -> Array:
    """For each of some values of a group: the median of the group's other values."""
    everyone = np.sort(group)
    return _median_without(everyone, np.searchsorted(everyone, own, side="left"))


def _median_without(everyone: Array, place: Array) -> Array:
    """For each place in a sorted array: the median of the others."""
    others = len(everyone) - 1
    lower, upper = (others - 1) // 2, others // 2

    def nth(position: int) -> Array:
        return everyone[np.where(position < place, position, position + 1)]

    return (nth(lower) + nth(upper)) / 2.0
