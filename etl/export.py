"""Writes the public views of a snapshot as CSV files in a fixed order of rows."""

from __future__ import annotations

from pathlib import Path

import duckdb

# load_run holds the time of the build and is left out: everything else is the same for the same input.
EXPORTED = (
    *("branch", "metric", "source", "observation", "figure", "target", "attainment"),
    *("reject", "finding", "correction"),
)


def export_views(snapshot: Path, folder: Path) -> list[Path]:
    """One `<view>.csv` per public view, all columns, rows ordered by all of them; returns the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        for view in EXPORTED:
            file = folder / f"{view}.csv"
            target = "'" + str(file).replace("'", "''") + "'"
            connection.execute(f"copy (from {view} order by all) to {target} (format csv, header)")
            files.append(file)
    return files
