"""Averages per recipient: only of branches that state money and number of one period, with the bounds of both."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import pytest

from comparison.answers import Coverage
from comparison.questions import Scope, View
from comparison.recipients import PAIRS, average_per_recipient
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year

VIEW = View("2025", tier="grassroots")
THEN = year(2025)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    world = world_of(7)
    for branch, amount, amount_is, count, count_is in (
        (0, "600", "exact", "3", "exact"),
        (1, "900", "at_least", "3", "exact"),
        (2, "800", "exact", "4", "at_least"),
        (3, "500", "about", "5", "exact"),
    ):
        say(world, branch, "tet_support_amount", amount, THEN, amount_is)
        say(world, branch, "tet_support_count", count, THEN, count_is)
    say(world, 4, "tet_support_amount", "700", THEN)
    say(world, 5, "tet_support_count", "9", THEN)
    say(world, 6, "tet_support_amount", "100", THEN)
    say(world, 6, "tet_support_count", "0", THEN)
    say(world, 0, "visits_amount", "50", THEN)
    say(world, 0, "visits_count", "5", year(2024))
    say(world, 0, "shelter_amount", "90", THEN)
    say(world, 0, "shelter_houses", "2", THEN)
    with opened(world) as found:
        yield found


def test_an_average_carries_the_bounds_of_both(warehouse: Warehouse) -> None:
    answer = average_per_recipient(warehouse, VIEW)
    rows = answer.frame[answer.frame["amount_id"] == "tet_support_amount"].set_index("branch_id")
    bounds = {b: (r["value"], r["low"], r["high"], r["is_approximate"]) for b, r in rows.to_dict("index").items()}
    assert bounds == {
        "b0": (200, 200, 200, False),
        "b1": (300, 300, inf, False),
        "b2": (200, 0, 200, False),
        "b3": (100, 100, 100, True),
    }


def test_without_both_figures_there_is_no_average(warehouse: Warehouse) -> None:
    answer = average_per_recipient(warehouse, VIEW)
    assert not {"b4", "b5", "b6"} & set(answer.frame["branch_id"])
    assert "visits_amount" not in set(answer.frame["amount_id"])
    assert answer.coverage["tet_support_amount"] == Coverage(4, 7)
    assert answer.coverage["visits_amount"] == Coverage(0, 7)


def test_the_average_of_all_is_all_money_over_all_recipients(warehouse: Warehouse) -> None:
    group = average_per_recipient(warehouse, VIEW).groups["tet_support_amount"]
    assert group.value == pytest.approx(2800 / 15)
    assert (group.low, group.high, group.is_approximate) == (0, inf, True)
    assert average_per_recipient(warehouse, VIEW).groups["shelter_amount"].value == 45


def test_ranks_stand_within_one_kind(warehouse: Warehouse) -> None:
    rows = average_per_recipient(warehouse, VIEW).frame
    tet = rows[rows["amount_id"] == "tet_support_amount"]
    assert list(tet["rank"]) == [1, 2, 2, 4]
    assert list(rows.loc[rows["amount_id"] == "shelter_amount", "rank"]) == [1]


def test_the_scope_is_applied_and_nothing_is_an_answer(warehouse: Warehouse) -> None:
    own = View("2025", tier="grassroots", scope=Scope(frozenset({"b0"})))
    assert set(average_per_recipient(warehouse, own).frame["branch_id"]) == {"b0"}
    empty = average_per_recipient(warehouse, View("1999", tier="grassroots"))
    assert empty.frame.empty
    assert empty.groups == {}
    assert set(empty.coverage) == set(PAIRS)
    assert "rank" in empty.frame
