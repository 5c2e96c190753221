"""Reads one file of the fact formats into a staging table, whatever its encoding or delimiter, row by row accounted."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pandas as pd

from etl import guards
from etl.fact_format import FileFormat

CHUNK_BYTES = 1 << 20
# How many rows of a file that is read slowly are held in memory before they are staged.
ROWS_AT_ONCE = 50_000
_NEED_CARE = (b"\0", b"\n\n", b"\r\r", b"\n\r")
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Refusal:
    """Why a row, or a whole file, was not read: row 1 is the header, as a spreadsheet shows it."""

    row: int
    column_name: str
    found: str
    expected: str
    rule: str


@dataclass(frozen=True)
class Reading:
    """What became of one file: rows staged and refused, and what was noticed about its form (`notes` in vi and en)."""

    file: str
    sha256: str
    encoding: str
    delimiter: str
    rows_staged: int
    refusals: tuple[Refusal, ...] = ()
    extra_columns: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass
class _Header:
    names: list[str]
    missing: list[str]
    extra: list[str]
    doubled: list[str] = field(default_factory=list)


def read_file(
    connection: duckdb.DuckDBPyConnection, path: Path, file_format: FileFormat, folder: str, label: str
) -> Reading:
    """Stage the rows of `path` in `staged_<kind>` (columns of the format plus folder, file, row, all text).

    UTF-8 (with or without mark), UTF-16 and Windows-1258 are understood, commas, semicolons and tabs too.
    Rows with another number of fields than the header are refused one by one; a file without a header, or
    without a required column, is refused with the reason. Raises OSError where the file cannot be opened.
    """
    digest, encoding = fingerprint(path)
    text_head = read_head(path, encoding)
    if not text_head.strip():
        refusal = Refusal(1, "", "an empty file", f"a header: {', '.join(file_format.required)}", "empty_file")
        return Reading(label, digest, encoding, ",", 0, (refusal,))
    delimiter = delimiter_of(text_head)
    header = _read_header(text_head, delimiter, file_format)
    if header.missing or header.doubled:
        refusals = _refuse_all(path, encoding, delimiter, header)
        return Reading(label, digest, encoding, delimiter, 0, refusals, tuple(header.extra))
    if encoding == "utf-8-sig" and not _needs_care(path):
        try:
            staged = _stage_fast(connection, path, file_format, header, delimiter, folder, label)
            return Reading(label, digest, encoding, delimiter, staged, (), tuple(header.extra))
        except duckdb.InvalidInputException:
            # A ragged row or a stray quote: read again, slowly, so that only those rows are refused.
            pass
    staged, refusals = _stage_tolerantly(connection, path, file_format, header, (encoding, delimiter), (folder, label))
    return Reading(label, digest, encoding, delimiter, staged, refusals, tuple(header.extra))


def fingerprint(path: Path) -> tuple[str, str]:
    """SHA-256 of the bytes, and the encoding they decode in: UTF-16 by its mark, UTF-8, else Windows-1258."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    first = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            first = first or chunk[:2]
            digest.update(chunk)
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    if first in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return digest.hexdigest(), "utf-16"
    return digest.hexdigest(), "utf-8-sig" if is_utf8 else "cp1258"


def _needs_care(path: Path) -> bool:
    """Whether a file holds what the fast reader is silently wrong at.

    At a NUL it cuts the text (12<NUL>345 would be 12), and it does not count empty lines (rows would be named wrongly).
    """
    tail = b""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            seen = tail + chunk
            if any(sign in seen for sign in _NEED_CARE):
                return True
            tail = chunk[-3:]
    return False


def read_head(path: Path, encoding: str) -> str:
    """The first megabyte of a file as text."""
    with path.open(encoding=encoding, errors="replace") as stream:
        return stream.read(CHUNK_BYTES).replace("\0", "\N{REPLACEMENT CHARACTER}")


def delimiter_of(text: str) -> str:
    """The sign that parts the fields of the first line: a comma unless semicolons or tabs are more."""
    first_line = next(iter(text.splitlines()), "")
    return max(",;\t", key=lambda sign: (first_line.count(sign), sign == ","))


def _read_header(text: str, delimiter: str, file_format: FileFormat) -> _Header:
    first = next(csv.reader(io.StringIO(text), delimiter=delimiter))
    names = [unicodedata.normalize("NFC", name).strip().lower() for name in first]
    return _Header(
        names=names,
        missing=[name for name in file_format.required if name not in names],
        extra=[name for name in names if name not in file_format.columns],
        doubled=[name for name in file_format.columns if names.count(name) > 1],
    )


def records_of(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The rows of a file as lists of texts, the header first; what cannot be read is a row of one text that says so."""
    with path.open(encoding=encoding, errors="replace") as stream:
        # A NUL byte ends the standard reader; shown as U+FFFD it is refused with its row instead.
        lines = (line.replace("\0", "\N{REPLACEMENT CHARACTER}") for line in stream)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            try:
                yield next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                yield [f"unreadable: {problem}"]


def _refuse_all(path: Path, encoding: str, delimiter: str, header: _Header) -> tuple[Refusal, ...]:
    """Every data row of a file whose header cannot be used (the header itself where there is no row)."""
    column = ", ".join(header.missing or header.doubled)
    rule = "missing_column" if header.missing else "doubled_column"
    found = f"columns {_shown(header.names, ', ')}"
    expected = f"one column {column}"
    records = records_of(path, encoding, delimiter)
    next(records)
    numbers = (number for number, record in enumerate(records, start=2) if record)
    rows = list(itertools.islice(numbers, guards.MOST_REFUSED + 1)) or [1]
    if len(rows) > guards.MOST_REFUSED:
        return (_too_many(),)
    return tuple(Refusal(row, column, found, expected, rule) for row in rows)


def _too_many() -> Refusal:
    return Refusal(
        1,
        "",
        f"more than {guards.MOST_REFUSED:,} rows that cannot be read",
        "a file of the fact formats",
        "too_many_refused",
    )


def _stage_fast(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file_format: FileFormat,
    header: _Header,
    delimiter: str,
    folder: str,
    label: str,
) -> int:
    names = [name or f"unnamed_{index}" for index, name in enumerate(header.names)]
    names = [name if name in file_format.columns else f"extra_{i}" for i, name in enumerate(names)]
    chosen = ", ".join(
        f"nullif(trim(nfc_normalize(\"{name}\")), '')" if name in names else "null" for name in file_format.columns
    )
    before = _count(connection, file_format)
    connection.execute(
        f"""
        insert into staged_{file_format.kind}
        select ?, ?, row_number() over () + 1, {chosen}
        from read_csv(?, auto_detect = false, header = true, all_varchar = true, strict_mode = true,
            delim = ?, quote = '"', escape = '"', nullstr = '', columns = ?)
        """,
        [folder, label, str(path), delimiter, dict.fromkeys(names, "VARCHAR")],
    )
    return _count(connection, file_format) - before


def _stage_tolerantly(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    file_format: FileFormat,
    header: _Header,
    form: tuple[str, str],
    place: tuple[str, str],
) -> tuple[int, tuple[Refusal, ...]]:
    encoding, delimiter = form
    folder, label = place
    position = {name: header.names.index(name) for name in file_format.columns if name in header.names}
    waiting: list[list[str | int | None]] = []
    refusals: list[Refusal] = []
    staged = 0
    records = records_of(path, encoding, delimiter)
    next(records)
    for row, record in enumerate(records, start=2):
        if not record:
            continue
        if len(record) != len(header.names):
            refusals.append(_ragged(row, record, header))
        elif any("�" in text for text in record):
            refusals.append(Refusal(row, "", _shown(record), "readable text", "unreadable_text"))
        else:
            texts = [_cell(record[position[n]]) if n in position else None for n in file_format.columns]
            waiting.append([folder, label, row, *texts])
        if len(refusals) > guards.MOST_REFUSED:
            connection.execute(f"delete from staged_{file_format.kind} where folder = ? and file = ?", [folder, label])
            return 0, (_too_many(),)
        if len(waiting) >= ROWS_AT_ONCE:
            staged += _insert(connection, file_format, waiting)
            waiting = []
    return staged + _insert(connection, file_format, waiting), tuple(refusals)


def _insert(connection: duckdb.DuckDBPyConnection, file_format: FileFormat, rows: list[list[str | int | None]]) -> int:
    if rows:
        columns = ["folder", "file", "row", *file_format.columns]
        frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(file_format.columns, "string"))
        connection.register("incoming", frame)
        connection.execute(f"insert into staged_{file_format.kind} select * from incoming")
        connection.unregister("incoming")
    return len(rows)


def _ragged(row: int, record: list[str], header: _Header) -> Refusal:
    return Refusal(
        row,
        "",
        f"{len(record)} fields: {_shown(record)}",
        f"{len(header.names)} fields, as in the header",
        "ragged_row",
    )


def _shown(record: list[str], sign: str = " | ") -> str:
    text = sign.join(record)
    return text if len(text) <= 200 else text[:199] + "…"


def _cell(text: str) -> str | None:
    return unicodedata.normalize("NFC", text).strip() or None


def _count(connection: duckdb.DuckDBPyConnection, file_format: FileFormat) -> int:
    return int(connection.execute(f"select count(*) from staged_{file_format.kind}").fetchall()[0][0])
