"""The product and the oracle agree on invented worlds: gaps, bounds, conflicts, parts, terms, mergers, ties, peers."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from comparison.warehouse import Warehouse
from tests.golden.agreement import Tally, case_differences
from tests.golden.building import built
from tests.golden.cases import Drawing
from tests.oracle import Oracle
from tests.oracle.compare import attainment_differences, branch_differences, figure_differences
from tests.oracle.dense import dense_world
from tests.oracle.worlds import World, worlds

DAYS = (date(2021, 12, 31), date(2022, 1, 1), date(2024, 6, 30), date(2026, 11, 21), date(2026, 11, 21))
# A world of a dozen branches is long to read in any form: nothing is gained by the long search for a smaller one.
EXAMPLES = settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# 32 worlds of 60 questions and 20 of 12 are more than 2,000 generated cases.
SEEDS = (*range(4), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(1000, 1032)))


def assert_tables_agree(warehouse: Warehouse, oracle: Oracle, world: World) -> None:
    """Every row is accounted for, and the public views hold what the oracle expects."""
    printed = sum(len(rows) for tables in world.tables.values() for rows in tables.values())
    statement = "select rows_in, rows_accepted + rows_rejected from load_run"
    assert warehouse.rows("from reject") == []
    assert warehouse.rows(statement) == [(printed, printed)]
    assert branch_differences(warehouse, oracle) == []
    assert figure_differences(warehouse, oracle) == []
    assert attainment_differences(warehouse, oracle) == []


def assert_answers_agree(world: World, rng: Random, questions: int, tally: Tally) -> None:
    """Build the world and put questions to both sides."""
    with built(world, rng.choice(DAYS)) as (warehouse, oracle):
        assert_tables_agree(warehouse, oracle, world)
        tally.worlds += 1
        drawing = Drawing(oracle, rng)
        for _ in range(questions):
            case = drawing.case()
            assert case_differences(warehouse, oracle, case) == []
            tally.questions[case.kind] += 1


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_dense_world_gives_the_oracles_answers(seed: int, tally: Tally) -> None:
    assert_answers_agree(dense_world(seed), Random(seed), 60 if seed >= 1000 else 12, tally)


@pytest.mark.timeout(600)
@EXAMPLES
@given(worlds(), st.integers(0, 2**32))
def test_any_world_gives_the_oracles_answers(tally: Tally, world: World, seed: int) -> None:
    assert_answers_agree(world, Random(seed), 8, tally)


@pytest.mark.nightly
@pytest.mark.timeout(900)
@settings(EXAMPLES, max_examples=20)
@given(worlds(), st.integers(0, 2**32))
def test_many_worlds_give_the_oracles_answers(tally: Tally, world: World, seed: int) -> None:
    assert_answers_agree(world, Random(seed), 12, tally)
