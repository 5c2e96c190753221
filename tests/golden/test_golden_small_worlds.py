"""Hand-made facts of a few rows, one rule each, with the one right answer beside them."""

from __future__ import annotations

from datetime import date
from math import inf

from comparison.answers import Amount, Coverage
from comparison.questions import View
from comparison.values import branch_values, total
from tests.golden.building import built
from tests.oracle.worlds import World

YEAR = {"period_kind": "year", "period_start": "2025-01-01", "period_end": "2025-12-31"}
TERM = {"period_kind": "term", "period_start": "2019-01-01", "period_end": "2021-12-31"}
AFTER = date(2029, 1, 1)


def world_of(branches: int, **sources: str) -> World:
    """Grassroots branches b0, b1, ... of one source, and more sources named by their day of publication."""
    world = World()
    world.add("sent", "sources", source_id="book", title="book")
    for source_id, day in sources.items():
        folder = source_id.split("_")[0]
        world.add(folder, "sources", source_id=source_id, title=source_id, published_on=day)
    columns = {"tier": "grassroots", "sector": "health", "province": "Hà Nội", "source_id": "book"}
    for number in range(branches):
        world.add("sent", "branches", branch_id=f"b{number}", name_vi=f"Công đoàn {number}", **columns)
    return world


def say(world: World, branch_id: str, metric_id: str, value: str, **columns: str) -> None:
    """One reported observation, by default exact, of 2025 and of the book."""
    row = {**YEAR, "part": "1", "qualifier": "exact", "status": "reported", "source_id": "book", **columns}
    folder = row["source_id"].split("_")[0] if "_" in row["source_id"] else "sent"
    world.add(folder, "observations", branch_id=branch_id, metric_id=metric_id, value=value, **row)


def in_year(year: int) -> dict[str, str]:
    return {"period_kind": "year", "period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}


def in_half(year: int, first: bool) -> dict[str, str]:
    days = ("01-01", "06-30") if first else ("07-01", "12-31")
    return {"period_kind": "half", "period_start": f"{year}-{days[0]}", "period_end": f"{year}-{days[1]}"}


def test_exactly_eighty_does_not_meet_over_eighty() -> None:
    world = world_of(3)
    metric_id = "cultural_participation_pct"
    for branch_id, value, qualifier in (("b0", "80", "exact"), ("b1", "80.5", "exact"), ("b2", "80", "at_least")):
        say(world, branch_id, metric_id, value, qualifier=qualifier, **TERM)
        aim = {"cadence": "per_term", "comparator": "gt", "value": "80", "source_id": "book", **TERM}
        world.add("sent", "targets", branch_id=branch_id, metric_id=metric_id, **aim)
    with built(world, AFTER) as (warehouse, _):
        states = warehouse.rows("select branch_id, status from attainment order by 1")
    assert states == [("b0", "not_met"), ("b1", "met"), ("b2", "undecided")]


def test_a_target_still_runs_on_the_last_day_of_its_period() -> None:
    world = world_of(1)
    say(world, "b0", "members_admitted", "12")
    aim = {"cadence": "per_year", "comparator": "ge", "value": "10", "source_id": "book", **YEAR}
    world.add("sent", "targets", branch_id="b0", metric_id="members_admitted", **aim)
    for as_of, state in ((date(2025, 12, 31), "running"), (date(2026, 1, 1), "met")):
        with built(world, as_of) as (warehouse, _):
            assert warehouse.rows("select status from attainment") == [(state,)]


def test_two_aims_of_one_source_for_parts_of_one_metric_stay_undecided() -> None:
    world = world_of(1)
    say(world, "b0", "strong_unions_pct", "95")
    for value in ("100", "60"):
        aim = {"cadence": "per_year", "comparator": "ge", "value": value, "source_id": "book", **YEAR}
        world.add("sent", "targets", branch_id="b0", metric_id="strong_unions_pct", **aim)
    with built(world, AFTER) as (warehouse, _):
        assert warehouse.rows("select distinct status from attainment") == [("undecided",)]


def test_the_own_word_beats_the_press_the_later_the_earlier_and_the_exact_the_bounded() -> None:
    world = world_of(3, seeds_old="2024-01-01", press_new="2026-01-01", press_old="2025-01-01", press_twin="2026-01-01")
    say(world, "b0", "members_admitted", "10", source_id="seeds_old")
    say(world, "b0", "members_admitted", "99", source_id="press_new")
    say(world, "b1", "members_admitted", "20", source_id="press_old")
    say(world, "b1", "members_admitted", "21", source_id="press_new", qualifier="at_least")
    say(world, "b2", "members_admitted", "30", source_id="press_new", qualifier="about")
    say(world, "b2", "members_admitted", "31", source_id="press_twin")
    with built(world, AFTER) as (warehouse, _):
        found = warehouse.rows("select branch_id, value, high, source_ids, has_conflict from figure order by 1")
    assert found == [
        ("b0", 10, 10, ["seeds_old"], True),
        ("b1", 21, inf, ["press_new"], True),
        ("b2", 31, 31, ["press_twin"], True),
    ]


def test_two_sources_of_one_value_are_both_cited_without_a_conflict() -> None:
    world = world_of(1, press_a="2026-01-01", press_b="2025-01-01")
    say(world, "b0", "members_admitted", "10", source_id="press_b")
    say(world, "b0", "members_admitted", "10", source_id="press_a")
    with built(world, AFTER) as (warehouse, _):
        found = warehouse.rows("select value, source_ids, has_conflict from figure")
    assert found == [(10, ["press_a", "press_b"], False)]


def test_two_halves_make_a_year_unless_the_year_is_stated() -> None:
    world = world_of(3)
    for branch_id in ("b0", "b1"):
        say(world, branch_id, "members_admitted", "3", **in_half(2025, first=True))
        say(world, branch_id, "members_admitted", "4", qualifier="at_least", **in_half(2025, first=False))
    say(world, "b1", "members_admitted", "9")
    say(world, "b2", "members_admitted", "5", **in_half(2025, first=True))
    with built(world, AFTER) as (warehouse, _):
        years = warehouse.rows("select branch_id, value, low, high from figure where period_kind = 'year' order by 1")
        answer = total(warehouse, View("2025", tier="grassroots"), "members_admitted")
    # b0: 3 + at least 4 = at least 7; b1: 9 as stated; b2: one half is no year. Together at least 16, 2 of 3.
    assert years == [("b0", 7, 7, inf), ("b1", 9, 9, 9)]
    assert (answer.amount, answer.coverage) == (Amount(16, 16, inf), Coverage(2, 3))


def test_a_term_is_the_sum_of_its_years_only_when_all_are_there() -> None:
    world = world_of(2)
    for branch_id, years in (("b0", (2019, 2020, 2021)), ("b1", (2019, 2021))):
        for year in years:
            say(world, branch_id, "members_admitted", str(year - 2014), **in_year(year))
        say(world, branch_id, "committee_members", "5", **TERM)
    with built(world, AFTER) as (warehouse, _):
        view = View("XII", "term", "grassroots")
        answer = total(warehouse, view, "members_admitted")
        frame = branch_values(warehouse, view, "members_admitted").frame.set_index("branch_id")
    # b0: 5 + 6 + 7 = 18. b1: 5 + 7 = 12 is 2 of 3 years: shown, neither added nor ranked.
    assert (answer.amount, answer.coverage) == (Amount(18, 18, 18), Coverage(1, 2))
    assert tuple(frame.loc["b1", ["value", "is_partial", "years_present", "years_expected"]]) == (12, True, 2, 3)
    assert frame["rank"].isna().to_dict() == {"b0": False, "b1": True}


def test_a_predecessor_is_left_out_only_where_its_successor_reports() -> None:
    world = world_of(3)
    life = {"event": "merged_into", "on": "2025-07-01", "other_branch_id": "b2"}
    for branch_id in ("b0", "b1"):
        world.add("sent", "branch_life", branch_id=branch_id, **life)
    world.add("sent", "branch_life", branch_id="b2", event="founded", on="2025-07-01")
    for year in (2024, 2025):
        say(world, "b0", "members_admitted", "100", **in_year(year))
        say(world, "b1", "members_admitted", "40", **in_year(year))
    say(world, "b2", "members_admitted", "250")
    say(world, "b0", "inspections", "3")
    with built(world, AFTER) as (warehouse, _):
        ask = View("2025", tier="grassroots")
        merged = total(warehouse, ask, "members_admitted")
        before = total(warehouse, View("2024", tier="grassroots"), "members_admitted")
        silent_heir = total(warehouse, ask, "inspections")
    # 2025: 250 of the successor hold the 100 and the 40. 2024: 100 + 40; the successor did not exist yet.
    assert (merged.amount, merged.left_out) == (Amount(250, 250, 250), ("Công đoàn 0", "Công đoàn 1"))
    assert (before.amount, before.coverage) == (Amount(140, 140, 140), Coverage(2, 2))
    assert (silent_heir.amount, silent_heir.left_out) == (Amount(3, 3, 3), ())


def test_the_nearest_head_count_within_366_days_divides_and_the_later_of_two_equally_near() -> None:
    world = world_of(3)
    for branch_id in ("b0", "b1", "b2"):
        say(world, branch_id, "visits_amount", "1200", **in_year(2021))
    for branch_id, day, members in (
        ("b0", "2020-12-22", "10"),
        ("b0", "2022-01-10", "12"),
        ("b1", "2023-01-01", "6"),
        ("b2", "2023-01-02", "6"),
    ):
        on_day = {"period_kind": "as_of", "period_start": day, "period_end": day}
        say(world, branch_id, "members_total", members, **on_day)
    with built(world, AFTER) as (warehouse, _):
        frame = branch_values(warehouse, View("2021", tier="grassroots"), "visits_amount", basis="per_member").frame
    found = frame.set_index("branch_id")
    # b0: both 10 days away, the later counts 12: 1200 / 12. b1: 366 days after the year. b2: 367 days, too far.
    assert tuple(found.loc["b0", ["value", "members_gap_days"]]) == (100, 10)
    assert tuple(found.loc["b1", ["value", "members_gap_days"]]) == (200, 366)
    assert found["value"].isna().to_dict() == {"b0": False, "b1": False, "b2": True}


def test_a_rate_of_bounds_divides_low_by_high_and_high_by_low() -> None:
    world = world_of(1)
    say(world, "b0", "visits_amount", "1200", qualifier="at_most")
    say(world, "b0", "members_total", "60", qualifier="at_least")
    with built(world, AFTER) as (warehouse, _):
        frame = branch_values(warehouse, View("2025", tier="grassroots"), "visits_amount", basis="per_member").frame
    # [0, 1200] over [60, unbounded): from 0 / unbounded to 1200 / 60.
    assert tuple(frame.loc[0, ["value", "low", "high"]]) == (20, 0, 20)
