"""Small worlds of a few grassroots branches, built with the product and opened as a read model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from comparison.warehouse import Warehouse
from tests.golden.building import built
from tests.oracle.worlds import World

AFTER = date(2029, 1, 1)


def year(number: int) -> dict[str, str]:
    """The columns of a year."""
    return {"period_kind": "year", "period_start": f"{number}-01-01", "period_end": f"{number}-12-31"}


def day(text: str) -> dict[str, str]:
    """The columns of a head count."""
    return {"period_kind": "as_of", "period_start": text, "period_end": text}


def term(first: int, last: int) -> dict[str, str]:
    """The columns of a term."""
    return {"period_kind": "term", "period_start": f"{first}-01-01", "period_end": f"{last}-12-31"}


def world_of(branches: int) -> World:
    """Grassroots branches b0, b1, ... of one source."""
    world = World()
    world.add("sent", "sources", source_id="book", title="book")
    columns = {"tier": "grassroots", "sector": "health", "province": "Hà Nội", "source_id": "book"}
    for number in range(branches):
        world.add("sent", "branches", branch_id=f"b{number}", name_vi=f"Công đoàn {number}", **columns)
    return world


def say(
    world: World, branch: int, metric_id: str, value: str, period: dict[str, str], qualifier: str = "exact"
) -> None:
    """One reported observation."""
    row = {"part": "1", "qualifier": qualifier, "status": "reported", "source_id": "book", **period}
    world.add("sent", "observations", branch_id=f"b{branch}", metric_id=metric_id, value=value, **row)


@contextmanager
def opened(world: World) -> Iterator[Warehouse]:
    """The world as the read model sees it."""
    with built(world, AFTER) as (warehouse, _):
        yield warehouse
