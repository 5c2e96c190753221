"""Downloads: exact bytes, formulas that cannot run, numbers that stay numbers, the same bytes twice."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.downloads import Export, csv_bytes, file_name, plain_number, safe_text, xlsx_bytes
from ui.tables import Column, Table, html_table


def export(rows: pd.DataFrame) -> Export:
    table = Table(
        (
            Column("name_vi", "Đơn vị", "branch"),
            Column("value", "Số tiền", "amount"),
            Column("published_on", "Ngày", "date"),
            Column("note", "=Ghi chú"),
        ),
        rows,
    )
    return Export(
        title="Chi chăm lo",
        table=table,
        filters=(("Năm", "2024"), ("Cấp", "Công đoàn cơ sở")),
        definitions=(("Chi chăm lo", "đồng", "phát sinh trong kỳ", "=1+1"),),
        sources=(("Báo", "=HYPERLINK(1)", "01/02/2024", "https://a.vn/x", "s1"),),
        snapshot="20260101T000000Z-abc",
        built_at=datetime(2026, 1, 1),
    )


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "branch_id": ["a", "b", "c"],
            "name_vi": ["=1+1", "Đơn vị <Đ>, “Ư”", "@SUM(1)"],
            "value": [1234567.25, 500.0, float("nan")],
            "low": [1234567.25, 500.0, float("nan")],
            "high": [1234567.25, float("inf"), float("nan")],
            "is_approximate": [False, False, False],
            "published_on": [pd.Timestamp("2024-02-01"), pd.NaT, pd.NaT],
            "note": ["-5", "\tx", "+84"],
        }
    )


def test_csv_bytes(rows: pd.DataFrame) -> None:
    head = "Đơn vị,Số tiền,Số tiền: cận dưới,Số tiền: cận trên,Số tiền: cách viết,Ngày,'=Ghi chú,Bộ lọc,Bản số liệu"
    told = "Năm: 2024; Cấp: Công đoàn cơ sở,20260101T000000Z-abc"
    expected = (
        f"{head}\r\n"
        f"'=1+1,1234567.25,1234567.25,1234567.25,\"1.234.567,25\",2024-02-01,'-5,{told}\r\n"
        f'"Đơn vị <Đ>, “Ư”",500,500,,≥ 500,,\'\tx,{told}\r\n'
        f"'@SUM(1),,,,,,'+84,{told}\r\n"
    )
    assert csv_bytes(export(rows)) == b"\xef\xbb\xbf" + expected.encode()


def test_csv_reads_back(rows: pd.DataFrame) -> None:
    text = csv_bytes(export(rows)).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline="")))
    assert len(found) == 4
    assert {len(line) for line in found} == {9}


def test_workbook(rows: pd.DataFrame) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(export(rows))))
    assert book.sheetnames == ["Số liệu", "Bộ lọc", "Định nghĩa", "Nguồn"]
    sheet = book["Số liệu"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == 1234567.25
    assert sheet["B2"].number_format.startswith("#,##0")
    assert sheet["D3"].value is None
    assert sheet["E3"].value == "≥ 500"
    assert sheet["F2"].value == datetime(2024, 2, 1)
    assert sheet["B4"].value is None
    assert [c.value for c in book["Bộ lọc"]["B"]] == ["Giá trị", "2024", "Công đoàn cơ sở", "20260101T000000Z-abc"]
    every = [c for s in book for line in s.iter_rows() for c in line]
    assert not [c for c in every if c.data_type == "f"]
    assert not [c for c in every if c.hyperlink]


def test_the_same_table_gives_the_same_bytes(rows: pd.DataFrame) -> None:
    assert xlsx_bytes(export(rows)) == xlsx_bytes(export(rows))
    assert csv_bytes(export(rows)) == csv_bytes(export(rows))


@given(st.text(max_size=40))
def test_no_text_can_run(text: str) -> None:
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("value", "number"),
    [(5.0, 5), (5.5, 5.5), (float("inf"), None), (float("nan"), None), ("5", None), (None, None), (0, 0)],
)
def test_plain_numbers(value: object, number: object) -> None:
    assert plain_number(value) == number
    assert type(plain_number(value)) is type(number)


def test_file_names_are_plain() -> None:
    assert file_name("Đoàn viên: so sánh, năm 2024", "csv") == "doan-vien-so-sanh-nam-2024.csv"


def test_the_table_on_the_screen_escapes_and_links(rows: pd.DataFrame) -> None:
    rows["url"] = ["javascript:alert(1)", "https://a.vn/?x=1&y=2", ""]
    table = Table(
        (
            Column("name_vi", "Đơn vị", "branch"),
            Column("value", "Số tiền", "amount", shade=True),
            Column("note", "Nguồn", link=lambda r: str(r["url"])),
        ),
        rows,
        caption="<b>",
    )
    html = html_table(table, lambda b: f"/ho-so?don_vi={b}&x=1")
    assert '<a href="/ho-so?don_vi=b&amp;x=1" target="_self">Đơn vị &lt;Đ&gt;, “Ư”</a>' in html
    assert "javascript" not in html
    assert "<b>" not in html
    assert '<span class="none" title=' in html
    assert 'rel="noopener noreferrer nofollow"' in html
