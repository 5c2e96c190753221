"""Invents a believable country in the fact formats, marked as generated, to try the product out and to measure it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

SQL = Path(__file__).parent / "sql" / "generate.sql"
LAST_YEAR = 2025
# Beside the figures, where no build looks.
MISTAKES = Path("made_on_purpose") / "mistakes.csv"
# Above this many rows a text file is slow to write and to read.
MOST_CSV_ROWS = 2_000_000
TABLES = ("sources", "branches", "branch_life", "targets", "observations")


@dataclass(frozen=True)
class Generated:
    """What was written: the folder (MISTAKES in it lists the errors put in on purpose), and rows by table."""

    folder: Path
    rows: dict[str, int]


def generate(
    folder: Path,
    *,
    branches: int,
    years: int,
    seed: int,
    catalog: Path,
    metrics: int = 60,
    province: str | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> Generated:
    """Write the fact files of an invented country of `branches` grassroots branches over `years` years up to 2025.

    `province` names one province of before July 2025 to invent alone. Every source is of kind generated and every name
    says so. Observations are a CSV file, or Parquet where they are many. Raises ValueError for an unknown province or
    sizes below one.
    """
    if min(branches, years, metrics) < 1:
        raise ValueError("branches, years and metrics are at least 1")
    folder.mkdir(parents=True, exist_ok=True)
    chosen = "true" if province is None else f"province_before_2025_07 = {_quoted(province)}"
    with duckdb.connect(":memory:") as connection:
        statements = SQL.read_text(encoding="utf-8")
        for name, value in {
            "seed": str(int(seed)),
            "grassroots": str(branches),
            "first_year": str(LAST_YEAR - years + 1),
            "last_year": str(LAST_YEAR),
            "metrics": str(metrics),
            "provinces": chosen,
            "catalog": str(catalog).replace("'", "''"),
        }.items():
            statements = statements.replace("{" + name + "}", value)
        progress("invent branches")
        connection.execute(statements)
        if not connection.execute("select count(*) from old_province").fetchall()[0][0]:
            raise ValueError(f"no province called {province!r} before July 2025")
        rows = {}
        for table in TABLES:
            progress(f"write {table}")
            rows[table] = _write(connection, table, folder, branches * years * metrics)
        mistakes = folder / MISTAKES
        mistakes.parent.mkdir(exist_ok=True)
        connection.execute(f"copy (select * from mistake order by all) to {_quoted(str(mistakes))}")
    return Generated(folder, rows)


def _write(connection: duckdb.DuckDBPyConnection, table: str, folder: Path, size: int) -> int:
    is_large = table == "observations" and size > MOST_CSV_ROWS
    target = _quoted(str(folder / f"{table}.{'parquet' if is_large else 'csv'}"))
    form = "format parquet, compression zstd" if is_large else "format csv, header"
    order = "" if table == "observations" else "order by all"
    written = connection.execute(f"copy (select * from {table} {order}) to {target} ({form})").fetchall()
    return int(written[0][0])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
