"""The product and the oracle, two separate implementations, say the same of everything published."""

from __future__ import annotations

from comparison.warehouse import Warehouse
from tests.conftest import Published
from tests.oracle import Oracle
from tests.oracle.compare import attainment_differences, branch_differences, figure_differences
from tests.oracle.facts import rows

FILES = ("sources", "branches", "branch_life", "observations", "targets")


def test_every_figure_equals_the_oracles(warehouse: Warehouse, oracle: Oracle) -> None:
    assert figure_differences(warehouse, oracle) == []


def test_every_target_has_the_oracles_state_and_bounds(warehouse: Warehouse, oracle: Oracle) -> None:
    assert attainment_differences(warehouse, oracle) == []


def test_every_branch_has_the_oracles_provinces_parent_and_life(warehouse: Warehouse, oracle: Oracle) -> None:
    assert branch_differences(warehouse, oracle) == []


def test_rows_in_are_rows_accepted_plus_rows_rejected(warehouse: Warehouse) -> None:
    ((rows_in, accepted, rejected),) = warehouse.rows("select rows_in, rows_accepted, rows_rejected from load_run")
    assert rows_in == accepted + rejected
    assert rejected == warehouse.rows("select count(*) from reject")[0][0]


def test_no_published_row_is_lost_on_the_way(warehouse: Warehouse, published: Published) -> None:
    folders = (published.press, published.seeds)
    printed = {file: sum(len(rows(folder / f"{file}.csv")) for folder in folders) for file in FILES}
    ((rows_in,),) = warehouse.rows("select rows_in from load_run")
    assert rows_in == sum(printed.values())
    for file, view in (
        ("sources", "source"),
        ("branches", "branch"),
        ("observations", "observation"),
        ("targets", "target"),
    ):
        kept = warehouse.rows(f"select count(*) from {view}")[0][0]
        refused = warehouse.rows(f"select count(*) from reject where file like '%{file}%'")[0][0]
        assert kept + refused == printed[file], file


def test_observations_hold_every_reported_row_behind_a_figure(warehouse: Warehouse) -> None:
    lost = warehouse.rows(
        "select count(*) from observation o where status = 'reported' and not exists ("
        " from figure f where f.branch_id = o.branch_id and f.metric_id = o.metric_id"
        " and f.period_kind = o.period_kind and f.period_start = o.period_start"
        " and f.period_end = o.period_end)"
    )
    assert lost == [(0,)]
