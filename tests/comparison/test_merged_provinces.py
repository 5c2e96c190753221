"""A province known by a part of what merged into it, and sums over other branches than before."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest

from comparison.groups import group_values
from comparison.order import vietnamese_order
from comparison.questions import View
from comparison.side_by_side import compare
from comparison.values import by_province
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year
from tests.oracle.worlds import World

VIEW = View("2026", "year", "grassroots")


def merged_world() -> World:
    """b0 and b1 merged into b2 in 2026; b3 stands in another province."""
    world = world_of(4)
    for row, province in zip(world.tables["sent"]["branches"], ("Hà Nội", "Hà Nội", "Hà Nội", "Huế"), strict=True):
        row["province"] = province
    for number in (0, 1):
        event = {"event": "merged_into", "on": "2026-07-01", "other_branch_id": "b2", "source_id": "book", "note": ""}
        world.add("sent", "branch_life", branch_id=f"b{number}", **event)
    world.add("sent", "branch_life", branch_id="b2", event="founded", on="2026-07-01", source_id="book")
    say(world, 3, "visits_count", "30", year(2026))
    return world


def province(frame: pd.DataFrame, name: str, column: str) -> pd.Series:
    return frame[frame[column] == name].iloc[0]


def test_a_province_known_by_one_of_two_predecessors_is_a_lower_bound_without_a_sure_rank() -> None:
    world = merged_world()
    say(world, 0, "visits_count", "20", year(2026))
    with opened(world) as warehouse:
        on_map = province(by_province(warehouse, VIEW, "visits_count").frame, "Hà Nội", "province")
        answer = group_values(warehouse, VIEW, "visits_count", "province")
    row = province(answer.frame, "Hà Nội", "group")
    assert (on_map["value"], on_map["low"], on_map["high"], on_map["is_part"]) == (20, 20, inf, True)
    assert (row["value"], row["low"], row["high"], row["is_part"]) == (20, 20, inf, True)
    assert (row["rank"], row["rank_best"], row["rank_is_undecided"]) == (2, 1, True)
    assert ("part_of_merged_province", (("names", "Hà Nội"),)) in [(n.code, n.values) for n in answer.notes]


@pytest.mark.parametrize("reporting", [(0, 1), (2,), (0, 2)])
def test_a_province_is_whole_with_both_predecessors_or_their_successor(reporting: tuple[int, ...]) -> None:
    world = merged_world()
    for number in reporting:
        say(world, number, "visits_count", "20", year(2026))
    with opened(world) as warehouse:
        row = province(group_values(warehouse, VIEW, "visits_count", "province").frame, "Hà Nội", "group")
        on_map = province(by_province(warehouse, VIEW, "visits_count").frame, "Hà Nội", "province")
    # A predecessor beside its successor reports, but is not added.
    expected = 40 if reporting == (0, 1) else 20
    for seen in (row, on_map):
        assert (seen["value"], seen["high"], seen["reported"], seen["is_part"]) == (
            expected, expected, len(reporting), False,
        )  # fmt: skip


def test_a_rate_makes_room_for_the_successor_only_where_its_members_are_known() -> None:
    world = merged_world()
    for number, members in ((0, "100"), (1, "100")):
        say(world, number, "visits_count", "20", year(2026))
        say(world, number, "members_total", members, year(2026))
    say(world, 2, "visits_count", "90", year(2026))
    with opened(world) as warehouse:
        row = province(group_values(warehouse, VIEW, "visits_count", "province", "per_member").frame, "Hà Nội", "group")
    # The successor's 90 has no head count: 40 turns over 200 members stand, 20 per 100.
    assert (row["value"], row["reported"]) == (20, 2)


def test_a_sum_over_other_branches_than_last_year_has_no_change() -> None:
    world = world_of(3)
    for row, sector in zip(world.tables["sent"]["branches"], ("health", "health", "education"), strict=True):
        row["sector"] = sector
    for number, value in ((0, "10"), (1, "20"), (2, "5")):
        say(world, number, "visits_count", value, year(2026))
    say(world, 0, "visits_count", "9", year(2025))
    say(world, 2, "visits_count", "3", year(2025))
    with opened(world) as warehouse:
        frame = compare(warehouse, VIEW, ("health", "education"), ("visits_count",), kind="sector").frame
    assert pd.isna(province(frame, "health", "subject")["change_value"])
    assert province(frame, "education", "subject")["change_value"] == 2


def published(warehouse: Warehouse) -> tuple[list[str], list[str]]:
    names = [row[0] for row in warehouse.rows("select name_vi from branch")]
    ordered = warehouse.rows("select n from (select unnest($names) as n) order by n collate vi, n", {"names": names})
    return names, [row[0] for row in ordered]


def test_vietnamese_order_is_the_warehouses_own(warehouse: Warehouse) -> None:
    names, ordered = published(warehouse)
    assert sorted(names, key=vietnamese_order) == ordered
    words = ["An", "Ân", "ăn", "Đà Nẵng", "Dak", "Điện Biên", "Ea", "Ơn", "Ôn", "Ư", "U", "Hoà", "Hòa", "2 Sông", "Hỏa"]
    rows = [("An", "ăn", "Ân", "Dak", "Đà Nẵng", "Điện Biên", "Ea")]
    assert [w for w in sorted(words, key=vietnamese_order) if w in rows[0]] == list(rows[0])


def test_a_predecessor_stays_in_its_own_group_where_the_successor_is_in_another() -> None:
    world = merged_world()
    world.tables["sent"]["branches"][2]["sector"] = "education"
    say(world, 0, "visits_count", "20", year(2026))
    say(world, 2, "visits_count", "50", year(2026))
    with opened(world) as warehouse:
        sectors = group_values(warehouse, VIEW, "visits_count", "sector").frame
        place = province(by_province(warehouse, VIEW, "visits_count").frame, "Hà Nội", "province")
    assert province(sectors, "health", "group")["value"] == 20 + 30
    assert province(sectors, "education", "group")["value"] == 50
    # Within one province only the successor is added.
    assert place["value"] == 50
