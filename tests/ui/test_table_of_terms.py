"""The data table of terms says of a sum of some years how many of how many, on the screen and in its files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from etl.build import build
from tests.conftest import BuiltOnce
from tests.etl.facts import write_folder
from tests.ui.opening import opened
from tests.ui.seen import see
from ui import cards
from ui.cards import Card
from ui.downloads import Export, csv_bytes, xlsx_bytes
from ui.screen import current

BRANCHES = [f"b{n},Công đoàn cơ sở Số {n},grassroots,health,Hà Nội,,x1" for n in range(3)]
# Each names the term; 0 has two of its three years, 1 all of them, 2 none.
FIGURES = [
    *(f"b{n},committee_members,term,2020-01-01,2022-12-31,1,9,exact,reported,x1,1," for n in range(3)),
    *(
        f"{branch},members_admitted,year,{year}-01-01,{year}-12-31,1,{value},exact,reported,x1,1,"
        for branch, year, value in (("b0", 2020, 3), ("b0", 2021, 4), ("b1", 2020, 5), ("b1", 2021, 6), ("b1", 2022, 7))
    ),
]
HEAD = "Đoàn viên kết nạp mới (người)"
YEARS, OF_TERM = f"{HEAD}: số năm có số liệu", f"{HEAD}: số năm của nhiệm kỳ"
ADMITTED = {"chi_so": "members_admitted"}


@pytest.fixture(autouse=True)
def parts(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def into(folder: Path) -> None:
        facts = tmp_path_factory.mktemp("facts") / "parts"
        sources = ["x1,Báo,Tin,,2023-01-01"]
        write_folder(facts, sources=sources, branches=BRANCHES, observations=FIGURES, targets=[])
        build([facts], warehouse=folder, as_of=date(2024, 1, 1))

    monkeypatch.setenv("UNION_WAREHOUSE", str(built_once("parts", into)))


def exported(monkeypatch: pytest.MonkeyPatch, **query: str) -> Export:
    """What the page would write into a file."""
    return _exports(monkeypatch, "bang_so_lieu", "grid", cap="grassroots", **ADMITTED, **query)[0]


def _exports(monkeypatch: pytest.MonkeyPatch, screen: str, key: str, **query: str) -> list[Export]:
    made = []

    def show(card: Card, screen: object) -> None:
        if card.key == key:
            made.append(cards.export_of(card, current()))

    for where in ("ui.cards.show", "ui.blocks.show", "ui.compare_cards.show"):
        monkeypatch.setattr(where, show)
    opened(screen, **query)
    return made


def from_csv(export: Export) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(export).decode("utf-8-sig"))))


def from_xlsx(export: Export) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(export))).get_sheet_by_index(0).to_python()


def test_a_cell_that_sums_some_years_of_a_term_says_how_many() -> None:
    page = see("bang_so_lieu", cap="grassroots", nhiem_ky="XIII", chi_so="members_admitted")
    cells = {row["Đơn vị"]: row[HEAD] for row in page.rows("Đơn vị", HEAD)}
    assert cells["Công đoàn cơ sở Số 0"] == "7 (2/3 năm)"
    assert cells["Công đoàn cơ sở Số 1"] == "18"
    assert cells["Công đoàn cơ sở Số 2"] == "–"
    # The sum below holds whole terms alone, and says so.
    assert "18 (1/3)" in page.words
    assert "1 đơn vị mới có số liệu của một phần nhiệm kỳ" in page.words
    assert YEARS not in page.words


@pytest.mark.parametrize("read", [from_csv, from_xlsx])
def test_the_files_tell_the_years_as_two_numbers_and_no_upper_bound_of_a_part(
    read: Callable[[Export], list[list[object]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = read(exported(monkeypatch, nhiem_ky="XIII"))
    head = next(row for row in rows if YEARS in row)
    found = {row[0]: row for row in rows[rows.index(head) + 1 :] if row}
    names = (HEAD, f"{HEAD}: cận dưới", f"{HEAD}: cận trên", f"{HEAD}: cách viết", YEARS, OF_TERM)
    cells = [[_plain(found[f"Công đoàn cơ sở Số {n}"][head.index(name)]) for name in names] for n in range(3)]
    assert cells == [["7", "7", "", "7 (2/3 năm)", "2", "3"], ["18", "18", "18", "18", "", ""], [""] * 6]


def test_the_file_of_a_ranking_tells_no_upper_bound_of_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    (export,) = _exports(monkeypatch, "doan_vien", "ranking", cap="grassroots", nhiem_ky="XIII", **ADMITTED)
    head, *rows = from_csv(export)
    names = [f"{HEAD}{end}" for end in ("", ": cận dưới", ": cận trên")]
    assert [[row[head.index(name)] for name in names] for row in rows] == [["18", "18", "18"], ["7", "7", ""]]


def _plain(cell: object) -> str:
    """A whole number of a workbook as a text file has it."""
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def test_groups_and_years_tell_no_years_of_a_term(monkeypatch: pytest.MonkeyPatch) -> None:
    page = see("bang_so_lieu", cap="grassroots", nhiem_ky="XIII", chi_so="members_admitted", dong="tinh")
    assert {row["Tỉnh, thành phố"]: row[HEAD] for row in page.rows("Tỉnh, thành phố", HEAD)}["Hà Nội"] == "18 (1/3)"
    assert "1 đơn vị mới có số liệu của một phần nhiệm kỳ" in page.words
    assert YEARS not in {column.label for column in exported(monkeypatch, nam="2021").table.columns}


def test_the_file_of_branches_side_by_side_tells_no_upper_bound_of_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"cap": "grassroots", "nhiem_ky": "XIII", "ky": "XIII", "ss": "b0,b1", **ADMITTED}
    (export,) = _exports(monkeypatch, "so_sanh", "compare", **asked)
    head, *rows = from_csv(export)
    names = [f"Số liệu{end}" for end in ("", ": cận dưới", ": cận trên")]
    assert [[row[head.index(name)] for name in names] for row in rows] == [["7", "7", ""], ["18", "18", "18"]]
