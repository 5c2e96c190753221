"""What is taken away from a chart holds the rows that stand on the screen, with the filter and the sources."""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import NewContext
from tests.journeys.steps import Row, card, csv_rows, download, open_page, query, table_rows

MISSING = "–"
# Page, card, the column of figures there.
CHARTS = [
    ("/doan-vien?nam=2025&chi_so=members_total", "ranking", "Tổng số đoàn viên (người)"),
    ("/cham-lo?nam=2025", "spending", "Tổng được dùng (đồng)"),
]


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page at a desk."""
    return new_context().new_page()


def as_number(text: str) -> float:
    """A figure as shown, without its bound: 1.234,5 as 1234.5."""
    return float(re.sub(r"^[≥≤≈ ]+", "", text).replace(".", "").replace(",", "."))


def same(shown: list[Row], values: list[Any], texts: list[str], column: str) -> None:
    """Values and texts of a file are the figures on the screen, row by row."""
    for row, value, text in zip(shown, values, texts, strict=True):
        assert text == row[column]
        assert math.isclose(float(value), as_number(row[column]), rel_tol=1e-9, abs_tol=0.005)


@pytest.mark.parametrize(("address", "key", "column"), CHARTS)
def test_the_csv_holds_the_rows_on_the_screen_and_their_filter(page: Page, address: str, key: str, column: str) -> None:
    open_page(page, address)
    shown = table_rows(page, key)
    assert len(shown) >= 5
    found = csv_rows(download(page, key, "Tải CSV"))
    assert [r["Đơn vị"] for r in found] == [r["Đơn vị"] for r in shown]
    same(shown, [r[column] for r in found], [r[f"{column}: cách viết"] for r in found], column)
    for row, line in zip(shown, found, strict=True):
        bounded = row[column].startswith("≥")
        assert bool(line[f"{column}: cận trên"]) is not bounded
        assert f"Năm: {query(page)['nam']}; Cấp công đoàn: Liên đoàn Lao động tỉnh" in line["Bộ lọc"]
        assert line["Bản số liệu"] in page.locator(".ud-build").inner_text()


@pytest.mark.parametrize(("address", "key", "column"), CHARTS)
def test_the_workbook_holds_the_rows_on_the_screen_its_filter_and_its_sources(
    page: Page, address: str, key: str, column: str
) -> None:
    open_page(page, address)
    shown = table_rows(page, key)
    book = openpyxl.load_workbook(io.BytesIO(download(page, key, "Tải Excel").read_bytes()))
    assert book.sheetnames == ["Số liệu", "Bộ lọc", "Định nghĩa", "Nguồn"]
    heads, *rows = book["Số liệu"].iter_rows(values_only=True)
    found = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    assert [r["Đơn vị"] for r in found] == [r["Đơn vị"] for r in shown]
    same(shown, [r[column] for r in found], [str(r[f"{column}: cách viết"]) for r in found], column)
    filters = dict(book["Bộ lọc"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert filters["Năm"] == query(page)["nam"]
    assert str(filters["Bản số liệu"]) in page.locator(".ud-build").inner_text()
    assert book["Nguồn"].max_row > 1
    count = re.search(r"· ([\d.]+) tài liệu", card(page, key).locator(".ud-foot").first.inner_text())
    assert count
    assert book["Nguồn"].max_row - 1 == int(count[1])


def test_a_narrower_filter_gives_a_shorter_file(page: Page, tmp_path: Path) -> None:
    open_page(page, "/doan-vien?cap=upper_direct&nam=2025&tinh=Khánh Hòa&chi_so=members_total")
    shown = table_rows(page, "ranking")
    found = csv_rows(download(page, "ranking", "Tải CSV"))
    assert [r["Đơn vị"] for r in found] == [r["Đơn vị"] for r in shown]
    assert {r["Tỉnh, thành phố"] for r in found} == {"Khánh Hòa"}
    assert all("Tỉnh, thành phố: Khánh Hòa" in r["Bộ lọc"] for r in found)
