"""Whatever is asked of the published figures, the read model answers what the oracle answers."""

from __future__ import annotations

from dataclasses import replace

from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.golden.reading import (
    all_views,
    filter_of,
    per_member_differences,
    total_differences,
    value_differences,
    welfare_differences,
)
from tests.oracle import Oracle


def reported(oracle: Oracle, view: View) -> list[str]:
    """The metrics that any branch of the view has a figure or a partial sum of."""
    asked = filter_of(view)
    seen = [branch.branch_id for branch in oracle.views.in_view(asked)]
    return [
        metric_id
        for metric_id in oracle.facts.metrics
        if any(
            oracle.views.figure(one, metric_id, asked) or oracle.views.has_partial(one, metric_id, asked)
            for one in seen
        )
    ]


def test_totals_and_coverage_of_every_tier_period_and_metric(warehouse: Warehouse, oracle: Oracle) -> None:
    wrong = [line for view in all_views(oracle) for line in total_differences(warehouse, oracle, view)]
    assert wrong == []


def test_a_year_without_figures_has_branches_in_view_and_no_total(warehouse: Warehouse, oracle: Oracle) -> None:
    assert total_differences(warehouse, oracle, View("1999")) == []


def test_totals_of_every_province_of_today(warehouse: Warehouse, oracle: Oracle) -> None:
    wrong = []
    for province in sorted({since for _, since, _ in oracle.facts.provinces}):
        for tier in ("provincial_federation", "upper_direct", "grassroots"):
            view = View("2025", tier=tier, provinces=(province,))
            wrong += total_differences(warehouse, oracle, view)
    assert wrong == []


def test_totals_of_every_province_of_before_that_can_be_told_apart(warehouse: Warehouse, oracle: Oracle) -> None:
    # A branch of today's An Giang whose old province is not known could be of the old An Giang or Kiên Giang.
    unknown = {b.province_since for b in oracle.branches.values() if b.province_before is None}
    names = {before for before, _, _ in oracle.facts.provinces} - unknown
    wrong = []
    for province in sorted(names):
        for year in ("2020", "2024"):
            view = View(year, boundary="before_2025_07", provinces=(province,))
            wrong += total_differences(warehouse, oracle, view)
    assert len(names) > 35
    assert wrong == []


def test_a_total_does_not_depend_on_the_province_boundary(warehouse: Warehouse, oracle: Oracle) -> None:
    view = View("2025", tier="upper_direct")
    assert total_differences(warehouse, oracle, view) == []
    assert total_differences(warehouse, oracle, replace(view, boundary="before_2025_07")) == []


def test_values_and_ranks_of_every_reported_metric(warehouse: Warehouse, oracle: Oracle) -> None:
    wrong = []
    for view in all_views(oracle):
        for metric_id in reported(oracle, view):
            wrong += value_differences(warehouse, oracle, view, metric_id)
    assert wrong == []


def test_every_flow_per_member(warehouse: Warehouse, oracle: Oracle) -> None:
    wrong = []
    for view in all_views(oracle):
        for metric_id in reported(oracle, view):
            if oracle.facts.metrics[metric_id].measure == "flow":
                wrong += per_member_differences(warehouse, oracle, view, metric_id)
    assert wrong == []


def test_welfare_spending_of_every_tier_and_period(warehouse: Warehouse, oracle: Oracle) -> None:
    wrong = [line for view in all_views(oracle) for line in welfare_differences(warehouse, oracle, view)]
    assert wrong == []
