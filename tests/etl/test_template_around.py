"""What stands around and below a table: units of money, further headings, columns of no period; none is overlooked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from etl.check import CheckedFile, CheckResult, check_files
from etl.workbook.layout import FIGURE_SHEET
from etl.workbook.rejected import write_rejected
from etl.workbook.units import UnitAround, unit_around
from tests.etl.facts import build_folder, rows_of, write_folder
from tests.etl.templates import HEALTH, METRICS, Filled, new_template
from tests.etl.test_template import loaded

K, M = UnitAround(1000), UnitAround(10**6)
TEXTS = [
    (["Biểu tổng hợp số liệu (đơn vị tiền: nghìn đồng)"], K),
    (["Đơn vị tính - nghìn đồng"], K),
    (["Đơn vị tính: nghìn đồng, người"], K),
    (["Số liệu (nghìn đồng)", "ĐVT: 1.000đ"], K),
    (["(Đơn vị tính: triệu đồng)", "Công đoàn tỉnh"], M),
    (["Đơn vị: Công đoàn tỉnh", "Hỗ trợ 5 triệu đồng cho đoàn viên", "Triệu đồng chí"], UnitAround()),
    (["Số liệu nghìn đồng"], UnitAround(unclear="“Số liệu nghìn đồng”")),
    (["ĐVT: đồng", "ĐVT: tr.đ"], UnitAround(unclear="“ĐVT: đồng”, “ĐVT: tr.đ”")),
]


@pytest.mark.parametrize(("texts", "unit"), TEXTS)
def test_texts_around_a_table_say_a_unit_of_money_or_leave_it_unclear(texts: list[str], unit: UnitAround) -> None:
    assert unit_around(texts) == unit


def above(text: str) -> Callable[[Filled], None]:
    def fill(sheet: Filled) -> None:
        sheet.figures.cell(2, 3).value = text

    return fill


def below(sheet: Filled) -> None:
    sheet.figures.cell(sheet.figures.max_row + 2, 3).value = "Đơn vị tính: nghìn đồng"


def named(sheet: Filled) -> None:
    sheet.figures.title = "Số liệu (nghìn đồng)"


def noted(sheet: Filled) -> None:
    sheet.figures.cell(
        sheet.row_of("b1", "visits_amount"), sheet.column_of(sheet.figures, "note")
    ).value = "ĐVT: nghìn đồng"


def beside(sheet: Filled) -> None:
    sheet.figures.cell(6, 20).value = "tính theo nghìn đồng"


@pytest.mark.parametrize("row_unit", ["đồng", ""])
@pytest.mark.parametrize("fill", [above("Đơn vị tính: nghìn đồng, người"), below, named, noted, beside])
def test_a_unit_wherever_it_stands_is_honoured_or_its_money_refused(
    tmp_path: Path, fill: Callable[[Filled], None], row_unit: str
) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "visits_amount", "2025", 2_500_000)
        sheet.figures.cell(sheet.row_of("b1", "visits_amount"), 6).value = row_unit
        sheet.figure("b2", "members_total", "2025", 7)
        fill(sheet)
    result = loaded(tmp_path)
    is_honoured = not row_unit and fill not in (noted, beside)
    money = [(2.5e9,)] if is_honoured else []
    assert rows_of(result, "select value from observation order by 1 desc") == [*money, (7.0,)]
    assert list(result.rejects["rule"]) == ([] if is_honoured else ["unit_mismatch"])


def second_table(sheet: Filled) -> None:
    row = sheet.figures.max_row + 3
    for at, texts in ((row, ("Đơn vị", "Nhóm", "Chỉ số", "Đơn vị tính", "Năm 2023")),):
        for column, text in enumerate(texts, start=3):
            sheet.figures.cell(at, column).value = text
    for column, value in enumerate((HEALTH.name_vi, None, "Tổng số đoàn viên", "người", 41), start=3):
        sheet.figures.cell(row + 1, column).value = value


def test_rows_below_a_second_heading_are_of_its_own_periods(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2024", 54)
        second_table(sheet)
    result = loaded(tmp_path)
    assert rows_of(result, "select year(period_start), value from observation order by 1") == [
        (2023, 41.0),
        (2024, 54.0),
    ]
    assert result.rejects.empty


def stray_columns(sheet: Filled) -> None:
    row = sheet.row_of("b1", "members_total")
    headings = ("Quý I/2025", "9 tháng năm 2025", "STT", "Nhận xét", "Năm 2025 (nghìn đồng)", "Năm 2022")
    for column, (heading, value) in enumerate(
        zip(headings, (77, "66 người", 1, "còn 3 tổ chưa rõ", "1,5", 99), strict=True), start=20
    ):
        sheet.figures.cell(4, column).value = heading
        sheet.figures.cell(row, column).value = value
    sheet.figures.cell(row + 30, 20).value = 5


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_folder(write_folder(tmp_path_factory.mktemp("published") / "in", observations=[])).snapshot


def checked(path: Path, snapshot: Path) -> CheckResult:
    result = check_files([CheckedFile(path, path.name)], snapshot=snapshot, as_of=date(2026, 11, 21))
    assert (result.inputs["rows_in"] == result.inputs["rows_accepted"] + result.inputs["rows_rejected"]).all()
    return result


def values(result: CheckResult) -> list[tuple[str, int, float]]:
    rows = zip(*(result.rows[name] for name in ("metric_id", "period_start", "value")), strict=True)
    return sorted((metric, start.year, value) for metric, start, value in rows)


def test_figures_below_a_heading_of_no_period_are_refused_and_go_back(tmp_path: Path, snapshot: Path) -> None:
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        stray_columns(sheet)
    first = checked(tmp_path / "t.xlsx", snapshot)
    assert values(first) == [("members_total", 2022, 99.0)]
    assert sorted(first.rejects["found"]) == [
        "9 tháng năm 2025: 66 người",
        "Năm 2025 (nghìn đồng): 1,5",
        "Quý I/2025: 77",
    ]
    assert set(first.rejects["rule"]) == {"bad_period"}
    write_rejected(tmp_path / "back.xlsx", first)
    again = checked(tmp_path / "back.xlsx", snapshot)
    assert sorted(again.rejects["found"]) == sorted(first.rejects["found"])
    assert again.rows.empty
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    (heading,) = (cell for cell in book[FIGURE_SHEET][4] if cell.value == "Quý I/2025")
    heading.value = "Từ 01/01/2025 đến 31/03/2025"
    book.save(tmp_path / "back.xlsx")
    assert values(checked(tmp_path / "back.xlsx", snapshot)) == [("members_total", 2025, 77.0)]


def test_money_whose_unit_does_not_go_back_with_it_and_odd_displays_are_typed_anew(
    tmp_path: Path, snapshot: Path
) -> None:
    with Filled(new_template(tmp_path / "t.xlsx", metrics=[*METRICS, "loans_amount"])) as sheet:
        above("Đơn vị tính: nghìn đồng")(sheet)
        sheet.figure("b1", "visits_amount", "2025", 2_500_000)
        sheet.figure("b2", "members_total", "2025", 54).number_format = ";;;"
        sheet.figure("b1", "loans_amount", "2025", 12_500_000).number_format = "0.0,,"
        sheet.target(1, branch_name=HEALTH.name_vi, metric_name="Tổng số đoàn viên", period_name="2025", value=5)
    first = checked(tmp_path / "t.xlsx", snapshot)
    write_rejected(tmp_path / "back.xlsx", first)
    again = checked(tmp_path / "back.xlsx", snapshot)
    assert again.rows.empty
    assert sorted(again.rejects["rule"]) == sorted(first.rejects["rule"])
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    texts = {cell.value: cell for row in book[FIGURE_SHEET] for cell in row}
    texts["Chưa rõ đơn vị tiền: 2500000"].value = 2_500_000_000
    texts["Chưa rõ đơn vị tiền: 12500000"].value = 12_500_000
    texts["Ô hiện số khác: 54"].value = 54
    book.save(tmp_path / "back.xlsx")
    assert values(checked(tmp_path / "back.xlsx", snapshot)) == [
        ("loans_amount", 2025, 12.5e6),
        ("members_total", 2025, 54.0),
        ("visits_amount", 2025, 2.5e9),
    ]
