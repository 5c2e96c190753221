"""Comparisons in depth over everything published: the read model answers what the oracle answers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from comparison.questions import View
from comparison.warehouse import Warehouse
from tests.golden.agreement import case_differences
from tests.golden.cases import Case, Drawing
from tests.golden.reading import all_views, reported
from tests.oracle import Oracle
from tests.oracle.groups import SHARES, has_per_member

pytestmark = pytest.mark.timeout(1800)

# The metrics of a view that most branches report, where others wait for the result; all of them at night.
SPREAD = pytest.mark.parametrize("spread", [2, pytest.param(99, marks=pytest.mark.nightly)])


def differences(warehouse: Warehouse, oracle: Oracle, cases: list[Case]) -> list[str]:
    assert cases
    return [line for case in cases for line in case_differences(warehouse, oracle, case)]


def bases(oracle: Oracle, case: Case) -> list[Case]:
    """The case as it is, per member, and per year of a term, where these mean anything."""
    metric, found = oracle.facts.metrics[case.metric_id], [case]
    if has_per_member(metric):
        found.append(replace(case, basis="per_member"))
    if metric.measure == "flow" and case.view.grain == "term" and case.kind in ("standing", "movement"):
        found.append(replace(case, per_year=True))
    return found


@SPREAD
def test_values_ranks_and_peers_of_every_tier_and_period(warehouse: Warehouse, oracle: Oracle, spread: int) -> None:
    cases = []
    for view in all_views(oracle):
        for place, metric_id in enumerate(reported(oracle, view)[:spread]):
            case = Case("standing", view, (metric_id,))
            cases += bases(oracle, case) if place or spread > 2 else [case]
    assert differences(warehouse, oracle, cases) == []


@SPREAD
def test_changes_from_the_period_before_of_every_tier(warehouse: Warehouse, oracle: Oracle, spread: int) -> None:
    cases = []
    views = all_views(oracle)
    for view in views:
        earlier = [one.period for one in views if (one.tier, one.grain) == (view.tier, view.grain)]
        before = max((period for period in earlier if period < view.period), default=None)
        if before is None:
            continue
        both = set(reported(oracle, replace(view, period=before)))
        shared = [metric_id for metric_id in reported(oracle, view) if metric_id in both]
        for metric_id in shared[: spread - 1]:
            cases += bases(oracle, Case("movement", view, (metric_id,), periods=(before,)))
    assert differences(warehouse, oracle, cases) == []


@SPREAD
def test_groups_of_every_tier_and_period(warehouse: Warehouse, oracle: Oracle, spread: int) -> None:
    cases = []
    for number, view in enumerate(all_views(oracle)):
        for metric_id in reported(oracle, view)[: 1 if spread == 2 else 3]:
            every = [Case("groups", view, (metric_id,), by=by) for by in ("province", "sector", "parent_name")]
            cases += every if spread > 2 else bases(oracle, every[number % 3])
    assert differences(warehouse, oracle, cases) == []


def test_shares_of_two_head_counts_of_every_tier_and_period(warehouse: Warehouse, oracle: Oracle) -> None:
    cases = []
    for view in all_views(oracle):
        known = set(reported(oracle, view))
        pairs = [name for name, (above, below, _) in SHARES.items() if {above, below} <= known]
        cases += [Case("share", view, (name,)) for name in pairs]
    assert differences(warehouse, oracle, cases) == []


def test_targets_their_states_and_pace_of_every_tier_and_period(warehouse: Warehouse, oracle: Oracle) -> None:
    cases = []
    views = {*all_views(oracle), *(View("2026", tier=tier) for tier in ("upper_direct", "grassroots"))}
    for number, view in enumerate(sorted(views, key=str)):
        if view.period >= "2018":
            cases += [Case("targets", view), Case("pace", view)]
            cases.append(Case("states_by", view, by=("province", "sector", "metric_id")[number % 3]))
        if view.grain == "term":
            cases.append(Case("next_term", view))
    assert differences(warehouse, oracle, cases) == []


@pytest.mark.parametrize("number", [20, pytest.param(400, marks=pytest.mark.nightly)])
def test_tables_and_subjects_side_by_side_as_a_reader_may_choose_them(
    warehouse: Warehouse, oracle: Oracle, number: int
) -> None:
    drawing = Drawing(oracle, Random(5))
    drawn = (drawing.case() for _ in range(20 * number))
    cases = [case for case in drawn if case.kind in ("table", "side_by_side")][:number]
    assert len(cases) == number
    assert differences(warehouse, oracle, cases) == []
