"""Made-up texts, cells, sheets and files: no reader breaks, and everything given to it is accounted for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.fact_format import FORMATS
from etl.workbook.catalogue import UNITS
from etl.workbook.cells import Cell, Sheet
from tests.etl import properties

WORDS = (
    *("1.234,5", "1,234", "12,5 tr", "1 tỷ 250 triệu", "≥", "trên", "khoảng", "đồng", "%", "người", "0", "-", "−"),
    *("/", ".", ",", "\u00a0", "nghìn tỷ", "rưỡi", "trở lên", "chưa có số liệu", "31/12/2025", "2023-2028", "e", "٣"),
)
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), st.text(max_size=40))
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), TEXTS, st.floats(), st.integers(-(2**63), 2**63), st.booleans(), st.dates(date(1, 1, 1))
)
HEADINGS = st.sampled_from(
    ["Đơn vị", "Chỉ số", "Nguồn", "Năm 2024", "Năm 2025", "Nhiệm kỳ 2023-2028", "branch_id", "metric_id", "", "Khác"]
)
# Files are written into one folder again and again.
SHARED_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(TEXTS)
@example("1e5")
@example("²")
def test_any_text_is_a_quantity_or_unclear_for_a_reason(text: str) -> None:
    properties.holds_for_quantity(text)


PIECES = st.sampled_from(
    [
        *'0#?.,%;@E+-/()[]"_*\\ dy',
        "#,##0",
        '" triệu"',
        '"≥ "',
        "[>=1000]",
        "[$₫-42A]",
        "[h]",
        "General",
        ",,",
        "đ",
        "[Red]",
    ]
)
CODES = st.one_of(st.none(), st.just("0%"), st.lists(PIECES, max_size=8).map("".join))


@given(CELLS, st.sampled_from(sorted(UNITS)), CODES, st.sampled_from([1, 10**6]))
@example(1e300, "percent", "0%", 1)
@example(-1e25, "percent", "0.0%", 1)
@example(10**13, "percent", "0%", 1)
@example(5e-324, "vnd", None, 1)
@example(10**14, "vnd", None, 10**6)
def test_any_cell_of_any_format_is_a_plain_number_or_refused(
    cell: Cell, unit: str, code: str | None, multiple: int
) -> None:
    properties.holds_for_cell(cell, unit, code=code, multiple=multiple)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet that begins like a table of figures, with anything below and anything merged."""
    width, height = draw(st.integers(2, 6)), draw(st.integers(0, 6))
    start = ["Đơn vị", "Chỉ số"]
    head: list[Cell] = [*start, *draw(st.lists(HEADINGS, min_size=width - 2, max_size=width - 2))]
    known = st.sampled_from(["Công đoàn cơ sở Sở Y tế", "Tổng số đoàn viên", "b1", "members_total"])
    row = st.lists(st.one_of(known, CELLS), min_size=width, max_size=width)
    places = st.tuples(st.integers(0, height), st.integers(0, width - 1))
    merged = [
        ((min(a, c), min(b, d)), (max(a, c), max(b, d)))
        for (a, b), (c, d) in draw(st.lists(st.tuples(places, places), max_size=3))
    ]
    return Sheet(
        name="Số liệu",
        is_visible=draw(st.booleans()),
        rows=[head, *draw(st.lists(row, min_size=height, max_size=height))],
        merged=merged,
        formats=draw(st.dictionaries(places, st.sampled_from(["0%", '0" triệu"', ";;;"]), max_size=3)),
        formulas=draw(st.frozensets(places, max_size=3)),
        without_value=draw(st.frozensets(places, max_size=3)),
    )


@given(st.lists(sheets(), min_size=1, max_size=2))
def test_every_filled_cell_of_any_sheet_is_accounted_for(made: list[Sheet]) -> None:
    properties.holds_for_sheets(made)


@st.composite
def fact_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A fact file with most of its columns, in any order, and any rows, in any form."""
    file_format = draw(st.sampled_from(FORMATS))
    columns = draw(st.permutations(file_format.columns))
    sign, end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    field = st.one_of(TEXTS, st.sampled_from(['"', '"a', 'a"b', '""', '"a\nb"', "a,b", "\0"]))
    rows = draw(st.lists(st.lists(field, min_size=1, max_size=len(columns) + 1), max_size=4))
    whole = draw(st.lists(st.lists(field, min_size=len(columns), max_size=len(columns)), max_size=4))
    text = end.join(sign.join(row) for row in [columns, *whole, *rows]) + draw(st.sampled_from(["", end]))
    form = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1258"]))
    return file_format.kind, text.encode(form, errors="replace")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made-up") / "file.csv"


@given(fact_files())
@SHARED_FOLDER
def test_every_row_of_any_fact_file_is_staged_as_it_reads_or_refused(scratch: Path, made: tuple[str, bytes]) -> None:
    kind, content = made
    scratch.write_bytes(content)
    properties.holds_for_fact_file(scratch, kind)


@given(st.binary(max_size=400), st.sampled_from([file_format.kind for file_format in FORMATS]))
@SHARED_FOLDER
def test_any_bytes_are_a_fact_file_or_refused(scratch: Path, content: bytes, kind: str) -> None:
    scratch.write_bytes(content)
    properties.holds_for_fact_file(scratch, kind)
    properties.holds_for_csv_template(scratch)
