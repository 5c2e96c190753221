"""Ranks, peers and differences against the plainest possible definitions, on generated branches."""

from __future__ import annotations

from math import inf, isnan
from statistics import median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparison.intervals import Bounds, sign_is_open
from comparison.peers import FEWEST_PEERS, with_peers
from comparison.ranking import with_ranks

Row = tuple[str, float, float, float, bool]


@st.composite
def branches(draw: st.DrawFn) -> list[Row]:
    """Branches of one tier: sector, value, low, high, whether the figure is a partial sum; NaN is not reported."""
    rows = []
    for _ in range(draw(st.integers(0, 14))):
        sector = draw(st.sampled_from(["health", "education"]))
        value = float(draw(st.integers(0, 6)))
        low, high = draw(
            st.sampled_from([(value, value), (value, inf), (0.0, value), (max(value - 1, 0.0), value + 1)])
        )
        if draw(st.integers(0, 5)) == 0:
            value = low = high = float("nan")
        rows.append((sector, value, low, high, draw(st.integers(0, 7)) == 0))
    return rows


def as_frame(rows: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["sector", "value", "low", "high", "is_partial"]).astype(
        {"value": float, "low": float, "high": float, "is_partial": bool}
    )


def counted(rows: list[Row]) -> list[int]:
    return [index for index, row in enumerate(rows) if not isnan(row[1]) and not row[4]]


def is_open(one: Row, other: Row) -> bool:
    """Whether bounds leave open which of two is larger; equal exact values are a tie, not an open question."""
    touch = one[2] <= other[3] and other[2] <= one[3]
    tie = one[2] == one[3] == other[2] == other[3]
    return touch and not tie


@given(branches(), st.sampled_from(["higher", "lower", "neutral"]))
def test_a_rank_counts_those_that_are_better_and_is_undecided_where_bounds_touch(
    rows: list[Row], direction: str
) -> None:
    ranked = with_ranks(as_frame(rows), direction)
    sign = -1 if direction == "lower" else 1
    valid = counted(rows)
    for index, row in enumerate(rows):
        answer = ranked.iloc[index]
        if index not in valid:
            assert isnan(answer["rank"])
            assert not answer["rank_is_undecided"]
            continue
        others = [rows[other] for other in valid if other != index]
        assert answer["rank"] == 1 + sum(sign * other[1] > sign * row[1] for other in others)
        certainly = [o[2] > row[3] if sign > 0 else o[3] < row[2] for o in others]
        possibly = [o[3] > row[2] if sign > 0 else o[2] < row[3] for o in others]
        assert answer["rank_best"] == 1 + sum(certainly)
        assert answer["rank_worst"] == 1 + sum(possibly)
        assert answer["rank_best"] <= answer["rank"] <= answer["rank_worst"]
        assert answer["rank_is_undecided"] == any(is_open(row, other) for other in others)


@given(branches(), st.sampled_from(["higher", "lower", "neutral"]))
def test_peers_are_the_other_branches_of_the_sector_or_where_these_are_few_of_the_tier(
    rows: list[Row], direction: str
) -> None:
    placed = with_peers(as_frame(rows), direction)
    sign = -1 if direction == "lower" else 1
    valid = counted(rows)
    for index, row in enumerate(rows):
        answer = placed.iloc[index]
        if index not in valid:
            assert isnan(answer["peer_percentile"])
            continue
        same = [rows[other] for other in valid if other != index and rows[other][0] == row[0]]
        everyone = [rows[other] for other in valid if other != index]
        peers = same if len(same) >= FEWEST_PEERS else everyone
        assert answer["peer_group"] == ("sector" if len(same) >= FEWEST_PEERS else "tier")
        assert answer["peers"] == len(peers)
        if not peers:
            assert isnan(answer["peer_median"])
            continue
        middle = median(peer[1] for peer in peers)
        worse = sum(sign * peer[1] < sign * row[1] for peer in peers)
        ties = sum(peer[1] == row[1] for peer in peers)
        assert answer["peer_median"] == middle
        assert answer["peer_distance"] == row[1] - middle
        assert answer["peer_percentile"] == pytest.approx(100 * (worse + ties / 2) / len(peers))
        assert answer["peer_rank"] == 1 + sum(sign * peer[1] > sign * row[1] for peer in peers)
        assert answer["peer_order_is_open"] == any(is_open(row, peer) for peer in peers)


@given(branches(), st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_rank_and_no_peer(rows: list[Row], random: object) -> None:
    frame = as_frame(rows)
    order = list(range(len(rows)))
    random.shuffle(order)  # type: ignore[attr-defined]
    for place in (with_ranks, with_peers):
        straight = place(frame, "higher")
        shuffled = place(frame.iloc[order].reset_index(drop=True), "higher")
        shuffled.index = pd.Index(order, dtype="int64")
        pd.testing.assert_frame_equal(straight, shuffled.sort_index(), check_dtype=False, check_index_type=False)


point = st.integers(0, 50).map(float)


@st.composite
def interval(draw: st.DrawFn) -> tuple[float, float, float]:
    value = draw(point)
    return value, *draw(st.sampled_from([(value, value), (value, inf), (0.0, value)]))


def column(items: list[tuple[float, float, float]]) -> Bounds:
    values = pd.DataFrame(items, columns=["value", "low", "high"], dtype=float)
    return Bounds.of(values.assign(is_approximate=False))


@given(interval(), interval(), point, point)
def test_a_difference_and_a_ratio_hold_whatever_the_true_values_are(
    left: tuple[float, float, float], right: tuple[float, float, float], shift: float, other_shift: float
) -> None:
    true_left = min(left[1] + shift, left[2])
    true_right = min(right[1] + other_shift, right[2])
    change = column([left]).minus(column([right]))
    assert change.low[0] <= true_left - true_right <= change.high[0]
    assert not (np.isnan(change.low[0]))
    assert not (np.isnan(change.high[0]))
    if sign_is_open(change.low, change.high)[0]:
        assert change.low[0] < 0 < change.high[0]
    ratio = column([left]).over(column([right]), 100.0)
    if right[0] > 0 and true_right > 0:
        assert ratio.low[0] <= 100 * true_left / true_right * (1 + 1e-12)
        assert ratio.high[0] >= 100 * true_left / true_right * (1 - 1e-12)
    elif right[0] == 0:
        assert np.isnan(ratio.value[0])


def test_what_is_not_reported_has_neither_difference_nor_ratio() -> None:
    nothing = float("nan")
    known, unknown = column([(5.0, 5.0, 5.0)]), column([(nothing, nothing, nothing)])
    for answer in (known.minus(unknown), unknown.minus(known), known.over(unknown), unknown.over(known)):
        assert np.isnan([answer.value[0], answer.low[0], answer.high[0]]).all()


@given(branches(), st.integers(0, 3))
def test_a_distance_to_the_peer_median_holds_whatever_the_true_values_are(rows: list[Row], shift: int) -> None:
    placed = with_peers(as_frame(rows), "higher")
    # One possible truth: every open value moves up or down by the same step within its bounds.
    truth = [(row[0], min(max(row[1] - 1 + shift, row[2]), row[3]), *row[2:]) for row in rows]
    valid = counted(rows)
    for index in valid:
        peers = [other for other in valid if other != index]
        if placed.iloc[index]["peer_group"] == "sector":
            peers = [other for other in peers if rows[other][0] == rows[index][0]]
        if not peers:
            continue
        distance = truth[index][1] - median(truth[other][1] for other in peers)
        assert placed.iloc[index]["peer_distance_low"] <= distance + 1e-9
        assert placed.iloc[index]["peer_distance_high"] >= distance - 1e-9
