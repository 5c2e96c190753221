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
    digest = _digest(path)
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
    before = _count(connection, file_format)
    connection.execute(
        f"insert into staged_{file_format.kind} select ?, ?, row_number() over () + 1, {chosen} from read_parquet(?)",
        [folder, label, str(path)],
    )
    extra = tuple(name for name in types if name not in file_format.columns)
    return Reading(label, digest, "parquet", "", _count(connection, file_format) - before, (), extra)


def _as_text(name: str, kind: str) -> str:
    column = '"' + name.replace('"', '""') + '"'
    if kind in FLOATS:
        # Plain digits, never an exponent: what a CSV file would hold.
        whole = f"abs({column}) < 1e15 and {column} = floor({column})"
        return f"case when {whole} then {column}::bigint::varchar else {column}::varchar end"
    if kind == "VARCHAR":
        return f"nullif(trim(nfc_normalize({column})), '')"
    return f"{column}::varchar"


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _count(connection: duckdb.DuckDBPyConnection, file_format: FileFormat) -> int:
    return int(connection.execute(f"select count(*) from staged_{file_format.kind}").fetchall()[0][0])
