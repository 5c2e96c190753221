"""The product and the oracle agree on invented worlds: gaps, bounds, conflicts, parts, terms, mergers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comparison.questions import View
from tests.golden.building import built
from tests.golden.reading import (
    per_member_differences,
    total_differences,
    value_differences,
    welfare_differences,
)
from tests.oracle.compare import attainment_differences, branch_differences, figure_differences
from tests.oracle.worlds import TIERS, World, worlds

LAST_DAY = date(2026, 11, 21)
DAYS = st.sampled_from((date(2021, 12, 31), date(2022, 1, 1), date(2024, 6, 30), LAST_DAY))
# One world holds a dozen branches with about a hundred figures, so few examples say much.
EXAMPLES = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
VIEWS = st.builds(
    lambda period, tier: View(period, "year" if period.isdigit() else "term", tier),
    st.sampled_from(("2019", "2020", "2021", "2025", "XII", "XIII", "XIV")),
    st.sampled_from(sorted(set(TIERS))),
)


@pytest.mark.timeout(600)
@EXAMPLES
@given(worlds(), DAYS)
def test_figures_targets_and_branches_of_any_world_equal_the_oracles(world: World, as_of: date) -> None:
    with built(world, as_of) as (warehouse, oracle):
        assert warehouse.rows("from reject") == []
        assert branch_differences(warehouse, oracle) == []
        assert figure_differences(warehouse, oracle) == []
        assert attainment_differences(warehouse, oracle) == []


@pytest.mark.timeout(600)
@EXAMPLES
@given(worlds(), st.lists(VIEWS, min_size=4, max_size=4, unique=True))
def test_totals_values_rates_and_welfare_of_any_world_equal_the_oracles(world: World, views: list[View]) -> None:
    with built(world, LAST_DAY) as (warehouse, oracle):
        measures = {row.metric_id: oracle.facts.metrics[row.metric_id].measure for row in oracle.facts.observations}
        flows = sorted(metric_id for metric_id, measure in measures.items() if measure == "flow")
        for view in views:
            assert total_differences(warehouse, oracle, view) == []
            assert welfare_differences(warehouse, oracle, view) == []
            for metric_id in flows[:2]:
                assert value_differences(warehouse, oracle, view, metric_id) == []
                assert per_member_differences(warehouse, oracle, view, metric_id) == []


@pytest.mark.timeout(600)
@EXAMPLES
@given(worlds())
def test_rows_in_of_any_world_are_accepted_plus_rejected(world: World) -> None:
    with built(world, LAST_DAY) as (warehouse, _):
        printed = sum(len(rows) for tables in world.tables.values() for rows in tables.values())
        statement = "select rows_in, rows_accepted + rows_rejected from load_run"
        assert warehouse.rows(statement) == [(printed, printed)]
