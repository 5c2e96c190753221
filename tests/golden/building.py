"""Builds an invented world with the product and shows the oracle the same folders."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from comparison.warehouse import Warehouse, open_warehouse
from etl.build import build
from tests.conftest import ROOT
from tests.oracle import Oracle
from tests.oracle.worlds import World

CATALOG = ROOT / "data" / "catalog"


@contextmanager
def built(world: World, as_of: date) -> Iterator[tuple[Warehouse, Oracle]]:
    """The world as the product builds it and as the oracle sees it."""
    with tempfile.TemporaryDirectory() as folder:
        folders = world.write(Path(folder) / "facts")
        result = build(folders, warehouse=Path(folder) / "warehouse", as_of=as_of)
        warehouse = open_warehouse(result.snapshot)
        try:
            yield warehouse, Oracle(folders, CATALOG, as_of)
        finally:
            warehouse.connection.close()
