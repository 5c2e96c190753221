"""Running and coming aims: on what ground each stands, with the sources of all that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan
from typing import Any

import numpy as np
import pytest

from comparison.pace import next_term, pace
from comparison.questions import Scope, View
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, term, world_of, year
from tests.oracle.worlds import World

# The small world is judged on the first day of 2029.
NOW = term(2028, 2033)
VIEW = View("2029", tier="grassroots")
CYCLE = View("XIV", "term", tier="grassroots")


def aim(world: World, branch: int, metric_id: str, value: str, cadence: str, source_id: str = "book") -> None:
    row = {"cadence": cadence, "comparator": "ge", "value": value, "source_id": source_id, **NOW}
    world.add("sent", "targets", branch_id=f"b{branch}", metric_id=metric_id, **row)


def also(world: World, branch: int, metric_id: str, value: str, period: dict[str, str]) -> None:
    """What another source says."""
    row = {"part": "1", "qualifier": "exact", "status": "reported", "source_id": "news", **period}
    world.add("sent", "observations", branch_id=f"b{branch}", metric_id=metric_id, value=value, **row)


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    world = world_of(7)
    world.add("sent", "sources", source_id="news", title="news")
    for branch in (0, 1):
        aim(world, branch, "members_admitted", "60", "per_term")
    say(world, 0, "members_admitted", "10", year(2028))
    also(world, 0, "members_admitted", "15", year(2029))
    also(world, 1, "members_admitted", "20", year(2028))
    say(world, 1, "members_admitted", "50", NOW)
    aim(world, 2, "members_total", "100", "at_end")
    say(world, 2, "members_total", "70", year(2028))
    also(world, 2, "members_total", "80", year(2029))
    aim(world, 3, "members_admitted", "40", "at_end")
    say(world, 3, "members_admitted", "9", year(2028))
    also(world, 3, "members_admitted", "30", year(2033))
    aim(world, 4, "members_admitted", "12", "per_year")
    say(world, 4, "members_admitted", "6", year(2029))
    aim(world, 6, "strong_unions_pct", "100", "at_end")
    say(world, 6, "strong_unions_pct", "80", year(2028))
    also(world, 6, "strong_unions_pct", "90", year(2029))
    aim(world, 5, "members_total", "100", "at_end", "news")
    say(world, 4, "members_admitted", "50", term(2023, 2028))
    with opened(world) as found:
        yield found


def rows(warehouse: Warehouse, view: View = VIEW) -> dict[tuple[str, int], dict[str, Any]]:
    """By branch and the first year of the judged period."""
    found = pace(warehouse, view).part().to_dict("records")
    return {(row["branch_id"], row["period_start"].year): row for row in found}


def test_each_aim_stands_on_the_best_that_is_known(warehouse: Warehouse) -> None:
    ground = ("reached_basis", "reached_value", "source_ids")
    told = {key: tuple(row[name] for name in ground) for key, row in rows(warehouse).items()}
    assert told.pop(("b5", 2028))[2] == ()
    assert told == {
        ("b0", 2028): ("years", 25, ("book", "news")),
        ("b1", 2028): ("period", 50, ("book",)),
        ("b2", 2028): ("period", 80, ("news",)),
        ("b3", 2028): ("last", 30, ("news",)),
        ("b4", 2029): ("period", 6, ("book",)),
        ("b6", 2028): ("last", 90, ("news",)),
    }


def test_years_are_counted_also_where_the_whole_period_is_stated(warehouse: Warehouse) -> None:
    found = rows(warehouse)
    assert (found["b0", 2028]["years_known"], found["b1", 2028]["years_known"]) == (2, 1)
    assert isnan(found["b2", 2028]["years_known"])
    unknown = found["b5", 2028]
    assert (unknown["pace"], isnan(unknown["reached_value"]), isnan(unknown["reached_pct"])) == ("unknown", True, True)


def test_some_rows_are_those_of_the_whole_list(warehouse: Warehouse) -> None:
    answer = pace(warehouse, VIEW)
    whole = answer.part()
    assert len(answer) == len(whole) == 7
    some = whole.iloc[[3, 0]].reset_index(drop=True)
    assert answer.part(np.array([3, 0])).astype(object).equals(some.astype(object))
    assert answer.source_ids() == ("book", "news")
    assert answer.source_ids(np.array([1])) == ("book",)
    assert list(answer.is_of(("b1", "nobody"))) == list(whole["branch_id"] == "b1")
    own = pace(warehouse, View("2029", tier="grassroots", scope=Scope(frozenset({"b3"}))))
    assert list(own.part()["branch_id"]) == ["b3"]
    assert len(pace(warehouse, View("2027", tier="grassroots"))) == 0


def test_aims_of_a_cycle_stand_beside_the_cycle_before(warehouse: Warehouse) -> None:
    found = next_term(warehouse, CYCLE)
    told = {row["branch_id"]: row for row in found.part().to_dict("records")}
    assert set(told) == {f"b{number}" for number in range(7)}
    # 50 in the term from 2023 to 2028 are 10 a year.
    assert (told["b4"]["last_value"], told["b4"]["source_ids"]) == (10, ("book",))
    assert [note.code for note in found.notes] == ["yearly_aim_beside_yearly_mean"]
    assert isnan(told["b5"]["last_value"])
    assert told["b5"]["source_ids"] == ("news",)
    with pytest.raises(ValueError, match="cycle"):
        next_term(warehouse, VIEW)
