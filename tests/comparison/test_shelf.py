"""What is held of a snapshot stays within its budget, is read once, and is the same for whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event

import numpy as np

from comparison.catalogue import metrics
from comparison.figures import figures, read_ahead
from comparison.questions import View
from comparison.shelf import Shelf
from comparison.values import branch_values, series, total
from comparison.warehouse import Warehouse, open_warehouse


@dataclass(frozen=True)
class Held:
    """Something of a size."""

    name: str
    nbytes: int


def test_what_was_not_used_longest_goes_first() -> None:
    shelf, read = Shelf(budget_bytes=100), []

    def held(name: str, size: int) -> Held:
        return shelf.get(name, lambda: read.append(name) or Held(name, size))

    held("a", 40), held("b", 40), held("a", 40)
    held("c", 40)
    assert shelf.used_bytes == 80
    held("a", 40), held("b", 40)
    assert read == ["a", "b", "c", "b"]


def test_what_is_larger_than_the_budget_is_answered_and_alone() -> None:
    shelf = Shelf(budget_bytes=100)
    assert shelf.get("small", lambda: Held("small", 10)).name == "small"
    assert shelf.get("large", lambda: Held("large", 1000)).name == "large"
    assert shelf.used_bytes == 1000
    shelf.get("small", lambda: Held("small", 10))
    assert shelf.used_bytes == 10


def test_figures_are_read_once_and_weigh_what_they_hold(warehouse: Warehouse) -> None:
    view = View("2025")
    one = figures(warehouse, view, "members_total")
    assert figures(warehouse, View("2025", tier="grassroots"), "members_total") is one
    assert one.nbytes < sum(np.ascontiguousarray(column).nbytes for column in one.columns.values())
    assert len(one.at) == len(set(one.at))


def test_many_who_ask_at_once_are_answered_alike(warehouse: Warehouse) -> None:
    views = [
        View(str(year), tier=tier) for year in (2021, 2024, 2025) for tier in ("grassroots", "provincial_federation")
    ]

    def answer(view: View) -> tuple[object, ...]:
        rows = branch_values(warehouse, view, "members_total").frame
        course = series(warehouse, view, "members_total").frame
        amount = total(warehouse, view, "members_total").amount
        return amount, rows.to_csv(), course.to_csv()

    alone = [answer(view) for view in views]
    with ThreadPoolExecutor(8) as readers:
        assert list(readers.map(answer, views * 8)) == alone * 8


def test_what_is_put_there_is_known_and_what_is_cleared_is_read_again() -> None:
    shelf = Shelf(budget_bytes=100)
    shelf.put("a", Held("put", 30))
    assert "a" in shelf
    assert shelf.get("a", lambda: Held("read", 30)).name == "put"
    shelf.clear()
    assert "a" not in shelf
    assert (shelf.used_bytes, shelf.get("a", lambda: Held("read", 30)).name) == (0, "read")


def test_what_several_ask_for_at_once_is_made_once(warehouse: Warehouse) -> None:
    fresh = Warehouse(warehouse.path, warehouse.connection)
    made, is_made = [], Event()

    def make(_: Warehouse) -> int:
        made.append(1)
        # Long enough for the others to ask: they are let go by the last of them.
        is_made.wait(5)
        return len(made)

    with ThreadPoolExecutor(3) as readers:
        first = [readers.submit(fresh.once, "this", make) for _ in range(2)]
        readers.submit(is_made.set)
        assert [one.result() for one in first] == [1, 1]
    assert fresh.once("this", make) == 1


def test_several_metrics_read_at_once_are_those_read_one_by_one(warehouse: Warehouse) -> None:
    together, alone = open_warehouse(warehouse.path), open_warehouse(warehouse.path)
    every = tuple(metrics(alone))
    for view in (View("2024"), View("XII", grain="term")):
        read_ahead(together, view, every)
        for metric_id in every:
            mine, theirs = (figures(one, view, metric_id) for one in (together, alone))
            for name, column in mine.columns.items():
                np.testing.assert_array_equal(column, theirs.columns[name], err_msg=f"{metric_id} {name}")
            assert mine.own_sets == theirs.own_sets
    together.connection.close(), alone.connection.close()
