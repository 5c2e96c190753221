"""Spending of a term of which some years are known is known of those years: neither ranked, nor added, nor exact."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comparison.answers import Note
from comparison.questions import View
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending, welfare_total
from tests.comparison.small import opened, say, term, world_of, year

VIEW = View("XII", grain="term", tier="grassroots")
TET, VISITS, STATED = "tet_support_amount", "visits_amount", "welfare_total_amount"
MILLION = 1_000_000


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """Four branches of one term: 0 has every year of one kind and two years of another; 1 has every year of all it
    states; 2 has four years of a stated total above its kinds; 3 a total of the term above some years of a kind."""
    world = world_of(5)
    for branch in range(5):
        # Whoever states anything of a term names it.
        say(world, branch, "committee_members", "9", term(2018, 2022))
    for number in range(2018, 2023):
        say(world, 0, TET, str(1 * MILLION), year(number))
        say(world, 1, TET, str(10 * MILLION), year(number))
        say(world, 2, TET, str(2 * MILLION), year(number))
    for number in (2018, 2019):
        say(world, 0, VISITS, str(100 * MILLION), year(number))
        say(world, 3, TET, str(5 * MILLION), year(number))
    for number in (2019, 2020, 2021, 2022):
        say(world, 2, STATED, str(50 * MILLION), year(number))
    say(world, 3, STATED, str(70 * MILLION), term(2018, 2022))
    with opened(world) as there:
        yield there


def test_the_known_years_are_told_and_no_more_is_claimed(warehouse: Warehouse) -> None:
    rows = welfare_spending(warehouse, VIEW).totals.set_index("branch_id")
    told = {
        name: (row["value"] / MILLION, row["basis"], bool(row["is_partial"])) for name, row in rows.iloc[:4].iterrows()
    }
    assert told == {
        "b3": (70.0, "stated", False),
        "b1": (50.0, "parts", False),
        "b0": (205.0, "parts", True),
        "b2": (200.0, "stated", True),
    }
    assert rows["value"].isna().sum() == 1
    assert rows["rank"].dropna().to_dict() == {"b3": 1.0, "b1": 2.0}


def test_sums_and_coverage_rest_on_whole_terms(warehouse: Warehouse) -> None:
    total = welfare_total(warehouse, VIEW)
    assert total.amount is not None
    assert (total.amount.value, total.amount.low, total.amount.high) == (120 * MILLION,) * 3
    assert (total.coverage.reported, total.coverage.in_view) == (2, 5)
    assert Note("partial_terms", (("branches", 2),)) in total.notes
    whole = welfare_spending(warehouse, VIEW).total
    assert (whole.amount, whole.coverage, whole.notes) == (total.amount, total.coverage, total.notes)


def test_a_side_known_in_part_has_no_amount_of_the_term(warehouse: Warehouse) -> None:
    rows = welfare_spending(warehouse, VIEW).totals.set_index("branch_id")
    assert rows.loc[["b0", "b2", "b3"], ["stated_value", "parts_value"]].notna().to_numpy().tolist() == [
        [False, False],
        [False, True],
        [True, False],
    ]
    assert rows.loc["b2", "source_ids"] == ("book",)
