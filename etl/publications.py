"""Who published a snapshot, when, why, and what it changed: kept inside each snapshot, read back for their list."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from etl import publishing

# Above this the comparison of two snapshots would cost more than the build of one.
MOST_COMPARED = 5_000_000
LONGEST_NOTE = 2_000
RETURNS = "taken_back.jsonl"
_SQL = Path(__file__).parent / "sql" / "publication.sql"


@dataclass(frozen=True)
class Publication:
    """One snapshot that is kept. Counts are figures against the snapshot before it, None where they were not compared;
    all but the name are None for a snapshot that is older than this record or cannot be read."""

    snapshot: str
    is_current: bool
    published_at: datetime | None = None
    published_by: str | None = None
    note: str | None = None
    previous: str | None = None
    figures_new: int | None = None
    figures_changed: int | None = None
    figures_gone: int | None = None


@dataclass(frozen=True)
class Return:
    """One time an earlier snapshot was served again: when (UTC, ISO), by whom, instead of which, and which."""

    at: str
    by: str
    instead_of: str | None
    snapshot: str


def note_return(folder: Path, returned: Return) -> None:
    """Add a line to the list of returns beside the snapshots of `folder`."""
    with (folder / RETURNS).open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(returned), ensure_ascii=False) + "\n")


def read_returns(folder: Path) -> list[Return]:
    """The times a snapshot of `folder` was taken back, latest first; a line broken off by a crash is left out."""
    try:
        lines = (folder / RETURNS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            found.append(Return(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found[::-1]


def record(
    connection: duckdb.DuckDBPyConnection, previous: Path | None, *, published_by: str, note: str, at: datetime
) -> None:
    """Fill publication and figure_change of the snapshot being built; the current schema is the snapshot's."""
    is_compared = previous is not None and _compare(connection, previous)
    counts = dict(connection.execute("select change, count(*) from figure_change group by change").fetchall())
    changes = [counts.get(change, 0) if is_compared else None for change in ("new", "changed", "gone")]
    name = previous.name if previous else None
    connection.execute(
        "insert into publication values (?, ?, ?, ?, ?, ?, ?)",
        [at, published_by.strip() or None, note.strip()[:LONGEST_NOTE] or None, name, *changes],
    )


def _compare(connection: duckdb.DuckDBPyConnection, previous: Path) -> bool:
    """Whether the two could be compared: a snapshot that cannot be read any more must not stop the next one."""
    try:
        connection.execute(f"attach '{str(previous).replace(chr(39), chr(39) * 2)}' as previous (read_only)")
    except duckdb.Error:
        return False
    try:
        sizes = connection.execute("select (select count(*) from previous.figure), (select count(*) from figure)")
        if max(sizes.fetchall()[0]) > MOST_COMPARED:
            return False
        connection.execute(_SQL.read_text(encoding="utf-8"))
        return True
    except duckdb.Error:
        connection.execute("delete from figure_change")
        return False
    finally:
        connection.execute("detach previous")


def read_publications(folder: Path) -> list[Publication]:
    """The snapshots kept in `folder`, latest first."""
    current = publishing.current(folder)
    return [_read(path, path == current) for path in reversed(publishing.snapshots(folder))]


def _read(path: Path, is_current: bool) -> Publication:
    try:
        with duckdb.connect(":memory:") as connection:
            connection.execute(f"attach '{str(path).replace(chr(39), chr(39) * 2)}' as kept (read_only)")
            rows = connection.execute("from kept.publication").fetchall()
    except duckdb.Error:
        rows = []
    return Publication(path.name, is_current, *rows[0]) if rows else Publication(path.name, is_current)
