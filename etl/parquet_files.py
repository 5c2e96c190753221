"""Reads a file of the fact formats that comes as Parquet, as large deliveries do, into the same staging table."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb

from etl.fact_format import FileFormat
from etl.readers import CHUNK_BYTES, Reading, Refusal

FLOATS = ("DOUBLE", "FLOAT")


def parquet_name(file_format: FileFormat) -> str:
    """The name a Parquet file of this format has."""
    return f"{file_format.kind}.parquet"


def read_parquet_file(
    connection: duckdb.DuckDBPyConnection, path: Path, file_format: FileFormat, folder: str, label: str
) -> Reading:
    """Stage the rows of `path` as `readers.read_file` stages those of a CSV file, numbered in their order from 2.

    A file that is no Parquet, or lacks a required column, is refused with the reason. Raises OSError where the file
    cannot be opened.
    """
    digest = digest_of(path)
    try:
        described = connection.execute("describe select * from read_parquet(?)", [str(path)]).fetchall()
    except duckdb.Error as problem:
        reason = str(problem).splitlines()[0]
        refusal = Refusal(1, "", f"unreadable: {reason}", "a Parquet file", "unreadable_file")
        return Reading(label, digest, "parquet", "", 0, (refusal,))
    types = {str(name).strip().lower(): (str(name), str(kind)) for name, kind, *_ in described}
    missing = [name for name in file_format.required if name not in types]
    if missing:
        found = f"columns {', '.join(types)}"
        refusal = Refusal(1, ", ".join(missing), found, f"one column {', '.join(missing)}", "missing_column")
        return Reading(label, digest, "parquet", "", 0, (refusal,))
    chosen = ", ".join(_as_text(*types[name]) if name in types else "null" for name in file_format.columns)
    rows = (
        f"select {_text(folder)} as folder, {_text(label)} as file, file_row_number + 2 as row, {chosen} "
        f"from read_parquet({_text(str(path))}, file_row_number = true)"
    )
    if file_format.kind == "observations":
        # Forty million rows as text would not fit into memory: they stay in their file, and are read where they lie.
        connection.execute("insert into left_in_file values (?, ?, ?)", [str(path), digest, rows])
    else:
        connection.execute(f"insert into staged_{file_format.kind} {rows}")
    extra = tuple(name for name in types if name not in file_format.columns)
    ((count,),) = connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchall()
    return Reading(label, digest, "parquet", "", int(count), (), extra)


def join_rows_left_in_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Let staged_observations hold the rows that were left in their files too; nothing can be staged after it."""
    selects = [rows for (rows,) in connection.execute("select rows from left_in_file").fetchall()]
    if selects:
        connection.execute("alter table staged_observations rename to observations_as_text")
        every = " union all ".join(["from observations_as_text", *selects])
        connection.execute(f"create view staged_observations as {every}")


def _as_text(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if kind in FLOATS:
        # Plain digits, never an exponent: what a CSV file would hold.
        whole = f"abs({column}) < 1e15 and {column} = floor({column})"
        return f"case when {whole} then {column}::bigint::varchar else {column}::varchar end"
    if kind == "VARCHAR":
        return f"nullif(trim(nfc_normalize({column})), '')"
    return f"{column}::varchar"


def digest_of(path: Path) -> str:
    """SHA-256 of the bytes of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
