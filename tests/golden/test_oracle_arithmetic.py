"""Laws of the oracle's interval arithmetic and the truth table of target states."""

from __future__ import annotations

from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.attainment import compare
from tests.oracle.facts import Metric, Period
from tests.oracle.intervals import Interval, rate, stated, total
from tests.oracle.members import gap

QUALIFIERS = st.sampled_from(("exact", "at_least", "at_most", "about"))
INTERVALS = st.builds(stated, st.integers(0, 10**12).map(float), QUALIFIERS)
HIGHER = Metric("a", "g", "person", "flow", "higher")
LOWER = Metric("b", "g", "complaint", "flow", "lower")
NEUTRAL = Metric("c", "g", "inspection", "flow", "neutral")
SHARE = Metric("d", "g", "percent", "ratio", "higher")


def test_each_qualifier_gives_its_bounds() -> None:
    assert stated(500, "exact") == Interval(500, 500, 500)
    assert stated(500, "at_least") == Interval(500, 500, inf)
    assert stated(500, "at_most") == Interval(500, 0, 500)
    assert stated(500, "about") == Interval(500, 500, 500, approximate=True)


@given(st.lists(INTERVALS, min_size=1, max_size=6))
def test_a_sum_does_not_depend_on_the_order_of_its_parts(parts: list[Interval]) -> None:
    shuffled = sorted(parts, key=lambda part: (part.high, part.value))
    assert total(parts) == total(shuffled)


@given(st.lists(INTERVALS, min_size=1, max_size=6))
def test_a_sum_is_open_and_approximate_exactly_where_a_part_is(parts: list[Interval]) -> None:
    added = total(parts)
    assert (added.high == inf) == any(part.high == inf for part in parts)
    assert added.approximate == any(part.approximate for part in parts)
    assert added.low <= added.value <= added.high


@given(INTERVALS, st.integers(1, 10**6).map(float), QUALIFIERS)
def test_a_rate_holds_its_printed_value_between_its_bounds(above: Interval, members: float, qualifier: str) -> None:
    per = rate(above, stated(members, qualifier), 100)
    assert per is not None
    assert per.low <= per.value * (1 + 1e-12)
    assert per.value <= per.high * (1 + 1e-12)


def test_a_rate_over_no_members_is_no_rate() -> None:
    assert rate(stated(5, "exact"), stated(0, "exact")) is None


@pytest.mark.parametrize(
    ("comparator", "value", "qualifier", "expected"),
    [
        ("ge", 80, "exact", "met"), ("ge", 79.9, "exact", "not_met"), ("ge", 80, "at_least", "met"),
        ("ge", 79, "at_least", "undecided"), ("ge", 80, "at_most", "undecided"),
        ("ge", 79, "at_most", "not_met"), ("le", 81, "at_most", "undecided"),
        ("gt", 80, "exact", "not_met"), ("gt", 80.1, "exact", "met"), ("gt", 80, "at_least", "undecided"),
        ("gt", 81, "at_least", "met"), ("gt", 80, "at_most", "not_met"), ("gt", 81, "at_most", "undecided"),
        ("le", 80, "exact", "met"), ("le", 81, "exact", "not_met"), ("le", 80, "at_most", "met"),
        ("le", 80, "at_least", "undecided"), ("le", 81, "at_least", "not_met"),
        ("ge", 80, "about", "met"), ("gt", 80, "about", "not_met"), ("le", 81, "about", "not_met"),
    ],
)  # fmt: skip
def test_a_target_of_80_is_judged_by_its_comparator(
    comparator: str, value: float, qualifier: str, expected: str
) -> None:
    for metric in (HIGHER, LOWER, NEUTRAL, SHARE):
        assert compare(stated(value, qualifier), comparator, 80, metric) == expected


@pytest.mark.parametrize(
    ("metric", "value", "expected"),
    [
        (HIGHER, 855, "met"), (HIGHER, 492, "met"), (HIGHER, 491, "not_met"),
        (LOWER, 491, "met"), (LOWER, 492, "met"), (LOWER, 493, "not_met"),
        (NEUTRAL, 492, "met"), (NEUTRAL, 491, "not_met"), (NEUTRAL, 493, "not_met"),
    ],
)  # fmt: skip
def test_a_plain_plan_is_a_floor_a_ceiling_or_itself_by_direction(metric: Metric, value: float, expected: str) -> None:
    assert compare(stated(value, "exact"), "eq", 492, metric) == expected


def test_all_of_it_is_met_by_more_than_all() -> None:
    assert compare(stated(104.5, "exact"), "eq", 100, SHARE) == "met"
    assert compare(stated(99.9, "exact"), "eq", 100, SHARE) == "not_met"


def test_days_inside_a_period_have_no_distance_to_it() -> None:
    year = Period("year", date(2021, 1, 1), date(2021, 12, 31))
    assert gap(date(2021, 6, 1), year) == 0
    assert gap(date(2020, 12, 31), year) == 1
    assert gap(date(2022, 1, 2), year) == 2
