"""Ratings year by year: what is said of a year goes before what is said of a term, and silence is no rating."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

import numpy as np
import pytest

from comparison.answers import Coverage
from comparison.emulation import RatingGrid, rating_grid
from comparison.held import Array
from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, term, world_of, year
from ui import rating_cards

VIEW = View("2025", tier="grassroots")


@pytest.fixture(scope="module")
def warehouse() -> Iterator[Warehouse]:
    world = world_of(5)
    say(world, 0, "branch_rating", "3", term(2018, 2020), "at_least")
    say(world, 0, "branch_rating", "2", term(2020, 2022))
    say(world, 0, "branch_rating", "4", year(2019))
    say(world, 1, "branch_rating", "3", year(2025), "at_least")
    say(world, 2, "branch_rating", "1", year(2016))
    say(world, 2, "branch_rating", "2", year(2017))
    say(world, 3, "members_total", "9", year(2014))
    say(world, 4, "branch_rating", "4", year(2025))
    with opened(world) as found:
        yield found


@pytest.fixture
def grid(warehouse: Warehouse) -> RatingGrid:
    return rating_grid(warehouse, VIEW)


def test_a_year_goes_before_a_term_and_a_later_term_before_an_earlier_one(grid: RatingGrid) -> None:
    rows = grid.part()
    of_first = rows[(rows["branch_id"] == "b0") & rows["rating"].notna()]
    told = list(zip(of_first["year"], of_first["rating"], of_first["state"], of_first["from_term"], strict=True))
    assert told == [
        (2018, 3.0, "at_least", True),
        (2019, 4.0, "rated", False),
        (2020, 2.0, "rated", True),
        (2021, 2.0, "rated", True),
        (2022, 2.0, "rated", True),
    ]
    assert [note.code for note in grid.notes] == ["ratings_from_term"]


def test_every_year_between_the_first_and_the_last_has_its_cell(grid: RatingGrid) -> None:
    rows = grid.part()
    assert grid.years == tuple(range(2016, 2026))
    assert list(rows["branch_id"]) == [name for name in ("b0", "b1", "b2", "b4") for _ in grid.years]
    assert list(rows["year"]) == [*grid.years] * 4
    silent = rows[rows["state"] == "not_reported"]
    assert len(silent) == 40 - 5 - 1 - 2 - 1
    assert all(isnan(one) for one in silent["rating"])
    assert set(silent["source_ids"]) == {()}
    assert grid.coverage == Coverage(4, 5)


def test_the_years_are_those_of_the_branches_in_view(warehouse: Warehouse) -> None:
    chosen = rating_grid(warehouse, View("2025", tier="grassroots", branch_ids=("b1", "b4")))
    assert chosen.years == (2025,)
    assert list(chosen.part()["state"]) == ["at_least", "rated"]
    assert chosen.notes == ()
    assert chosen.source_ids() == ("book",)
    nobody = rating_grid(warehouse, View("2025", tier="grassroots", branch_ids=("b3",)))
    assert (len(nobody), nobody.years, nobody.coverage, nobody.source_ids()) == (0, (), Coverage(0, 1), ())
    assert nobody.part().empty


def test_some_cells_are_those_of_all_cells(grid: RatingGrid) -> None:
    whole = grid.part()
    some = np.array([31, 3, 12])
    assert grid.part(some).astype(object).equals(whole.iloc[some].reset_index(drop=True).astype(object))


def test_chosen_branches_come_first_then_those_with_most_and_best_ratings(grid: RatingGrid) -> None:
    def named(lines: Array) -> list[str]:
        return grid.part(lines * len(grid.years))["branch_id"].tolist()

    # Of the last six years: b0 is rated in three, b4 better than b1; b2 in none.
    assert named(rating_cards._order(grid, ())) == ["b0", "b4", "b1"]
    assert named(rating_cards._order(grid, ("b1", "b2"))) == ["b1", "b0", "b4"]


def test_ratings_before_the_grid_are_named(grid: RatingGrid, warehouse: Warehouse) -> None:
    (told,) = rating_cards._before(grid)
    assert "1 đơn vị" in told
    assert "CĐ 2 (Hoàn thành, 2017)" in told
    assert rating_cards._before(rating_grid(warehouse, View("2025", tier="grassroots", branch_ids=("b0",)))) == []


def test_the_latest_year_is_told_with_how_many_got_which_rating(grid: RatingGrid) -> None:
    told = rating_cards._alt(grid, 3)
    assert "2025" in told
    assert "1 Từ Tốt trở lên, 1 Xuất sắc" in told
