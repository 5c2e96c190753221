"""What must move no answer: the order of rows, a year told in halves, a new name, a branch of another tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from random import Random

import pytest

from comparison.warehouse import Warehouse
from tests.golden.answers import Rows, answer
from tests.golden.building import built
from tests.golden.cases import Case, Drawing
from tests.oracle.dense import FLOWS, dense_world
from tests.oracle.worlds import COLUMNS, World

DAY = date(2026, 11, 21)
SEEDS = (71, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(72, 80)))
Told = tuple[World, list[tuple[Case, Rows]]]


def ask(warehouse: Warehouse, cases: list[Case]) -> list[tuple[Case, Rows]]:
    return [(case, answer(warehouse, case)) for case in cases]


def told(seed: int, questions: int) -> Told:
    """A world with questions about it and their answers."""
    world = dense_world(seed)
    with built(world, DAY) as (warehouse, oracle):
        drawing = Drawing(oracle, Random(seed))
        drawn = (drawing.case() for _ in range(3 * questions))
        cases = [case for case in drawn if case.kind not in ("totals", "welfare") and case.by != "tier"]
        return world, ask(warehouse, cases[:questions])


def shuffled(world: World) -> int:
    """Rows of every file in another order."""
    rng = Random(1)
    for tables in world.tables.values():
        for rows in tables.values():
            rng.shuffle(rows)
    return sum(len(rows) for tables in world.tables.values() for rows in tables.values())


def year_of(row: dict[str, str]) -> tuple[str, str, str]:
    return row["branch_id"], row["metric_id"], row["period_start"][:4]


def told_in_halves(world: World) -> int:
    """Every year of a flow that only one row speaks of becomes two halves that add up to it."""
    rows = [row for tables in world.tables.values() for row in tables["observations"]]
    speaking = Counter(year_of(row) for row in rows if row["period_kind"] in ("year", "half"))
    split = 0
    for tables in world.tables.values():
        told: list[dict[str, str]] = []
        for row in tables["observations"]:
            alone = speaking[year_of(row)] == 1 and row["period_kind"] == "year" and row["status"] == "reported"
            if not alone or row["metric_id"] not in FLOWS:
                told.append(row)
                continue
            year, whole = row["period_start"][:4], int(row["value"])
            first = {"period_kind": "half", "period_end": f"{year}-06-30", "value": str(whole // 3)}
            second = {"period_kind": "half", "period_start": f"{year}-07-01", "value": str(whole - whole // 3)}
            told += [row | first, row | second]
            split += 1
        tables["observations"] = told
    return split


def renamed(world: World) -> int:
    """One branch takes a name that stands first, its only trace in the answers being the name itself."""
    rows = [row for tables in world.tables.values() for row in tables["branches"] if row["branch_id"] == "b1"]
    for row in rows:
        row["name_vi"] = "A đổi tên"
    return len(rows)


def with_another_tier(world: World) -> int:
    """A branch of a tier of its own repeats all that another one says."""
    added = 0
    for tables in world.tables.values():
        for name in ("branches", "observations", "targets"):
            copies = [row | {"branch_id": "other"} for row in tables[name] if row["branch_id"] == "b2"]
            if name == "branches":
                copies = [row | {"tier": "component", "name_vi": "Bộ phận khác"} for row in copies]
            assert all(set(row) <= set(COLUMNS[name]) for row in copies)
            tables[name] += copies
            added += len(copies)
    return added


CHANGES: tuple[Callable[[World], int], ...] = (shuffled, told_in_halves, renamed, with_another_tier)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_answer_moves(seed: int) -> None:
    first, before = told(seed, 8 if seed == 71 else 20)
    for change in CHANGES:
        world = deepcopy(first)
        assert change(world)
        with built(world, DAY) as (warehouse, _):
            assert warehouse.rows("from reject") == []
            moved = [(change.__name__, case) for case, said in before if answer(warehouse, case) != said]
        assert moved == []
