"""What a sheet says otherwise than by its values is not read as a number: struck or raised text, units in notes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from etl.check import CheckedFile, CheckResult, check_files
from etl.workbook.beside_cells import printed_words
from etl.workbook.cells import read_cells
from etl.workbook.layout import FIGURE_SHEET
from etl.workbook.rejected import write_rejected
from tests.etl.facts import build_folder, write_folder
from tests.etl.templates import HEALTH, Filled, new_template

STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")
BOLD, AS_IT_IS = InlineFont(b=True), InlineFont(strike=False, vertAlign="baseline")
MONEY = 250_000
Fill = Callable[[Filled], object]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    return build_folder(write_folder(folder / "in", observations=[])).snapshot


def checked(path: Path, snapshot: Path) -> CheckResult:
    return check_files([CheckedFile(path, path.name)], snapshot=snapshot)


def outcome(result: CheckResult) -> tuple[list[str], list[float]]:
    """The rules of what is refused, and the values of what is not."""
    return sorted(result.rejects["rule"]), sorted(result.rows["value"])


def twice(folder: Path, snapshot: Path, fill: Fill) -> tuple[CheckResult, CheckResult]:
    """A filled template checked, and what is handed back of it checked unchanged."""
    with Filled(new_template(folder / "t.xlsx")) as sheet:
        fill(sheet)
    result = checked(folder / "t.xlsx", snapshot)
    write_rejected(folder / "back.xlsx", result)
    return result, checked(folder / "back.xlsx", snapshot)


def rich(*parts: str | TextBlock) -> Fill:
    return lambda sheet: sheet.figure("b1", "members_total", "2025", CellRichText(*parts))


@pytest.mark.parametrize(
    "parts",
    [
        (TextBlock(STRUCK, "150"), " 250"),
        ("12", TextBlock(RAISED, "1")),
        ("1.2", TextBlock(InlineFont(vertAlign="subscript"), "00")),
        ("60 ", TextBlock(STRUCK, "người")),
    ],
)
def test_a_figure_with_text_struck_out_raised_or_lowered_is_refused_also_when_it_comes_back(
    tmp_path: Path, snapshot: Path, parts: tuple[str | TextBlock, ...]
) -> None:
    for result in twice(tmp_path, snapshot, rich(*parts)):
        assert outcome(result) == (["struck_text"], [])


def test_a_figure_in_bold_or_with_marks_switched_off_is_read(tmp_path: Path, snapshot: Path) -> None:
    fill = rich(TextBlock(BOLD, "1"), TextBlock(AS_IT_IS, "2"), TextBlock(STRUCK, " "), "5")
    assert outcome(twice(tmp_path, snapshot, fill)[0]) == ([], [125.0])


def test_a_cell_that_is_struck_out_as_a_whole_is_refused_whatever_it_holds(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        for when, value in (("2024", 60), ("2025", "≥ 61")):
            sheet.figure("b1", "members_total", when, value).font = Font(strike=True)
        sheet.figure("b2", "members_total", "2025", 62).font = Font(bold=True)
        sheet.target(
            1, branch_name=HEALTH.name_vi, metric_name="Tổng số đoàn viên", period_name="2025", cadence="Mỗi năm",
            comparator="≥", value=80, attained_value=70,
        )  # fmt: skip
        sheet.targets.cell(5, sheet.column_of(sheet.targets, "attained_value")).font = Font(strike=True)

    first, back = twice(tmp_path, snapshot, fill)
    assert outcome(first) == (["struck_text"] * 3, [62.0])
    assert outcome(back) == (["struck_text"] * 3, [])


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ("<r><rPr><strike/></rPr><t>150</t></r><r><t> 250</t></r>", (["struck_text"], [])),
        ('<r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', (["struck_text"], [])),
        ('<r><rPr><b/></rPr><t>12</t></r><r><rPr><strike val="0"/></rPr><t>5</t></r>', ([], [125.0])),
    ],
)
def test_rich_text_that_cells_share_is_looked_at_too(
    tmp_path: Path, snapshot: Path, runs: str, expected: tuple[list[str], list[float]]
) -> None:
    path = new_template(tmp_path / "t.xlsx")
    with Filled(path) as sheet:
        place = sheet.figures.cell(sheet.row_of("b1", "members_total"), 8).coordinate
    with zipfile.ZipFile(new_template(path)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    texts = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = texts.replace("</sst>", f"<si>{runs}</si></sst>")
    cell = f'<c r="{place}" t="s"><v>{texts.count("<si>")}</v></c>'
    figures = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = re.sub(rf'<c r="{place}"[^>]*/>', cell, figures)
    assert parts["xl/worksheets/sheet2.xml"] != figures
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert outcome(checked(path, snapshot)) == expected


def test_old_workbooks_tell_of_struck_and_raised_text_too(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    page = old.add_sheet("Số liệu")
    struck, raised, plain = xlwt.Font(), xlwt.Font(), xlwt.Font()
    struck.struck_out, raised.escapement = True, xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    whole = xlwt.XFStyle()
    whole.font = struck
    page.write(0, 0, 60, whole)
    page.write_rich_text(0, 1, [("150", struck), (" 250", plain)])
    page.write_rich_text(0, 2, [("12", plain), ("1", raised)])
    page.write_rich_text(0, 3, [("12", plain), ("5", plain)])
    page.write(0, 4, 61)
    old.save(str(tmp_path / "t.xls"))
    (sheet,) = read_cells(tmp_path / "t.xls")
    assert sheet.struck == {(0, 0), (0, 1), (0, 2)}


def money(sheet: Filled) -> None:
    """Money of two branches and years, and one count."""
    for branch in ("b1", "b2"):
        for when in ("2024", "2025"):
            sheet.figure(branch, "visits_amount", when, MONEY)
    sheet.figure("b1", "members_total", "2025", 60)


def noted(place: Callable[[Filled], tuple[int, int]], text: str) -> Fill:
    def fill(sheet: Filled) -> None:
        money(sheet)
        sheet.figures.cell(*place(sheet)).comment = Comment(text, "An")

    return fill


def printed(text: str) -> Fill:
    def fill(sheet: Filled) -> None:
        money(sheet)
        sheet.figures.oddHeader.center.text = text

    return fill


def figure_place(sheet: Filled) -> tuple[int, int]:
    return sheet.row_of("b1", "visits_amount"), sheet.column_of(sheet.figures, "2025")


def heading_place(sheet: Filled) -> tuple[int, int]:
    return 4, sheet.column_of(sheet.figures, "2025")


def unit_place(sheet: Filled) -> tuple[int, int]:
    return sheet.row_of("b1", "visits_amount"), sheet.column_of(sheet.figures, "unit_name")


@pytest.mark.parametrize(
    ("fill", "refused"),
    [
        (noted(figure_place, "An:\nnghìn đồng"), 1),
        (noted(figure_place, "số này tính bằng nghìn đồng"), 1),
        (noted(heading_place, "ĐVT: nghìn đồng"), 2),
        (noted(unit_place, "triệu"), 2),
        (noted(lambda _: (1, 3), "Đơn vị tính: triệu đồng"), 4),
        (printed("ĐVT: nghìn đồng"), 4),
        (noted(figure_place, "đã chi 12 triệu đồng cho đoàn viên nữ; ĐVT: đồng"), 0),
        (noted(heading_place, "cả năm, theo báo cáo"), 0),
        (printed("Biểu 1, trang &P"), 0),
    ],
)
def test_money_beside_which_a_note_or_print_header_names_another_unit_is_refused_also_when_it_comes_back(
    tmp_path: Path, snapshot: Path, fill: Fill, refused: int
) -> None:
    first, back = twice(tmp_path, snapshot, fill)
    assert outcome(first) == (["unit_mismatch"] * refused, [60.0, *[MONEY] * (4 - refused)])
    if refused:
        assert outcome(back) == (["unit_mismatch"] * refused, [])


def test_a_note_that_says_the_unit_of_its_row_again_changes_nothing(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        row, column = unit_place(sheet)
        sheet.figures.cell(row, column).value = "nghìn đồng"
        cell = sheet.figure("b1", "visits_amount", "2025", 250)
        cell.comment = Comment("An:\nĐVT: nghìn đồng", "An")

    assert outcome(twice(tmp_path, snapshot, fill)[0]) == ([], [250_000.0])


def test_a_level_of_money_with_a_note_is_refused_and_held_back(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        name = openpyxl.load_workbook(tmp_path / "t.xlsx")[FIGURE_SHEET].cell(*_name_place(sheet)).value
        sheet.target(1, branch_name=HEALTH.name_vi, metric_name=name, period_name="2025", cadence="Mỗi năm",
                     comparator="≥", value=MONEY)  # fmt: skip
        sheet.targets.cell(5, sheet.column_of(sheet.targets, "value")).comment = Comment("nghìn đồng", "An")

    for result in twice(tmp_path, snapshot, fill):
        assert outcome(result) == (["unit_mismatch"], [])


def _name_place(sheet: Filled) -> tuple[int, int]:
    return sheet.row_of("b1", "visits_amount"), sheet.column_of(sheet.figures, "metric_name")


def test_money_whose_metric_is_not_known_stays_held_back_when_its_name_is_put_right(
    tmp_path: Path, snapshot: Path
) -> None:
    def fill(sheet: Filled) -> None:
        printed("ĐVT: nghìn đồng")(sheet)
        row, column = _name_place(sheet)
        sheet.figures.cell(row, column).value = "Chi thăm ai đó"
        sheet.figures.cell(row, sheet.column_of(sheet.figures, "metric_id")).value = None

    back = twice(tmp_path, snapshot, fill)[1]
    found = [text for text in back.rejects["found"] if "Chưa rõ đơn vị tiền" in text]
    assert (len(found), len(back.rows)) == (4, 0)


def test_the_codes_of_a_print_header_are_no_words() -> None:
    text = '&L&"Arial,Bold"&12ĐVT: 1.000 đồng&C&K01+000Tổng hợp && báo cáo&RTrang &P/&N'
    assert printed_words(text) == ["ĐVT: 1.000 đồng", "Tổng hợp & báo cáo", "Trang  /"]
