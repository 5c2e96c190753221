"""Answers that were once known to be otherwise than DESIGN.md says, mended and held here."""

from __future__ import annotations

from datetime import date

import pytest

from comparison.pace import pace
from comparison.questions import View
from comparison.rates import rate_values
from comparison.warehouse import Warehouse
from tests.golden.agreement import case_differences
from tests.golden.building import built
from tests.golden.cases import Case
from tests.golden.test_golden_small_worlds import in_year, say, world_of
from tests.oracle import Oracle

DAY = date(2026, 11, 21)


@pytest.mark.parametrize("kind", ["groups", "table", "side_by_side"])
def test_no_old_province_claims_a_branch_whose_old_province_is_not_known(
    warehouse: Warehouse, oracle: Oracle, kind: str
) -> None:
    # Hải Châu admitted 460 in 2025 and is known by today's Đà Nẵng only, which holds the old Đà Nẵng and Quảng Nam.
    view = View("2025", tier="upper_direct", boundary="before_2025_07")
    case = Case(kind, view, ("members_admitted",), by="province", subjects=("Đà Nẵng", "Quảng Nam"))
    assert case_differences(warehouse, oracle, case) == []


def test_a_predecessor_stays_in_a_share_where_its_successor_has_none() -> None:
    # b0: 30 of 60; b1: 10 of 40, merged into b2 in July; b2 states 5 women of nobody knows how many: 40 of 100.
    world = world_of(3)
    world.add("sent", "branch_life", branch_id="b1", event="merged_into", on="2025-07-01", other_branch_id="b2")
    for branch_id, women, members in (("b0", "30", "60"), ("b1", "10", "40"), ("b2", "5", "")):
        say(world, branch_id, "members_female", women)
        if members:
            say(world, branch_id, "members_total", members)
    with built(world, DAY) as (warehouse, _):
        group = rate_values(warehouse, View("2025", tier="grassroots"), "women_share").group
    assert group is not None
    assert group.value == 40


def paces(*years: int) -> list[str]:
    """The pace of 60 aimed at in 2023-2028 of a branch that reached 10 in each of some years."""
    world = world_of(1)
    term = {"period_kind": "term", "period_start": "2023-01-01", "period_end": "2028-12-31"}
    aim = {"cadence": "per_term", "comparator": "ge", "value": "60", "source_id": "book", **term}
    world.add("sent", "targets", branch_id="b0", metric_id="members_admitted", **aim)
    for year in years:
        say(world, "b0", "members_admitted", "10", **in_year(year))
    with built(world, DAY) as (warehouse, _):
        return list(pace(warehouse, View("XIII", "term", "grassroots")).part()["pace"])


def test_an_ended_year_without_a_figure_leaves_the_pace_open() -> None:
    # 2023 may hold anything: 30 of 60 after 64.8 % of the time says nothing.
    assert paces(2024, 2025, 2026) == ["open"]


def test_even_years_are_not_behind_because_the_current_one_is_not_reported_yet() -> None:
    # 10 a year are exactly even: 30 after three of six years. Of 2026 nothing is known yet.
    assert paces(2023, 2024, 2025) == ["open"]
