"""Briefings and workbooks of real pages: the figures of the screen, A4, repeated heads, names as text, no browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from etl.build import build
from tests.conftest import AS_OF, ROOT
from tests.ui.opening import opened
from ui import access, cards, formats, screen, theme
from ui.briefing import chromium, control, gather, make, model, pdf, word, workbook
from ui.cards import Card
from ui.screen import Screen
from ui.tables import cell_text, html_table
from ui.texts import LANGUAGE

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
BRANCH = "s003-so-tttt-phu-tho"
HOSTILE = '<script>alert(1)</script> & "Đ" =1+1'
OBSERVATIONS = (
    "branch_id metric_id period_kind period_start period_end part value qualifier status source_id paragraph note"
)
TARGETS = (
    "branch_id metric_id period_kind period_start period_end cadence comparator value attained_value attained_pct "
    "source_id paragraph note"
)
# One white point, where a test looks at words and not at charts.
POINT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f0001010100"
    "1bb6ee560000000049454e44ae426082"
)
A4 = (595.0, 842.0)


@dataclass(frozen=True)
class Page:
    """A page as it was drawn: its screen, and the session."""

    screen: Screen
    app: AppTest


@pytest.fixture
def drawn(snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    """Draw a page by its link; afterwards language and screen are those of the page."""
    caught: list[tuple[Screen, str]] = []
    offer = control.offer

    def offered(place: Any, now: Screen, picks: Any) -> None:
        caught.append((now, LANGUAGE.get()))
        offer(place, now, picks)

    monkeypatch.setattr(control, "offer", offered)
    # The page that loads figures is drawn for stewards alone.
    monkeypatch.setattr(access, "steward", access.Steward)

    def draw(page: str, **query: str) -> Page:
        app = opened(page, **query)
        now, lang = caught[-1]
        LANGUAGE.set(lang)
        screen.CURRENT.set(now)
        return Page(now, app)

    before = LANGUAGE.set(LANGUAGE.get())
    yield draw
    LANGUAGE.reset(before)


@pytest.fixture(scope="module")
def running() -> Iterator[chromium.Chromium]:
    """One browser for the tests of this file, beside the one that a briefing starts for itself."""
    with chromium.folder() as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chromium, "LIFE_SECONDS", 600.0)
            started = chromium.Chromium(chromium.executable(), folder)
        yield started
        started.end()


def quietly(share: float, text: str) -> None:
    """Nobody looks at the progress."""
    assert 0 <= share <= 1
    assert text


def shots(briefing: model.Briefing) -> list[bytes]:
    return [POINT] * len(briefing.pictures)


def squeezed(text: str) -> str:
    """Letters alone: where lines break is the printer's choice."""
    return re.sub(r"\s+", "", text)


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def docx_tables(data: bytes) -> list[list[list[str]]]:
    return [[[c.text for c in r.cells] for r in t.rows] for t in docx.Document(io.BytesIO(data)).tables]


def grids(briefing: model.Briefing) -> list[model.Grid]:
    return [p.grid for p in briefing.parts if isinstance(p, model.Panel) and p.grid is not None]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_makes_a_word_document_a_pdf_and_a_workbook(
    drawn: Callable[..., Page], running: chromium.Chromium, name: str
) -> None:
    now = drawn(name).screen
    briefing = gather.briefing(now, "https://a.vn/x")
    assert briefing.title
    found = docx.Document(io.BytesIO(word.document(briefing, shots(briefing))))
    assert briefing.title in [p.text for p in found.paragraphs]
    assert {round(min(s.page_width.mm, s.page_height.mm)) for s in found.sections} == {210}
    for section in found.sections:
        fields = [f.get(qn("w:instr")) for f in section.footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
    reader = PdfReader(io.BytesIO(pdf.printed(running, pdf.html(briefing, [""] * len(briefing.pictures)))))
    sizes = {tuple(sorted(map(float, p.mediabox[2:]))) for p in reader.pages}
    assert all(abs(a - b) < 2 for size in sizes for a, b in zip(size, A4, strict=True))
    first = squeezed(reader.pages[0].extract_text())
    assert squeezed(briefing.title) in first
    assert squeezed(f"Trang 1 / {len(reader.pages)}") in first
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook(now)))
    tables = [x for x in now.shown if isinstance(x, Card)]
    assert len(book.sheetnames) == len(tables) + 4
    assert not [c for s in book for line in s.iter_rows() for c in line if c.data_type == "f"]


def test_every_file_holds_the_figures_of_the_screen(drawn: Callable[..., Page], running: chromium.Chromium) -> None:
    now = drawn("doan_vien", nam="2025").screen
    briefing = gather.briefing(now)
    documents = docx_tables(word.document(briefing, shots(briefing)))
    text = pdf_text(pdf.printed(running, pdf.html(briefing, [""] * len(briefing.pictures))))
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook(now)))
    shown = [x for x in now.shown if isinstance(x, Card)]
    assert len(shown) >= 3
    numbered = set()
    for place, (card, grid) in enumerate(zip(shown, grids(briefing), strict=True)):
        on_screen = html_table(card.table, now.profile_link)
        for head, *cells in zip(grid.heads, *grid.rows, strict=True):
            column = next(c for c in card.table.columns if c.label == head.label and not c.only_in_files)
            if column.kind == "sources":
                continue
            said = [cell_text(column, r) for r in card.table.records()][: gather.ROWS]
            assert [c.text for c in cells] == said
            assert all(formats.escape(one) in on_screen for one in said)
            if column.kind != "amount":
                continue
            numbered.add(card.key)
            for name, data in (("csv", cards.WRITERS["csv"][1]), ("xlsx", None)):
                assert file_column(card, now, book.worksheets[1 + place], column.label, data)[: len(said)] == [
                    "" if one == formats.MISSING else one for one in said
                ], name
        rows = [[h.label for h in grid.heads], *[[c.text for c in row] for row in grid.rows]]
        assert rows in [table[: len(rows)] for table in documents]
        assert all(squeezed(cell) in text for row in rows for cell in row)
    assert len(numbered) >= 2


def file_column(card: Card, now: Screen, sheet: Any, label: str, write: Any) -> list[str]:
    """How the amounts of a column are written in the card's CSV file, or in its sheet of the workbook."""
    name = f"{label}: cách viết"
    if write is not None:
        text = write(cards.export_of(card, now)).decode("utf-8-sig")
        return [r[name] for r in csv.DictReader(io.StringIO(text, newline=""))]
    heads, *rows = [[c.value for c in line] for line in sheet.iter_rows()]
    return [str(r[heads.index(name)] or "") for r in rows]


def test_vietnamese_is_read_back_from_the_pdf(drawn: Callable[..., Page], running: chromium.Chromium) -> None:
    briefing = gather.briefing(drawn("ho_so", don_vi=BRANCH).screen)
    text = pdf_text(pdf.printed(running, pdf.html(briefing, [""] * len(briefing.pictures))))
    for words in ("Công đoàn cơ sở Sở Thông tin và Truyền thông", "Lượt đề bạt bổ nhiệm", "Nguồn số liệu"):
        assert squeezed(words) in text


def test_heads_repeat_and_rows_stay_whole(drawn: Callable[..., Page], running: chromium.Chromium) -> None:
    briefing = gather.briefing(drawn("ho_so", don_vi=BRANCH).screen)
    assert briefing.pictures
    # The tables are what is looked at here, so the charts stay out.
    parts = (replace(p, picture=None) if isinstance(p, model.Panel) else p for p in briefing.parts)
    briefing = replace(briefing, parts=tuple(parts))
    document = docx.Document(io.BytesIO(word.document(briefing, [])))
    lined = [t for t in document.tables if t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(lined) == len(grids(briefing))
    assert all(r._tr.find(f".//{qn('w:cantSplit')}") is not None for t in document.tables for r in t.rows)
    pages = PdfReader(io.BytesIO(pdf.printed(running, pdf.html(briefing, [])))).pages
    longest = max(grids(briefing), key=lambda grid: len(grid.rows))
    heads = squeezed("".join(h.label for h in longest.heads))
    assert sum(heads in squeezed(p.extract_text()) for p in pages) >= 2


def test_pictures_are_drawn_for_both_files_and_say_what_they_show(drawn: Callable[..., Page]) -> None:
    now = drawn("doan_vien", nam="2025").screen
    briefing = gather.briefing(now)
    assert briefing.pictures
    steps: list[str] = []
    file = make.made("word", briefing, lambda share, text: steps.append(text))
    document = docx.Document(io.BytesIO(file.data))
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [p.alt for p in briefing.pictures]
    assert len(file.data) > 20_000 * len(briefing.pictures)
    assert len(steps) == len(set(steps)) == len(briefing.pictures) + 2
    printed = make.made("pdf", briefing, quietly)
    assert printed.name == file.name.replace(".docx", ".pdf")
    # The names beside the bars are letters in the PDF, in the project's font.
    tick = briefing.pictures[0].figure["layout"]["yaxis"]["ticktext"][0]
    assert squeezed(re.split("<[^>]*>", tick)[0]) in pdf_text(printed.data)
    fonts = {str(f) for p in PdfReader(io.BytesIO(printed.data)).pages for f in fonts_of(p)}
    assert any("BeVietnamPro" in name for name in fonts)


def fonts_of(page: Any) -> list[str]:
    found = page["/Resources"].get("/Font", {})
    # Drawn signs such as those of a pattern are a font without a name.
    return [found[key].get_object().get("/BaseFont", "") for key in found]


@pytest.mark.parametrize("name", ["tong_quan", "cham_lo", "thi_dua", "chi_tieu", "bien_dong"])
def test_paper_is_light_whatever_the_theme_of_the_screen(
    drawn: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    query = {"cap": "grassroots", "nhiem_ky": "2017-2022"} if name == "chi_tieu" else {}
    light = gather.briefing(drawn(name, **query).screen)
    monkeypatch.setattr(theme, "palette", lambda kind: theme.DARK)
    dark = drawn(name, **query).screen
    assert dark.colours is theme.DARK
    assert gather.briefing(dark).parts == light.parts


def test_english_screens_make_english_briefings(drawn: Callable[..., Page], running: chromium.Chromium) -> None:
    briefing = gather.briefing(drawn("doan_vien", ngon_ngu="en").screen)
    assert briefing.language == "en"
    text = pdf_text(pdf.printed(running, pdf.html(briefing, [""] * len(briefing.pictures))))
    assert squeezed("Page 1 / ") in text
    assert "Sources" in text
    assert "Trang1/" not in text


def facts(folder: Path) -> Path:
    """Two branches, one of them with a name that would like to act."""
    tables = {
        "sources": [
            ("source_id", "publisher", "title", "url", "published_on"),
            ("s", HOSTILE, HOSTILE, "javascript:alert(1)", ""),
        ],
        "branches": [
            ("branch_id", "name_vi", "tier", "sector", "province", "parent", "source_id"),
            ("x", HOSTILE, "grassroots", "health", "Huế", "", "s"),
            ("y", "=1+1", "grassroots", "health", "Huế", "", "s"),
        ],
        "observations": [
            OBSERVATIONS.split(),
            *[
                (b, "members_total", "as_of", "2024-12-31", "2024-12-31", 1, n, "exact", "reported", "s", "", HOSTILE)
                for b, n in (("x", 54), ("y", 20))
            ],
        ],
        "targets": [TARGETS.split()],
    }
    folder.mkdir()
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def test_a_name_full_of_markup_is_text_in_every_file(
    drawn: Callable[..., Page], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    build([facts(tmp_path / "facts")], warehouse=tmp_path / "warehouse", as_of=date.fromisoformat(AS_OF))
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path / "warehouse"))
    now = drawn("doan_vien", nam="2024", cap="grassroots").screen
    briefing = gather.briefing(now)
    file = make.made("word", briefing, quietly)
    assert any(HOSTILE in row for table in docx_tables(file.data) for row in table)
    document = docx.Document(io.BytesIO(file.data))
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert not [x for x in targets if not x.startswith("http")]
    text = pdf_text(make.made("pdf", briefing, quietly).data)
    assert squeezed(HOSTILE) in text
    assert "&lt;" not in text
    assert squeezed("<script>alert(1)") in squeezed(text)
    html = pdf.html(briefing, [""] * len(briefing.pictures))
    assert "<script" not in html
    assert 'href="javascript' not in html
    book = openpyxl.load_workbook(io.BytesIO(workbook.workbook(now)))
    every = [c for s in book for line in s.iter_rows() for c in line]
    assert {c.value for c in every} >= {HOSTILE, "=1+1"}
    assert not [c for c in every if c.data_type == "f" or c.hyperlink]


def test_without_a_browser_the_reader_is_told_what_to_install(
    drawn: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNION_CHROMIUM", "no-such-browser")
    app = drawn("doan_vien", nam="2025").app
    for kind in ("word", "pdf"):
        app.button(key=f"take_{kind}").click().run()
        assert not app.exception
        assert "Chromium" in app.error[0].value
        assert app.code[0].value == control.INSTALL
        assert not [b for b in app.get("download_button") if b.proto.id.endswith("_file")]


def test_a_click_makes_the_file_and_a_new_filter_drops_it(drawn: Callable[..., Page]) -> None:
    app = drawn("ho_so", don_vi=BRANCH).app

    def offered() -> list[str]:
        return [b.proto.label for b in app.get("download_button") if "Word" in b.proto.label]

    assert not offered()
    app.button(key="take_word").click().run()
    assert not app.exception
    assert not app.error
    assert len(offered()) == 1
    app.run()
    assert not offered()
