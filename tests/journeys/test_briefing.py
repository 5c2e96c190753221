"""A page is taken away by hand: made, downloaded, and what the files hold is what stood on the screen."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.journeys.steps import open_page

BRANCH = "Công đoàn cơ sở Sở Thông tin và Truyền thông"


def taken(page: Page, button: Locator, folder: Path) -> Path:
    """The file behind a button."""
    with page.expect_download() as waiting:
        button.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_a_profile_is_taken_away_as_word_pdf_and_excel(page: Page, base_url: str, tmp_path: Path) -> None:
    open_page(page, f"{base_url}/ho-so?don_vi=s003-so-tttt-phu-tho")
    expect(page.get_by_role("heading", level=1)).to_have_text(BRANCH)
    first = page.locator(".st-key-card_figures tbody tr").first.locator("td, th").all_text_contents()
    page.get_by_role("button", name="Tải về", exact=True).click()
    page.get_by_role("button", name="Soạn bản tóm tắt Word").click()
    document = docx.Document(str(taken(page, page.get_by_role("button", name="Tải tệp Word"), tmp_path)))
    assert BRANCH in [p.text for p in document.paragraphs]
    rows = [[c.text for c in r.cells] for t in document.tables for r in t.rows]
    assert any(row[:3] == first[:3] for row in rows)
    page.get_by_role("button", name="Soạn bản tóm tắt PDF").click()
    reader = PdfReader(taken(page, page.get_by_role("button", name="Tải tệp PDF"), tmp_path))
    # The reader of the test sees a gap wherever two files of the font meet.
    assert BRANCH.replace(" ", "") in "".join("".join(p.extract_text() for p in reader.pages).split())
    book = openpyxl.load_workbook(taken(page, page.get_by_role("button", name="Tải cả trang"), tmp_path))
    # The charts of the page come first, each with the sheet behind it.
    assert first[1] in [c.value for sheet in book.worksheets for line in sheet.iter_rows() for c in line]
