"""What stands out is said only as surely as the figures allow."""

from __future__ import annotations

from math import inf

from comparison.answers import Amount
from comparison.highlights import Highlight, highlights
from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year
from tests.oracle.worlds import World

VIEW = View("2026", "year", "grassroots")


def of_kind(found: tuple[Highlight, ...], kind: str) -> list[Highlight]:
    return [one for one in found if one.kind == kind]


def asked(world: World, kind: str) -> list[Highlight]:
    with opened(world) as warehouse:
        return of_kind(highlights(warehouse, VIEW), kind)


def test_the_published_year_names_its_leader_without_certainty_and_counts_the_silent(warehouse: Warehouse) -> None:
    found = highlights(warehouse, View("2025"))
    members = of_kind(found, "leader")[0]
    # Thành phố Hồ Chí Minh: "hơn 2,3 triệu"; other federations state lower bounds without an end.
    assert (members.metric_id, members.branch_id) == ("members_total", "ldld-tp-ho-chi-minh-2025")
    assert (members.amount, members.is_sure) == (Amount(2_300_000, 2_300_000, inf), False)
    assert (members.coverage.reported, members.coverage.in_view, members.coverage.merged) == (17, 86, 52)
    (silent,) = of_kind(found, "silent")
    assert (silent.count, silent.whole) == (62, 86)
    (fall,) = of_kind(found, "fall")
    # Thanh Hóa: more than 332,000 in 2024, about 300,000 in 2025.
    assert (fall.branch_id, fall.earlier, fall.amount) == (
        "ldld-thanh-hoa", "2024", Amount(-32_000, -inf, -32_000, True),
    )  # fmt: skip
    assert not fall.is_sure


def test_two_reporters_have_no_leader_and_three_have_one() -> None:
    world = world_of(4)
    for number, value in ((0, "10"), (1, "30")):
        say(world, number, "members_total", value, year(2026))
    assert asked(world, "leader") == []
    say(world, 2, "members_total", "20", year(2026))
    (leader,) = asked(world, "leader")
    assert (leader.branch_id, leader.is_sure, leader.others) == ("b1", True, 0)


def test_a_leader_is_sure_only_where_bounds_leave_no_other_first() -> None:
    world = world_of(3)
    for number, value, qualifier in ((0, "30", "exact"), (1, "20", "at_least"), (2, "5", "exact")):
        say(world, number, "members_total", value, year(2026), qualifier)
    (leader,) = asked(world, "leader")
    assert (leader.branch_id, leader.is_sure) == ("b0", False)


def test_a_shared_first_place_is_counted() -> None:
    world = world_of(3)
    for number, value in ((0, "30"), (1, "30"), (2, "5")):
        say(world, number, "members_total", value, year(2026))
    (leader,) = asked(world, "leader")
    assert (leader.amount, leader.others) == (Amount(30, 30, 30), 1)


def test_a_change_whose_direction_is_open_is_not_told() -> None:
    world = world_of(2)
    say(world, 0, "members_total", "30", year(2025))
    say(world, 0, "members_total", "20", year(2026), "at_least")
    say(world, 1, "members_total", "30", year(2025))
    say(world, 1, "members_total", "34", year(2026))
    (rise,) = asked(world, "rise")
    assert (rise.branch_id, rise.amount, rise.earlier) == ("b1", Amount(4, 4, 4), "2025")
    assert asked(world, "fall") == []
    # 30 to at least 20, and 30 to 34: together from -6 to no end, over the two branches known at both times.
    (common,) = asked(world, "common")
    assert (common.amount, common.coverage.reported) == (Amount(-6, -6, inf), 2)


def test_the_missed_target_furthest_below_its_aim_is_told() -> None:
    world = world_of(2)
    for number, result in ((0, "80"), (1, "50")):
        say(world, number, "visits_count", result, year(2026))
        world.add(
            "sent", "targets", branch_id=f"b{number}", metric_id="visits_count", cadence="at_end", comparator="ge",
            value="100", source_id="book", **year(2026),
        )  # fmt: skip
    (missed,) = asked(world, "missed")
    assert (missed.count, missed.whole, missed.branch_id, missed.aim) == (2, 2, "b1", 100)
    assert missed.amount == Amount(50, 50, 50)
