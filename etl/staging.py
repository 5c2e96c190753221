"""Puts the rows of fact files and of returned templates into the working tables of a build, each row accounted for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from etl.fact_format import FORMATS, FileFormat
from etl.folders import UnusableFolder, files_not_read, shown, template_files
from etl.handed_in import is_hand_in, local_day, names_of, received_at
from etl.parquet_files import digest_of, join_rows_left_in_files, parquet_name, read_parquet_file
from etl.readers import Reading, Refusal, read_file
from etl.workbook.catalogue import Metric
from etl.workbook.staging import stage_template

SQL_FOLDER = Path(__file__).parent / "sql"
Progress = Callable[[str], None]


def create_staging(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty working tables, in memory; the search path then finds them first."""
    connection.execute("create schema memory.staging")
    connection.execute("set search_path = 'memory.staging,snapshot.main'")
    connection.execute((SQL_FOLDER / "staging.sql").read_text(encoding="utf-8"))
    for file_format in FORMATS:
        columns = ", ".join(f'"{name}" varchar' for name in file_format.columns)
        connection.execute(
            f"create table staged_{file_format.kind} (folder varchar, file varchar, row bigint, {columns})"
        )


def stage_folders(
    connection: duckdb.DuckDBPyConnection, folders: Sequence[Path], metrics: Mapping[str, Metric], progress: Progress
) -> list[Reading]:
    """Stage the fact files of every folder, then the templates of every folder: a template may name any branch."""
    readings = []
    names = [folder.resolve().name for folder in folders]
    # Two folders of one name are told apart by where they lie.
    labels = [n if names.count(n) == 1 else str(f) for f, n in zip(folders, names, strict=True)]
    templates = [template_files(folder) for folder in folders]
    for folder, name, label, found in zip(folders, names, labels, templates, strict=True):
        may_be_absent = bool(found) or is_hand_in(folder)
        for file_format in FORMATS:
            progress(f"read {label}/{file_format.file_name}")
            path = folder / file_format.file_name
            reading = _read(connection, path, file_format, name, f"{label}/{path.name}", may_be_absent)
            if reading is not None:
                readings.append(reading)
    for folder, name, label, found in zip(folders, names, labels, templates, strict=True):
        came_with = names_of(folder) if is_hand_in(folder) else {}
        day = local_day(received_at(folder)) if is_hand_in(folder) else None
        for path in found:
            # As it came with, in a hand-in: of its stored name nobody has heard.
            shown_as = f"{label}/{came_with.get(path.name, path.name)}"
            progress(f"read {shown_as}")
            readings.append(stage_template(connection, path, name, shown_as, metrics, day))
    join_rows_left_in_files(connection)
    return readings


def require_unchanged(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise UnusableFolder where a file whose rows are read where they lie has changed since it was staged."""
    for path, digest in connection.execute("select path, sha256 from left_in_file").fetchall():
        if digest_of(Path(path)) != digest:
            raise UnusableFolder(f"changed while it was read: {path}")


def _read(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file_format: FileFormat,
    folder: str,
    label: str,
    may_be_absent: bool,
) -> Reading | None:
    try:
        as_parquet = path.with_name(parquet_name(file_format))
        if as_parquet.is_file() and not path.exists():
            shown_as = f"{label.rpartition('/')[0]}/{as_parquet.name}"
            return read_parquet_file(connection, as_parquet, file_format, folder, shown_as)
        return read_file(connection, path, file_format, folder, label)
    except FileNotFoundError:
        # Where a folder holds templates, these bring what the fact files would; a hand-in may be one file alone.
        if file_format.may_be_absent or may_be_absent:
            return None
        others = files_not_read(path.parent)
        found = f"no such file; not read: {shown(others)}" if others else "no such file"
        refusal = Refusal(1, "", found, f"the file {path.name} in the folder", "missing_file")
    except OSError as problem:
        refusal = Refusal(1, "", f"unreadable: {problem.strerror}", "a file that can be read", "unreadable_file")
    return Reading(label, "", "", "", 0, (refusal,))
