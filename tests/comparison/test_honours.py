"""Honours are added only within what counts the same, with their bounds, and never for what was not reported."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

import numpy as np
import pytest

from comparison.answers import Coverage
from comparison.figures import reported
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
    say(world, 1, "emulation_fighters", "9", term(2023, 2025))
    with opened(world) as found:
        yield found


def test_sums_stay_within_one_unit_and_keep_their_bounds(warehouse: Warehouse) -> None:
    found = honours(warehouse, VIEW)
    totals = [row for mix in found.values() for row in mix.totals().to_dict("records")]
    rows = {(r["unit"], r["branch_id"]): r for r in totals}
    assert set(rows) == {("person", "b0"), ("person", "b1"), ("group", "b0"), ("award", "b0")}
    person = rows["person", "b0"]
    assert (person["value"], person["low"], person["high"], person["kinds"]) == (35, 35, inf, 2)
    assert (person["is_approximate"], person["source_ids"]) == (False, ("book",))
    assert rows["award", "b0"]["is_approximate"]
    assert list(found["person"].totals()["branch_id"]) == ["b1", "b0"]
    assert found["person"].totals(np.array([1])).equals(found["person"].totals().iloc[1:].reset_index(drop=True))


def test_parts_are_the_kinds_that_were_reported_by_name(warehouse: Warehouse) -> None:
    mix = honours(warehouse, VIEW)["person"]
    parts = mix.parts()
    assert list(zip(parts["branch_id"], parts["metric_id"], parts["value"], strict=True)) == [
        ("b0", "advanced_workers", 30),
        ("b0", "emulation_fighters", 5),
        ("b1", "advanced_workers", 40),
    ]
    assert (mix.parts_count, mix.source_ids()) == (3, ("book",))
    assert mix.parts_of(("b1",)).to_dict("records") == parts.iloc[2:].to_dict("records")
    assert mix.parts(slice(1, 2)).to_dict("records") == parts.iloc[1:2].to_dict("records")
    assert list(mix.is_of(("b0", "nobody"))) == [False, True]


def test_coverage_is_said_for_each_unit(warehouse: Warehouse) -> None:
    assert {unit: mix.coverage for unit, mix in honours(warehouse, VIEW).items()} == {
        "person": Coverage(2, 3),
        "group": Coverage(1, 3),
        "award": Coverage(1, 3),
    }


def test_a_part_of_a_term_is_no_sum_of_the_term(warehouse: Warehouse) -> None:
    view = View("XIII", "term", tier="grassroots")
    assert reported(warehouse, view, "advanced_workers").is_partial.all()
    answer = honours(warehouse, view)
    assert {unit: len(mix) for unit, mix in answer.items()} == {"person": 1, "group": 0, "award": 0}
    person = answer["person"]
    # b1 names its term: what is known of it is a part, but for the kind it states of the term as a whole.
    assert person.parts().to_dict("records") == person.parts_of(("b1",)).to_dict("records")
    assert list(person.parts()["metric_id"]) == ["emulation_fighters"]
    assert (list(person.totals()["value"]), person.coverage) == ([9], Coverage(1, 3))


def test_units_share_no_kind() -> None:
    kinds = [kind for own in UNITS.values() for kind in own]
    assert len(kinds) == len(set(kinds))
