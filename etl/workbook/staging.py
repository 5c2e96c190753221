"""Stages a returned template, workbook or CSV: its rows into the tables of the fact formats, its places beside them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from etl import guards
from etl.fact_format import FORMATS, OWN_FORM
from etl.guards import Unreadable
from etl.readers import Reading, Refusal, delimiter_of, fingerprint, read_head, records_of
from etl.workbook.catalogue import Metric
from etl.workbook.cells import Sheet, read_cells
from etl.workbook.layout import FIGURE_SHEET, TemplateBranch
from etl.workbook.names import known_names
from etl.workbook.reading import read_template
from etl.workbook.results import Form, Place, ReadRow, TemplateReading, Written
from etl.workbook.tables import find_table, is_list

_COLUMNS = {file_format.kind: file_format.columns for file_format in FORMATS}


def stage_template(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    folder: str,
    label: str,
    metrics: Mapping[str, Metric],
    received_on: date | None = None,
) -> Reading:
    """Stage what a template holds, handed in on a day (in Viet Nam) or not handed in.

    Branches it brings are staged only where no other file has named them. A file that is not read is one refused row.
    Rows get numbers of their own, and `place` says where each stands.
    """
    form = path.suffix.lower().removeprefix(".")
    digest = ""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.stat().st_size <= guards.MOST_BYTES else ""
        sheets = read_csv_template(path) if form == "csv" else read_cells(path)
        known = connection.execute(
            "select branch_id, name_vi from staged_branches where name_vi is not null"
        ).fetchall()
        reading = read_template(sheets, Form(guards.shown_name(label), folder, received_on), metrics, known)
    except Unreadable as problem:
        refusal = Refusal(1, "", problem.found, problem.expected, problem.rule)
        return Reading(label, digest, form, "", 0, (refusal,))
    except OSError as problem:
        refusal = Refusal(1, "", f"unreadable: {problem.strerror}", "a file that can be read", "unreadable_file")
        return Reading(label, digest, form, "", 0, (refusal,))
    return _stage(connection, reading, _own_branches(sheets, reading, {row[0] for row in known}), folder, label, digest)


def read_csv_template(path: Path) -> list[Sheet]:
    """The one sheet of a template saved as CSV, in any of the encodings and separators of the fact files."""
    if path.stat().st_size > guards.MOST_BYTES:
        raise Unreadable(f"{path.stat().st_size:,} bytes", f"at most {guards.MOST_BYTES:,} bytes", "file_too_large")
    _, encoding = fingerprint(path)
    # The first line of a template is its title; the head of its table tells the separator.
    head = read_head(path, encoding)
    lines = head.splitlines()[:10] or [""]
    separator = delimiter_of(max(lines, key=lambda line: max(line.count(sign) for sign in ",;\t")))
    rows: list[list[str]] = []
    width = 0
    for record in records_of(path, encoding, separator):
        rows.append(record)
        width = max(width, len(record))
        guards.check_extent(path.name, len(rows), width)
    filled = [[text.strip() or None for text in row] + [None] * (width - len(row)) for row in rows]
    return [Sheet(FIGURE_SHEET, True, [list(row) for row in filled])]


def is_csv_template(path: Path) -> bool:
    """Whether a CSV file of any name begins like a template saved as CSV."""
    try:
        tables = [find_table(sheet) for sheet in read_csv_template(path)]
    except (Unreadable, OSError, UnicodeError):
        return False
    # A misnamed observations.csv names ids too, but has no column for each period.
    return any(table and (table.periods or table.kind == "targets") for table in tables)


def _own_branches(sheets: list[Sheet], reading: TemplateReading, known: set[str]) -> Iterator[ReadRow]:
    """The branches that figures of this template are of and that no other file has named."""
    used = {row.values.get("branch_id") for row in reading.rows} - known
    own: list[TemplateBranch] = known_names({}, (), (sheet for sheet in sheets if is_list(sheet))).own
    for number, branch in enumerate(own, start=2):
        if branch.branch_id in used:
            used.discard(branch.branch_id)
            names = ("branch_id", "name_vi", "tier", "sector", "province", "parent")
            values = {name: getattr(branch, name) or None for name in names} | {"source_id": None}
            yield ReadRow("branches", values, Place("_danh_muc", number, ""))


def _stage(
    connection: duckdb.DuckDBPyConnection,
    reading: TemplateReading,
    branches: Iterator[ReadRow],
    folder: str,
    label: str,
    digest: str,
) -> Reading:
    known_sources = {row[0] for row in connection.execute("select source_id from staged_sources").fetchall()}
    cited = {row.values["source_id"] for row in reading.rows if row.kind in ("observations", "targets")}

    def is_staged(row: ReadRow) -> bool:
        """One source named in two templates is staged once; a form no row of which is read is no source."""
        source_id = row.values["source_id"]
        is_idle = str(source_id).startswith(OWN_FORM) and source_id not in cited
        return row.kind != "sources" or (source_id not in known_sources and not is_idle)

    read = filter(is_staged, reading.rows)
    numbered = list(enumerate(itertools.chain(branches, read), start=1))
    for kind, columns in _COLUMNS.items():
        rows = [[folder, label, n, *(row.values.get(c) for c in columns)] for n, row in numbered if row.kind == kind]
        _insert(connection, f"staged_{kind}", ["folder", "file", "row", *columns], rows, text=list(columns))
    places = [_place(label, number, row.place, row.place.column, row.written) for number, row in numbered]
    refusals = []
    for number, cell in enumerate(reading.refused, start=len(numbered) + 1):
        refusals.append(Refusal(number, cell.place.column, cell.found, cell.expected, cell.rule))
        places.append(_place(label, number, cell.place, "", cell.written))
    written = [entry.name for entry in fields(Written)]
    names = ["file", "row", "sheet", "sheet_row", "column_name", *written]
    _insert(connection, "place", names, places, text=["file", "sheet", "column_name", *written])
    keys = ("branch_id", "metric_id", "period_start", "period_end")
    doubts = [[*(d.values[k] for k in keys), d.message_vi, d.message_en, d.values["source_id"]] for d in reading.doubts]
    names = [*keys, "message_vi", "message_en", "source_id"]
    _insert(connection, "doubt", names, doubts, text=names)
    form = Path(label).suffix.lower().removeprefix(".")
    return Reading(label, digest, form, "", len(numbered), tuple(refusals), notes=tuple(reading.notes))


def _place(label: str, number: int, place: Place, column: str, written: Written | None) -> list[object]:
    said = astuple(written) if written else [None] * len(fields(Written))
    return [label, number, place.sheet, place.row, column, *said]


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: list[str],
    rows: Sequence[Sequence[object]],
    text: list[str],
) -> None:
    if not rows:
        return
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(text, "string"))
    connection.register("incoming", frame)
    connection.execute(f"insert into {table} select * from incoming")
    connection.unregister("incoming")
