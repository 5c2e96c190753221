"""Growth: the rest is a number only where nothing about it is open, and one count shows no change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comparison.growth import growth
from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.comparison.small import day, opened, say, term, world_of, year

VIEW = View("2025", tier="grassroots")


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    world = world_of(8)
    counts = {0: ("100", "110"), 1: ("100", "90"), 2: ("100", "110"), 3: ("100", "110"), 4: ("100", "110")}
    for branch, (before, after) in counts.items():
        say(world, branch, "members_total", before, day("2024-12-31"))
        when = "2025-06-30" if branch == 3 else "2025-12-31"
        say(world, branch, "members_total", after, day(when), "at_least" if branch == 2 else "exact")
    for branch in (0, 1, 2, 3):
        say(world, branch, "members_admitted", "12", year(2025))
        say(world, branch, "members_transferred_in", "3", year(2025))
    say(world, 4, "members_admitted", "12", year(2025))
    say(world, 5, "members_admitted", "7", year(2025))
    say(world, 6, "members_total", "50", day("2025-12-31"))
    # One count at a congress ends a term and opens the next.
    say(world, 7, "members_total", "80", day("2023-01-01"))
    say(world, 7, "visits_count", "1", term(2018, 2023))
    say(world, 7, "visits_count", "1", term(2023, 2028))
    with opened(world) as found:
        yield found


def rests(warehouse: Warehouse) -> dict[str, tuple[str, float]]:
    rows = growth(warehouse, VIEW, "2024").frame.set_index("branch_id")
    return {b: (r["rest_state"], r["rest_value"]) for b, r in rows.to_dict("index").items()}


def test_the_rest_is_the_change_less_what_is_explained(warehouse: Warehouse) -> None:
    found = rests(warehouse)
    assert found["b0"] == ("known", 10 - 12 - 3)
    assert found["b1"] == ("known", -10 - 12 - 3)


@pytest.mark.parametrize("branch", ["b2", "b3", "b4"])
def test_bounds_days_and_gaps_leave_the_rest_open(warehouse: Warehouse, branch: str) -> None:
    state, value = rests(warehouse)[branch]
    assert state == "open"
    assert value != value


def test_what_is_missing_is_not_nought(warehouse: Warehouse) -> None:
    answer = growth(warehouse, VIEW, "2024")
    rows = answer.frame.set_index("branch_id")
    assert rows.loc["b5", "rest_state"] == "missing"
    assert rows.loc["b5", "change_value"] != rows.loc["b5", "change_value"]
    assert rows.loc["b4", "transferred_value"] != rows.loc["b4", "transferred_value"]
    assert "b6" not in rows.index
    assert (answer.coverage.reported, answer.coverage.in_view) == (5, 8)
    assert list(answer.frame["change_value"].dropna()) == sorted(answer.frame["change_value"].dropna(), reverse=True)


def test_one_count_of_two_terms_is_no_change(warehouse: Warehouse) -> None:
    answer = growth(warehouse, View("XIII", "term", tier="grassroots"), "XII")
    assert answer.coverage.reported == 0
    assert "b7" not in set(answer.frame["branch_id"])


def test_a_change_needs_two_periods(warehouse: Warehouse) -> None:
    with pytest.raises(ValueError, match="two periods"):
        growth(warehouse, VIEW, "2025")
