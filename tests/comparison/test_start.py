"""Where a reader begins: the tier whose branches can be compared, in the latest year that is well covered."""

from __future__ import annotations

import pytest

from comparison.options import default_view
from comparison.questions import EVERYTHING, Scope
from tests.comparison.small import opened, say, world_of, year
from tests.oracle.worlds import World

METRICS = ("members_total", "workers_total", "visits_count")


def province_of(federations: int, branches: int) -> World:
    """So many provincial federations, b0 and on, and grassroots branches after them."""
    world = world_of(federations + branches)
    for row in world.tables["sent"]["branches"][:federations]:
        row["tier"] = "provincial_federation"
    return world


def start(world: World, scope: Scope = EVERYTHING) -> tuple[str, str]:
    with opened(world) as warehouse:
        view = default_view(warehouse, scope)
        assert view.scope == scope
        assert view.grain == "year"
        return view.tier, view.period


def tell(world: World, branches: range, of_year: int, metrics: int = 1) -> None:
    for number in branches:
        for metric_id in METRICS[:metrics]:
            say(world, number, metric_id, "5", year(of_year))


def test_one_province_begins_with_its_branches_and_not_with_the_federation_that_has_no_peers() -> None:
    world = province_of(1, 4)
    tell(world, range(1), 2020, metrics=3)
    tell(world, range(1), 2024, metrics=2)
    tell(world, range(1, 5), 2023)
    tell(world, range(1, 4), 2024)
    assert start(world) == ("grassroots", "2024")


@pytest.mark.parametrize(("federations", "tier"), [(5, "grassroots"), (6, "provincial_federation")])
def test_federations_go_first_once_one_and_five_peers_report(federations: int, tier: str) -> None:
    world = province_of(federations, 8)
    tell(world, range(federations + 8), 2024)
    assert start(world)[0] == tier


def test_a_year_that_has_only_begun_is_not_where_one_begins() -> None:
    few_branches = province_of(0, 4)
    tell(few_branches, range(4), 2022)
    tell(few_branches, range(2), 2023)
    tell(few_branches, range(1), 2024)
    assert start(few_branches) == ("grassroots", "2023")
    few_figures = province_of(0, 4)
    tell(few_figures, range(4), 2023, metrics=3)
    tell(few_figures, range(4), 2024, metrics=1)
    assert start(few_figures) == ("grassroots", "2023")


def test_one_branch_that_tells_much_does_not_hide_the_years_of_many() -> None:
    world = province_of(0, 4)
    tell(world, range(4), 2022)
    tell(world, range(1), 2023, metrics=3)
    assert start(world) == ("grassroots", "2022")


def test_a_scope_begins_with_what_it_holds() -> None:
    world = province_of(6, 2)
    tell(world, range(6), 2024)
    tell(world, range(6, 8), 2021)
    assert start(world, Scope(frozenset({"b6", "b7"}))) == ("grassroots", "2021")
    assert start(world, Scope(frozenset({"b0", "b6"}))) == ("provincial_federation", "2024")


def test_without_any_figure_one_begins_with_the_highest_tier_there_is() -> None:
    world = province_of(1, 3)
    tell(world, range(3, 4), 2024)
    assert start(world, Scope(frozenset({"b1", "b2"})))[0] == "grassroots"
    assert start(world, Scope(frozenset({"b0", "b1"})))[0] == "provincial_federation"
