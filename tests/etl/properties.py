"""What must hold of every reader whatever it is given; shared by the tests, by hypothesis and by the fuzzer."""

from __future__ import annotations

import functools
import json
import re
import tempfile
import unicodedata
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import duckdb

from etl.fact_format import FORMATS
from etl.guards import Unreadable
from etl.quantity import REASONS, NotStated, Quantity, Unclear, parse_quantity
from etl.readers import read_file, records_of
from etl.staging import create_staging
from etl.workbook import cells
from etl.workbook.catalogue import UNITS, Metric, read_metrics
from etl.workbook.cells import Cell, Sheet
from etl.workbook.periods import parse_date, parse_period
from etl.workbook.reading import read_template
from etl.workbook.results import Form, TemplateReading
from etl.workbook.staging import is_csv_template, read_csv_template
from etl.workbook.values import Number, Refused, read_value
from tests.etl.templates import HEALTH, Filled, new_template

PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
QUALIFIERS = {"exact", "at_least", "at_most", "about"}
KNOWN = ((HEALTH.branch_id, HEALTH.name_vi),)


def holds_for_quantity(text: str) -> None:
    """Any text is a quantity, says that there is none, or is unclear for a reason that is known; never an error."""
    read = parse_quantity(text)
    if isinstance(read, Unclear):
        assert read.reason in REASONS
        assert all(reading.is_finite() for reading in read.readings)
    elif isinstance(read, Quantity):
        assert read.value.is_finite()
        assert abs(read.value) < Decimal(10) ** 15
        assert read.qualifier in QUALIFIERS
        assert read.factor >= 1
    else:
        assert isinstance(read, NotStated)
    for unit in UNITS:
        holds_for_cell(text, unit, code=None)
    parse_period(text)
    parse_date(text)


def holds_for_cell(cell: Cell, unit: str, *, code: str | None, multiple: int = 1) -> None:
    """Any cell is a plain number with its bound, not stated, or refused with what should stand there."""
    read = read_value(cell, unit, code=code, multiple=multiple)
    if isinstance(read, Number):
        assert read.qualifier in QUALIFIERS
        assert PLAIN_NUMBER.fullmatch(read.text), f"{cell!r} read as {read.text!r}"
    elif isinstance(read, Refused):
        assert read.rule
        assert read.expected


@functools.cache
def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    connection.execute("attach ':memory:' as snapshot")
    create_staging(connection)
    return connection


def holds_for_fact_file(path: Path, kind: str) -> None:
    """Every row of a file is staged or refused once, whichever way it is read, and both ways read the same."""
    connection = _connection()
    file_format = next(one for one in FORMATS if one.kind == kind)
    connection.execute(f"delete from staged_{kind}")
    reading = read_file(connection, path, file_format, "in", "in/file.csv")
    rows = connection.execute(f"select * exclude (folder, file) from staged_{kind} order by row").fetchall()
    assert len(rows) == reading.rows_staged
    numbers = sorted([row[0] for row in rows] + [refusal.row for refusal in reading.refusals])
    assert len(numbers) == len(set(numbers)), "a row is accounted for twice"
    assert all(refusal.rule and refusal.expected for refusal in reading.refusals)
    assert all(len(refusal.found) < 2_000 for refusal in reading.refusals)
    if not any(refusal.rule in ("empty_file", "file_too_large") for refusal in reading.refusals):
        records = list(records_of(path, reading.encoding, reading.delimiter))
        filled = [number for number, record in enumerate(records[1:], start=2) if record]
        assert numbers == (filled or ([1] if reading.refusals else [])), "rows in = staged + refused"
        _agrees_with_plain_reading(rows, records, kind)


def _agrees_with_plain_reading(rows: list[tuple[object, ...]], records: list[list[str]], kind: str) -> None:
    columns = next(one for one in FORMATS if one.kind == kind).columns
    header = [name.strip().lower() for name in records[0]]
    for number, *texts in rows:
        record = records[int(str(number)) - 1]
        for name, text in zip(columns, texts, strict=True):
            plain = record[header.index(name)] if name in header else ""
            # What a cell is trimmed of may differ by the reader; what is left may not.
            assert "".join(str(text or "").split()) == _composed(plain), f"row {number}, {name}"


def _composed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def holds_for_csv_template(path: Path) -> None:
    """A CSV of any content is no template, or one whose every filled cell is accounted for."""
    if is_csv_template(path):
        holds_for_sheets(read_csv_template(path))


def holds_for_workbook(path: Path) -> TemplateReading | None:
    """A workbook of any content is refused with a reason, or every filled cell of it is accounted for."""
    answer = json.loads(json.dumps(cells.main(path)))
    if "refused" in answer:
        assert all(answer["refused"][word] for word in ("found", "expected", "rule"))
        return None
    return holds_for_sheets([cells.sheet_of(entry) for entry in answer["sheets"]])


def holds_for_sheets(sheets: list[Sheet]) -> TemplateReading | None:
    """Filled figure cells = observations + refused figures."""
    try:
        reading = read_template(sheets, Form("tep.xlsx"), _metrics(), KNOWN)
    except Unreadable:
        return None
    figures = sum(row.kind == "observations" for row in reading.rows)
    refused = sum(cell.written is not None and cell.written.written_kind == "observations" for cell in reading.refused)
    assert reading.filled == figures + refused
    places = [(row.place.sheet, row.place.row, row.place.column) for row in reading.rows if row.kind == "observations"]
    assert len(places) == len(set(places)), "a cell is accounted for twice"
    return reading


@functools.cache
def _metrics() -> Mapping[str, Metric]:
    return read_metrics()


@functools.cache
def filled_template() -> dict[str, bytes]:
    """The parts of a template that somebody filled in, by name."""
    with tempfile.TemporaryDirectory() as folder:
        path = new_template(Path(folder) / "t.xlsx")
        with Filled(path) as sheet:
            sheet.figure("b1", "members_total", "2025", 54)
            sheet.figure("b1", "visits_amount", "2025", "trên 500 triệu")
            sheet.figure("b2", "visits_amount", "2025", "=6000000+1000000")
            sheet.figure("b1", "strong_groups_pct", "2025", 0.256).number_format = "0.0%"
            sheet.figure("b2", "branch_rating", "2025", "Xuất sắc")
            sheet.figure("b2", "members_total", "2024", "chưa có số liệu")
            sheet.target(1, branch_name=HEALTH.name_vi, metric_name="Tổng số đoàn viên", period_name="Năm 2025")
            sheet.source(1, title="Báo cáo năm 2025", published_on="31/12/2025")
        with zipfile.ZipFile(path) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
    # The day it was made would make every run another one.
    return parts | {"docProps/core.xml": re.sub(rb"20[0-9T:-]+Z", b"2025-01-01T00:00:00Z", parts["docProps/core.xml"])}


def pack(path: Path, parts: Mapping[str, bytes]) -> Path:
    """A zip of these parts, stored as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path
