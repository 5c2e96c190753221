"""Who reports year by year inside a term is not silent in it; who was founded after it began is counted apart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comparison.highlights import highlights
from comparison.options import reporting
from comparison.questions import Scope, View
from comparison.term_years import TooLate, founded_too_late
from comparison.values import branch_values, coverages
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, term, world_of, year

VIEW = View("XIII", grain="term", tier="grassroots")
SEASON = {"period_kind": "other", "period_start": "2024-01-01", "period_end": "2024-02-29"}


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    """Eight branches, terms of 2020 to 2024 (XIII): 0 has a figure of its term; 1 reports years and names no term; 2
    names one and reports a year of it; 3 names one and reports a year before it; 4 reports a year long before; 5 only a
    season; 6 and 7 were founded after 2024, 7 with a figure of a term of the cycle."""
    world = world_of(8)
    say(world, 0, "committee_members", "9", term(2023, 2028))
    say(world, 1, "members_total", "100", year(2024))
    say(world, 1, "tet_support_amount", "5000000", year(2025))
    for branch in (2, 3):
        row = {"branch_id": f"b{branch}", "metric_id": "members_admitted", "cadence": "per_term", "comparator": "ge"}
        world.add("sent", "targets", **row, value="10", source_id="book", **term(2023, 2028))
    say(world, 2, "members_admitted", "4", year(2024))
    say(world, 3, "members_admitted", "4", year(2021))
    say(world, 4, "members_admitted", "4", year(2012))
    say(world, 5, "tet_support_amount", "5000000", SEASON)
    say(world, 7, "committee_members", "7", term(2023, 2028))
    for branch, day in ((6, "2026-03-01"), (7, "2025-07-01")):
        life = {"branch_id": f"b{branch}", "event": "founded", "on": day, "source_id": "book"}
        world.add("sent", "branch_life", **life)
    with opened(world) as there:
        yield there


def test_who_reports_years_of_the_term_is_neither_silent_nor_counted_as_having_its_figure(warehouse: Warehouse) -> None:
    answer = reporting(warehouse, VIEW)
    assert (answer.coverage.reported, answer.by_years, answer.coverage.in_view) == (1, 2, 6)
    assert answer.silent["branch_id"].tolist() == ["b3", "b4", "b5"]
    assert answer.silent["has_other_figure"].tolist() == [False, False, True]


def test_groups_tell_figures_of_the_term_from_those_of_its_years(warehouse: Warehouse) -> None:
    groups = reporting(warehouse, VIEW).groups.set_index("group")[["reported", "by_years"]]
    told = {group: tuple(row) for group, row in groups.iterrows() if sum(row)}
    assert told == {"membership": (1, 2), "welfare": (0, 1)}


def test_what_stands_out_counts_as_many_silent_branches_as_are_named(warehouse: Warehouse) -> None:
    (silent,) = (one for one in highlights(warehouse, VIEW) if one.kind == "silent")
    assert (silent.count, silent.whole) == (len(reporting(warehouse, VIEW).silent), 6) == (3, 6)


def test_years_of_a_term_leave_the_coverage_of_a_metric_alone(warehouse: Warehouse) -> None:
    for metric_id in ("members_admitted", "members_total", "tet_support_amount"):
        assert coverages(warehouse, VIEW, (metric_id,))[metric_id].reported == 0
        assert branch_values(warehouse, VIEW, metric_id).coverage.reported == 0


def test_a_year_is_told_as_before(warehouse: Warehouse) -> None:
    answer = reporting(warehouse, View("2024", tier="grassroots"))
    assert (answer.coverage.reported, answer.by_years, answer.coverage.in_view) == (2, 0, 6)
    assert answer.silent["branch_id"].tolist() == ["b0", "b3", "b4", "b5"]


def test_branches_founded_after_the_terms_began_are_counted_beside_the_view(warehouse: Warehouse) -> None:
    assert founded_too_late(warehouse, VIEW) == TooLate(branches=2, with_figures=1, first=2020, last=2024)
    only = View("XIII", grain="term", tier="grassroots", scope=Scope(frozenset({"b6"})))
    assert founded_too_late(warehouse, only) == TooLate(1, 0, 2020, 2024)
    assert founded_too_late(warehouse, View("XII", grain="term", tier="grassroots")).branches == 0
