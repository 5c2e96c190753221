"""Honours are added only within what counts the same, with their bounds, and never for what was not reported."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import pytest

from comparison.answers import Coverage
from comparison.honours import UNITS, honours
from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, term, world_of, year

VIEW = View("2025", tier="grassroots")


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    world = world_of(3)
    say(world, 0, "advanced_workers", "30", year(2025))
    say(world, 0, "emulation_fighters", "5", year(2025), "at_least")
    say(world, 0, "excellent_collectives", "2", year(2025))
    say(world, 0, "certificates", "4", year(2025), "about")
    say(world, 1, "advanced_workers", "40", year(2025))
    say(world, 1, "advanced_workers", "10", year(2024))
    say(world, 1, "visits_count", "1", term(2023, 2025))
    with opened(world) as found:
        yield found


def test_sums_stay_within_one_unit_and_keep_their_bounds(warehouse: Warehouse) -> None:
    totals = honours(warehouse, VIEW).totals
    rows = {(r["unit"], r["branch_id"]): r for r in totals.to_dict("records")}
    assert set(rows) == {("person", "b0"), ("person", "b1"), ("group", "b0"), ("award", "b0")}
    person = rows["person", "b0"]
    assert (person["value"], person["low"], person["high"], person["kinds"]) == (35, 35, inf, 2)
    assert rows["award", "b0"]["is_approximate"]
    assert list(totals.loc[totals["unit"] == "person", "branch_id"]) == ["b1", "b0"]


def test_coverage_is_said_for_each_unit(warehouse: Warehouse) -> None:
    assert honours(warehouse, VIEW).coverage == {
        "person": Coverage(2, 3),
        "group": Coverage(1, 3),
        "award": Coverage(1, 3),
    }


def test_a_part_of_a_term_is_no_sum_of_the_term(warehouse: Warehouse) -> None:
    answer = honours(warehouse, View("XIII", "term", tier="grassroots"))
    assert answer.totals.empty
    assert answer.parts.empty
    assert {c.reported for c in answer.coverage.values()} == {0}


def test_units_share_no_kind() -> None:
    kinds = [kind for own in UNITS.values() for kind in own]
    assert len(kinds) == len(set(kinds))
