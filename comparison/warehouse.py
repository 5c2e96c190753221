"""Opens a snapshot read-only and runs the questions' SQL files, one cursor a query."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from comparison.shelf import Shelf

T = TypeVar("T")
SQL_FOLDER = Path(__file__).parent / "sql"
DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / "data" / "warehouse"


TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
# Arrays of figures (see held.py): a metric in a year takes two to five million bytes with the whole country loaded.
SHELF_BYTES = 300_000_000
# What the database keeps of the file in memory; what pages ask most is held outside of it.
DATABASE_MEMORY = "800MB"
# The layout of tables that the questions' SQL expects; etl/sql/schema.sql states what it builds.
FORMAT = 8


class NoSnapshot(LookupError):
    """No warehouse has been built yet in the folder looked at."""


class OldSnapshot(NoSnapshot):
    """The snapshot was built in a layout of tables that this version does not read."""


def warehouse_folder() -> Path:
    """The folder that holds the snapshots: `UNION_WAREHOUSE`, else data/warehouse of the project."""
    return Path(os.environ.get("UNION_WAREHOUSE") or DEFAULT_FOLDER)


def current_snapshot(folder: Path | None = None) -> Path:
    """The versioned file that `current.json` points at.

    Raises NoSnapshot where there is no pointer, or it points at a file that is gone.
    """
    folder = folder or warehouse_folder()
    pointer = folder / "current.json"
    if not pointer.exists():
        raise NoSnapshot(f"no snapshot in {folder}: run `make build`")
    name = json.loads(pointer.read_text(encoding="utf-8"))["snapshot"]
    if Path(name).name != name or not (folder / name).is_file():
        raise NoSnapshot(f"{pointer} names {name!r}, which is not in {folder}")
    return folder / name


@cache
def sql(name: str) -> str:
    """The text of comparison/sql/`name`.sql."""
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, eq=False)
class Warehouse:
    """One open snapshot. Immutable: a new build is a new Warehouse with another `version`."""

    path: Path
    connection: duckdb.DuckDBPyConnection
    _read: dict[str, Any] = field(default_factory=dict, repr=False)
    _reading: dict[str, Any] = field(default_factory=dict, repr=False)
    shelf: Shelf = field(default_factory=lambda: Shelf(SHELF_BYTES), repr=False)

    @property
    def version(self) -> str:
        return self.path.stem

    def once(self, name: str, read: Callable[[Warehouse], T]) -> T:
        """What `read` makes of the snapshot, which never changes, kept as long as it is open; made by one thread while
        others wait for it. `read` may ask for others, never for one that asks for this."""
        if name not in self._read:
            # The first reader and what is made ahead of them would otherwise both make it.
            with self._reading.setdefault(name, threading.RLock()):
                if name not in self._read:
                    self._read[name] = read(self)
        return cast(T, self._read[name])

    def frame(self, statement: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """Rows of a SELECT as a frame; every value is bound by name."""
        return self.connection.cursor().execute(statement, parameters or {}).df()

    def arrays(self, statement: str, parameters: dict[str, Any] | None = None) -> dict[str, np.ndarray[Any, Any]]:
        """Rows of a SELECT as an array for each column, masked where it holds nulls."""
        return cast(dict[str, Any], self.connection.cursor().execute(statement, parameters or {}).fetchnumpy())

    def texts(self, statement: str, parameters: dict[str, Any] | None = None) -> pd.DataFrame:
        """The same as `frame` for many rows of text, in a fifth of the time: each column of text in one piece, from
        which rows are picked in a twentieth of the time that many pieces take."""
        table = self.connection.cursor().sql(statement, params=parameters or None).to_arrow_table()
        fields = [one.with_type(pa.large_string()) if pa.types.is_string(one.type) else one for one in table.schema]
        whole = table.cast(pa.schema(fields)).combine_chunks()
        kinds = {pa.large_string(): TEXT}
        return whole.to_pandas(types_mapper=kinds.get, date_as_object=False)

    def columns(self, statement: str, parameters: dict[str, Any] | None = None) -> dict[str, np.ndarray[Any, Any]]:
        """The same as `arrays` for many rows of numbers, truths and moments, in half the time; NaN and NaT for none."""
        table = self.connection.cursor().sql(statement, params=parameters or None).to_arrow_table().combine_chunks()
        return {name: table.column(name).to_numpy() for name in table.column_names}

    def rows(self, statement: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a SELECT as tuples."""
        return self.connection.cursor().execute(statement, parameters or {}).fetchall()


def open_warehouse(path: Path | None = None) -> Warehouse:
    """Open a snapshot (the current one by default) read-only, closed to the file system and the network.

    Raises OldSnapshot where another version of the product built it.
    """
    path = path or current_snapshot()
    # Given at the opening, because a second opening of one file in a process shares the first one's locked settings.
    closed: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "memory_limit": DATABASE_MEMORY,
        "lock_configuration": "true",
    }
    warehouse = Warehouse(path, duckdb.connect(str(path), read_only=True, config=closed))
    if _format(warehouse) != FORMAT:
        warehouse.connection.close()
        raise OldSnapshot(f"{path} was built by another version: run `make build`")
    return warehouse


def _format(warehouse: Warehouse) -> int:
    """The layout a snapshot was built in; 1 where it does not say."""
    known = warehouse.rows("select 1 from information_schema.tables where table_name = 'snapshot_format'")
    return int(warehouse.rows("select format from snapshot_format")[0][0]) if known else 1
