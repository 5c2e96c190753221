"""Averages per recipient: only of branches that state money and number of one period, with the bounds of both."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import pytest

from comparison.answers import Coverage
from comparison.questions import Scope, View
from comparison.recipients import PAIRS, average_coverage, average_per_recipient
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year

VIEW = View("2025", tier="grassroots")
THEN = year(2025)
TET = "tet_support_amount"


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
    rows = average_per_recipient(warehouse, VIEW, TET).frame.set_index("branch_id")
    bounds = {b: (r["value"], r["low"], r["high"], r["is_approximate"]) for b, r in rows.to_dict("index").items()}
    assert bounds == {
        "b0": (200, 200, 200, False),
        "b1": (300, 300, inf, False),
        "b2": (200, 0, 200, False),
        "b3": (100, 100, 100, True),
    }


def test_without_both_figures_there_is_no_average(warehouse: Warehouse) -> None:
    answer = average_per_recipient(warehouse, VIEW, TET)
    assert not {"b4", "b5", "b6"} & set(answer.frame["branch_id"])
    assert average_per_recipient(warehouse, VIEW, "visits_amount").frame.empty
    assert answer.coverage == Coverage(4, 7)
    assert average_per_recipient(warehouse, VIEW, "visits_amount").coverage == Coverage(0, 7)


def test_each_kind_is_counted_as_its_averages_are(warehouse: Warehouse) -> None:
    counted = average_coverage(warehouse, VIEW)
    assert counted == {kind: average_per_recipient(warehouse, VIEW, kind).coverage for kind in PAIRS}
    assert {kind for kind, coverage in counted.items() if coverage.reported} == {TET, "shelter_amount"}


def test_the_average_of_all_is_all_money_over_all_recipients(warehouse: Warehouse) -> None:
    group = average_per_recipient(warehouse, VIEW, TET).group
    assert group is not None
    assert group.value == pytest.approx(2800 / 15)
    assert (group.low, group.high, group.is_approximate) == (0, inf, True)
    shelter = average_per_recipient(warehouse, VIEW, "shelter_amount").group
    assert shelter is not None
    assert shelter.value == 45


def test_ranks_stand_within_one_kind(warehouse: Warehouse) -> None:
    assert list(average_per_recipient(warehouse, VIEW, TET).frame["rank"]) == [1, 2, 2, 4]
    assert list(average_per_recipient(warehouse, VIEW, "shelter_amount").frame["rank"]) == [1]


def test_the_scope_is_applied_and_nothing_is_an_answer(warehouse: Warehouse) -> None:
    own = View("2025", tier="grassroots", scope=Scope(frozenset({"b0"})))
    assert set(average_per_recipient(warehouse, own, TET).frame["branch_id"]) == {"b0"}
    empty = average_per_recipient(warehouse, View("1999", tier="grassroots"), TET)
    assert empty.frame.empty
    assert empty.group is None
    assert "rank" in empty.frame
    assert set(average_coverage(warehouse, View("1999", tier="grassroots"))) == set(PAIRS)


def test_an_unknown_kind_is_no_answer(warehouse: Warehouse) -> None:
    with pytest.raises(KeyError):
        average_per_recipient(warehouse, VIEW, "members_total")
