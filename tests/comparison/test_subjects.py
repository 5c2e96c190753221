"""A few branches asked alone stand where they stand among all."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pandas as pd
import pytest

from comparison import catalogue
from comparison.peers import with_peers
from comparison.questions import Basis, View
from comparison.standings import standings
from comparison.subjects import among_all
from comparison.values import branch_values, foremost
from comparison.warehouse import Warehouse
from tests.comparison.small import opened, say, world_of, year

METRICS = ("members_total", "members_admitted", "visits_amount", "initiatives", "complaints")
VIEWS = (View("2024", tier="grassroots"), View("2024", tier="grassroots", sectors=("health",)))


@pytest.fixture(scope="module")
def crowd() -> Iterator[Warehouse]:
    """Sixty branches of three sectors, one of them small, and of none, with ties, bounds and silence."""
    chance, world = Random(5), world_of(0)
    for number in range(60):
        sector = chance.choice(["health", "education", "health", "education", ""]) if number > 3 else "mixed"
        columns = {"tier": "grassroots", "sector": sector, "province": "Hà Nội", "source_id": "book"}
        world.add("sent", "branches", branch_id=f"b{number}", name_vi=f"Công đoàn {number}", **columns)
        for metric_id in METRICS:
            if chance.random() < 0.8:
                value = str(chance.randint(1, 25) * (1_000_000 if metric_id == "visits_amount" else 1))
                qualifier = chance.choice(["exact", "exact", "exact", "at_least", "about"])
                say(world, number, metric_id, value, year(2024), qualifier)
    with opened(world) as warehouse:
        yield warehouse


SAME = (
    *("value", "low", "high", "is_approximate", "is_partial", "years_present", "years_expected", "has_conflict"),
    *("counted_on", "source_ids", "rank", "rank_best", "rank_worst", "rank_is_undecided", "peer_group", "peers"),
    *("peer_median", "peer_rank", "peer_percentile", "peer_distance", "peer_distance_pct", "peer_distance_low"),
    *("peer_distance_high", "peer_order_is_open"),
)


def plain(column: pd.Series) -> list[object]:
    return ["none" if not isinstance(one, tuple) and pd.isna(one) else one for one in column.tolist()]


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("basis", ["value", "per_member"])
def test_figures_ranks_and_peers_are_those_of_the_whole_list(crowd: Warehouse, view: View, basis: Basis) -> None:
    compared = 0
    for metric_id in METRICS:
        metric = catalogue.metric(crowd, metric_id)
        if basis == "per_member" and not catalogue.has_per_member(metric):
            continue
        answer = branch_values(crowd, view, metric_id, basis)
        whole = with_peers(answer.frame, metric.direction).set_index("branch_id")
        for first in range(0, len(whole), 6):
            asked = (*whole.index[first : first + 6], "nobody")
            alone = among_all(crowd, view, metric_id, basis, asked)
            assert set(alone["ranked"]) == {int(answer.frame["rank"].notna().sum())}
            assert list(alone.index) == list(asked[:-1])
            for name in SAME:
                assert plain(alone[name]) == plain(whole[name].reindex(alone.index)), (metric_id, name)
            compared += int(alone["reported"].sum())
    assert compared > 30


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_first_are_those_that_are_ranked_first(crowd: Warehouse, view: View) -> None:
    for metric_id in METRICS:
        frame = branch_values(crowd, view, metric_id).frame
        ranked = frame.loc[frame["rank"].notna(), "branch_id"].tolist()
        assert len(ranked) > 10
        for most in (1, 3, 10, 500):
            assert list(foremost(crowd, view, metric_id, most)) == ranked[:most]


@pytest.mark.parametrize("view", VIEWS, ids=str)
@pytest.mark.parametrize("basis", ["value", "per_member"])
def test_places_side_by_side_are_those_of_each_metric(crowd: Warehouse, view: View, basis: Basis) -> None:
    found = standings(crowd, view, METRICS, basis)
    lines = {str(name): line for line, name in enumerate(found.branches["branch_id"])}
    for metric_id in METRICS:
        metric = catalogue.metric(crowd, metric_id)
        own: Basis = basis if catalogue.has_per_member(metric) else "value"
        frame = with_peers(branch_values(crowd, view, metric_id, own).frame, metric.direction)
        frame = frame[frame["peer_percentile"].notna()]
        one = found.by_metric[metric_id]
        rows = [lines[str(name)] for name in frame["branch_id"]]
        assert len(rows) > 5
        assert one.percentile[rows].tolist() == frame["peer_percentile"].tolist()
        assert one.peers[rows].tolist() == frame["peers"].tolist()
        assert one.is_open[rows].tolist() == frame["peer_order_is_open"].tolist()
        assert [("", "sector", "tier")[code] for code in one.group[rows]] == frame["peer_group"].tolist()
        assert int((one.percentile == one.percentile).sum()) == len(rows)
