"""Answers from cells of branches are those from branches; conditional lines of SQL stand only where they hold."""

from __future__ import annotations

from dataclasses import fields, replace

import pandas as pd
import pytest

from comparison import catalogue, depth, options
from comparison.questions import Scope, View
from comparison.statements import fitted, flags_of
from comparison.values import coverages, periods_of
from comparison.warehouse import Warehouse

VIEWS = [
    View("2025"),
    View("2024", boundary="before_2025_07"),
    View("2025", tier="grassroots"),
    View("2021", tier="grassroots", provinces=("Vĩnh Long",)),
    View("2021", tier="grassroots", boundary="before_2025_07", provinces=("Bến Tre",)),
    View("XIII", grain="term", tier="grassroots"),
    View("XII", grain="term", tier="upper_direct", boundary="before_2025_07"),
    View("2031"),
]


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.period} {view.tier} {view.boundary} {len(view.provinces)}")
def both(request: pytest.FixtureRequest, warehouse: Warehouse) -> tuple[View, View]:
    """A view of everything, answered from cells, and the same of a reader who may see every branch by name."""
    every = Scope(frozenset(row[0] for row in warehouse.rows("select branch_id from branch_dim")))
    return request.param, replace(request.param, scope=every)


def test_counts_by_cells_are_counts_by_branches(warehouse: Warehouse, both: tuple[View, View]) -> None:
    every = tuple(catalogue.metrics(warehouse))
    by_cells, by_branches = (coverages(warehouse, view, every) for view in both)
    assert by_cells == by_branches
    assert {m: c.merged for m, c in by_cells.items()} == {m: c.merged for m, c in by_branches.items()}


def test_periods_by_cells_are_periods_by_branches(warehouse: Warehouse, both: tuple[View, View]) -> None:
    by_cells, by_branches = (options.periods_in_place(warehouse, view) for view in both)
    pd.testing.assert_frame_equal(by_cells, by_branches)
    assert periods_of(warehouse, both[0]) == periods_of(warehouse, both[1])
    for facet in fields(options.FilterOptions):
        one, other = (getattr(options.filter_options(warehouse, view), facet.name) for view in both)
        pd.testing.assert_frame_equal(one, other)


def test_other_periods_by_cells_are_those_by_branches(warehouse: Warehouse, both: tuple[View, View]) -> None:
    nearest = (options.nearest_periods(warehouse, view, "members_total") for view in both)
    pd.testing.assert_frame_equal(*nearest)
    pd.testing.assert_frame_equal(*(options.reporting(warehouse, view).nearest for view in both))
    periods = periods_of(warehouse, both[0])
    counts = (depth.counts_by_period(warehouse, view, periods) for view in both)
    order = ["metric_id", "period"]
    pd.testing.assert_frame_equal(*(one.sort_values(order, ignore_index=True) for one in counts))


def test_counts_of_one_period_are_the_coverage_of_that_period(warehouse: Warehouse, both: tuple[View, View]) -> None:
    counts = depth.counts_by_period(warehouse, both[0], (both[0].period,))
    known = dict(zip(counts["metric_id"], counts["reported"], strict=True))
    covered = coverages(warehouse, both[0], tuple(catalogue.metrics(warehouse)))
    assert {metric: one.reported for metric, one in covered.items() if one.reported} == known


def test_lines_stand_only_where_their_flag_holds() -> None:
    year, term = (fitted(("held_judged",), flags_of(view)) for view in (VIEWS[0], VIEWS[5]))
    assert "term_cycle" in term
    assert "term_cycle" not in year
    assert "$provinces" in fitted(("periods_in_place",), frozenset({"provinces"}))
    assert "$provinces" not in fitted(("periods_in_place",), frozenset())
    assert "--" not in year


def test_an_unknown_flag_and_a_missing_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        "unknown": "-- if raining\nselect 1\n-- end",
        "open": "-- if term\nselect 1",
        "ended": "select 1\n-- end",
        "nested": "a\n-- if term\nb\n-- if not before\nc\n-- end\nd\n-- end\ne",
    }
    monkeypatch.setattr("comparison.statements.sql", texts.__getitem__)
    for name in ("unknown", "open", "ended"):
        with pytest.raises(ValueError, match=name):
            fitted((name,), frozenset({"term"}))
    assert fitted(("nested",), frozenset({"term", "before"})).split() == ["a", "b", "d", "e"]
    assert fitted(("nested",), frozenset({"term"})).split() == ["a", "b", "c", "d", "e"]
    assert fitted(("nested",), frozenset()).split() == ["a", "e"]
