"""A board meeting prepared on the screen, in both languages, at a desk and on a phone: filters, a term, a branch, three
branches side by side, every kind of file, and the link that shows a colleague the same numbers."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import NewContext, screen
from tests.journeys.steps import (
    card,
    choose,
    csv_rows,
    headlines,
    open_page,
    open_table,
    press,
    query,
    table_rows,
    wait_ready,
)

# Every cell of every table, unfolded or not.
CELLS = """() => [...document.querySelectorAll('table.ud-table')]
  .map((table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())))"""
OTHER = {1440: 390, 390: 1440, "light": "dark", "dark": "light"}


@dataclass(frozen=True)
class Words:
    """What is written on the controls."""

    year: str
    term: str
    provinces: str
    by_term: str
    ready: str
    csv: str
    xlsx: str
    parquet: str
    take: str
    whole: str
    word: tuple[str, str]
    pdf: tuple[str, str]
    branch: str


WORDS = {
    "vi": Words(
        year="Năm",
        term="nhiệm kỳ khóa",
        provinces="Tỉnh, thành phố",
        by_term="Nhiệm kỳ",
        ready="3 đơn vị có nhiều số liệu nhất",
        csv="Tải CSV",
        xlsx="Tải Excel",
        parquet="Tải Parquet",
        take="Tải về",
        whole="Tải cả trang dạng Excel",
        word=("Soạn bản tóm tắt Word", "Tải tệp Word"),
        pdf=("Soạn bản tóm tắt PDF", "Tải tệp PDF"),
        branch="Đơn vị",
    ),
    "en": Words(
        year="Year",
        term="term",
        provinces="Provinces",
        by_term="Term",
        ready="The 3 branches with most figures",
        csv="Download CSV",
        xlsx="Download Excel",
        parquet="Download Parquet",
        take="Take away",
        whole="Download the whole page as Excel",
        word=("Make a Word briefing", "Download the Word file"),
        pdf=("Make a PDF briefing", "Download the PDF file"),
        branch="Branch",
    ),
}


@dataclass(frozen=True)
class Desk:
    """A reader's window and language."""

    page: Page
    words: Words
    width: int
    theme: str
    language: str

    def address(self, path: str) -> str:
        """A link in the reader's language."""
        return path + ("&ngon_ngu=en" if self.language == "en" else "")

    def filters(self) -> None:
        """Have the filters at hand: on a phone they are in a drawer."""
        if self.width == 390:
            self.page.get_by_test_id("stExpandSidebarButton").click()

    def reading(self) -> None:
        """Have the page in sight again."""
        if self.width == 390:
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        wait_ready(self.page)


def looks(*those: tuple[int, str, str]) -> pytest.MarkDecorator:
    """Run a journey in these windows."""
    return pytest.mark.parametrize("look", those, ids=lambda look: "-".join(map(str, look)))


@pytest.fixture
def desk(look: tuple[int, str, str], new_context: NewContext) -> Desk:
    """A reader who has just come."""
    width, theme, language = look
    page = new_context(viewport=screen(width), color_scheme=theme).new_page()
    return Desk(page, WORDS[language], width, theme, language)


def expect_the_same(desk: Desk, new_context: NewContext, path: str) -> None:
    """The link opens the same figures for a colleague who sits at another screen."""
    page = desk.page
    shown, cells = headlines(page), page.evaluate(CELLS)
    assert path in page.url
    assert any(cells)
    other = new_context(viewport=screen(OTHER[desk.width]), color_scheme=OTHER[desk.theme]).new_page()
    open_page(other, page.url)
    assert headlines(other) == shown
    assert other.evaluate(CELLS) == cells
    assert other.url == page.url


@looks((1440, "light", "en"), (390, "dark", "vi"))
def test_filters_a_term_and_a_branch_lead_to_a_link_with_the_same_numbers(desk: Desk, new_context: NewContext) -> None:
    page, words = desk.page, desk.words
    open_page(page, desk.address("/cham-lo?nam=2024"))
    first = headlines(page)
    desk.filters()
    choose(page, words.provinces, "Hải P", "Hải Phòng")
    choose(page, words.year, "2025", "2025")
    desk.reading()
    assert {"nam": "2025", "tinh": "Hải Phòng"}.items() <= query(page).items()
    assert headlines(page) != first
    expect_the_same(desk, new_context, "/cham-lo?")

    open_page(page, desk.address("/doan-vien?cap=grassroots&nam=2024"))
    desk.filters()
    press(page, words.by_term)
    desk.reading()
    assert "nam" not in query(page)
    expect(page.locator(".ud-filter")).to_contain_text(words.term)
    link = open_table(page, "ranking").get_by_role("link").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    wait_ready(page)
    assert query(page)["nhiem_ky"]
    expect_the_same(desk, new_context, "/ho-so?")


@looks((1440, "dark", "vi"), (390, "light", "en"))
def test_three_branches_side_by_side_are_taken_away_and_sent_as_a_link(desk: Desk, new_context: NewContext) -> None:
    page, words = desk.page, desk.words
    open_page(page, desk.address("/so-sanh?nam=2025"))
    page.get_by_role("button", name=words.ready).click()
    wait_ready(page)
    rows = table_rows(page, "compare")
    assert page.locator(".ud-beside thead th[scope=col]").count() >= 3
    expect_the_same(desk, new_context, "/so-sanh?")
    found = csv_rows(file_of(page, "compare", words.csv))
    assert [row[words.branch] for row in found] == [row[words.branch] for row in rows]
    assert len({row[words.branch] for row in found}) == 3
    book = openpyxl.load_workbook(io.BytesIO(file_of(page, "compare", words.xlsx).read_bytes()))
    heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    assert [line[heads.index(words.branch)] for line in lines] == [row[words.branch] for row in rows]


@looks((390, "dark", "en"))
def test_a_table_of_choice_comes_as_parquet_with_the_rows_on_the_screen(desk: Desk) -> None:
    page, words = desk.page, desk.words
    open_page(page, desk.address("/bang-so-lieu?nam=2025&tinh=Vĩnh Long"))
    rows = table_rows(page, "grid")
    frame = pd.read_parquet(file_of(page, "grid", words.parquet))
    names = [row[words.branch] for row in rows if row[words.branch] in set(frame.iloc[:, 0])]
    assert names
    assert list(frame.iloc[:, 0]) == names


@looks((1440, "light", "vi"))
def test_the_whole_page_comes_as_word_pdf_and_workbook_with_its_headline_figures(desk: Desk) -> None:
    page, words = desk.page, desk.words
    open_page(page, "/cham-lo?nam=2025")
    figures = [re.sub(r"\s", "", text.split("\n")[1]) for text in headlines(page)]
    assert len(figures) >= 3
    page.get_by_role("button", name=words.take).click()
    letter = docx.Document(str(briefing(page, words.word)))
    told = " ".join(cell.text for table in letter.tables for row in table.rows for cell in row.cells)
    told += " ".join(paragraph.text for paragraph in letter.paragraphs)
    sheets = " ".join(leaf.extract_text() for leaf in PdfReader(briefing(page, words.pdf)).pages)
    for text in (told, sheets):
        plain = re.sub(r"\s", "", text)
        assert not [figure for figure in figures if figure not in plain]
    with page.expect_download() as arriving:
        page.get_by_role("button", name=words.whole).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(arriving.value.path()).read_bytes()))
    cells = {str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line}
    names = [row["Đơn vị"] for row in table_rows(page, "spending")]
    assert set(names) <= cells


def file_of(page: Page, key: str, button: str) -> Path:
    """The file that a card's button gives; its table is unfolded."""
    open_table(page, key)
    with page.expect_download() as arriving:
        card(page, key).get_by_role("button", name=button).click()
    return Path(arriving.value.path())


def briefing(page: Page, names: tuple[str, str]) -> Path:
    """The file that a button makes and another one gives."""
    page.get_by_role("button", name=names[0]).click()
    done = page.get_by_role("button", name=names[1])
    expect(done).to_be_visible(timeout=60_000)
    with page.expect_download() as arriving:
        done.click()
    return Path(arriving.value.path())
