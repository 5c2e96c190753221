"""What a person sees in a cell is what is read: formats of cells, units of rows, old workbooks; or it is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt

from etl.quantity import NotStated, money_multiple
from etl.workbook.cells import read_cells
from etl.workbook.layout import FIGURE_SHEET, TemplateBranch
from etl.workbook.number_formats import shown_number, shown_text, shows_more
from etl.workbook.values import Number, Refused, read_value, seen_in
from tests.etl.facts import build_folder, rows_of
from tests.etl.templates import METRICS, Filled, new_template
from tests.etl.test_template import loaded

# What a cell holds, its format, what is seen of it (None: not the number it holds).
SEEN: list[tuple[str, str, str | None]] = [
    ("1250", '#,##0" triệu"', "1.250 triệu"),
    ("1250000000", "#,##0,,", "1.250"),
    ("1250000000", '#,##0,,"tr"', "1.250tr"),
    ("125000", "0.0,", "125,0"),
    ("-1234", "#,##0;(#,##0)", "(1.234)"),
    ("-1234", "#,##0_);\\(#,##0\\)", "(1.234)"),
    ("-1234", "#,##0;[Red]-#,##0", "-1.234"),
    ("-1234", '0" người"', "-1234 người"),
    ("-1234", "#,##0;#,##0", None),
    ("0.256", "0.0%", "25,6%"),
    ("0.25", "0.##%", "25%"),
    ("25.6", '0.0"%"', "25,6%"),
    ("1250", "#,##0\\ [$₫-42A]", "1.250 ₫"),
    ("1500000", '[>=1000000]0.0,," triệu";[>=1000]0.0," nghìn";0', "1,5 triệu"),
    ("1500", '[>=1000000]0.0,," triệu";[>=1000]0.0," nghìn";0', "1,5 nghìn"),
    ("7", '[>=1000000]0.0,," triệu";[>=1000]0.0," nghìn";0', "7"),
    ("7", "[<5]0;[>9]0", None),
    ("7", 'General" người"', "7 người"),
    ("1250000000", "0.00E+00", "1250000000"),
    ("54", ";;;", None),
    ("0", "#,##0;-#,##0;", None),
    ("0", '#,##0;(#,##0);"-"', "-"),
    ("0", '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "-"),
    ("0", '_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', "- ₫"),
    ("0", '#,##0;(#,##0);"-5"', None),
    ("5", '0",000"', None),
    ("1234", "#\\.##0", None),
    ("1234567", "#\\ ##0", "1234567"),
    ("45000", "dd/mm/yyyy", None),
    ("1.5", "[h]:mm", None),
    ("5", '"5"', None),
]


@pytest.mark.parametrize(("held", "code", "seen"), SEEN)
def test_a_format_is_seen_as_a_spreadsheet_shows_it(held: str, code: str, seen: str | None) -> None:
    shown = shown_number(Decimal(held), code)
    assert (shown and shown.text) == seen
    assert shows_more(code)


@pytest.mark.parametrize("code", ["General", "@", "0", "0.00", "#,##0", "#,##0.0", "#0"])
def test_a_format_of_mere_digits_tells_nothing_more(code: str) -> None:
    assert not shows_more(code)


def test_a_text_is_seen_with_the_words_its_format_puts_around_it() -> None:
    assert shown_text("5", '@" triệu"') == "5 triệu"
    assert shown_text("5", "0;-0;;@") == "5"
    assert read_value("12,5", "vnd", code='@" triệu"') == Number("12500000")


# What a cell holds and its format, the unit of its metric, and the number read of it or the rule of refusal.
READ: list[tuple[object, str | None, str, Number | str]] = [
    (1250, '#,##0" triệu"', "vnd", Number("1250000000")),
    (1250, '#,##0" triệu đồng"', "vnd", Number("1250000000")),
    (12.5, '0.0" tr"', "vnd", Number("12500000")),
    (1250000, '"≥ "#,##0', "vnd", Number("1250000", "at_least")),
    (1250, '"≥ "#,##0', "vnd", "amount_too_small"),
    (500, '"trên "0', "person", Number("500", "at_least", True)),
    (500, '"khoảng "0" người"', "person", Number("500", "about")),
    (1250000000, "#,##0,,", "vnd", "display_differs"),
    (125000000, "0.0,", "vnd", "display_differs"),
    (1250000000, '#,##0,," triệu"', "vnd", Number("1250000000")),
    (1250000000, '#,##0,," nghìn"', "vnd", "display_differs"),
    (1234567890, '#,##0,," triệu"', "vnd", Number("1234567890")),
    (1499000, '0,," triệu"', "vnd", Number("1499000", doubts=("rounded_display",))),
    (5, '0" tr"', "person", Number("5000000", doubts=("millions_counted",))),
    ("5 tr", None, "person", Number("5000000", doubts=("millions_counted",))),
    ("12 nghìn", None, "person", Number("12000")),
    (5, '0" cái"', "person", "display_differs"),
    (5, '0" đồng"', "person", "unit_mismatch"),
    (5, "0%", "person", "unit_mismatch"),
    (1.05, "0%", "percent", Number("105")),
    (0.004, "0.0%", "percent", Number("0.4")),
    (0.2564, "0.0%", "percent", Number("25.64")),
    (0.2564, "0%", "percent", Number("25.64", doubts=("rounded_display",))),
    (25.6, '0.0"%"', "percent", Number("25.6")),
    *((share, None, "percent", "ambiguous_percent") for share in (0.85, 1.05, 2, "1,05")),
    (2.01, None, "percent", Number("2.01")),
    ("1,05%", None, "percent", Number("1.05")),
    ("85.123", None, "percent", "ambiguous_number"),
    ("85,123", None, "percent", "ambiguous_number"),
    ("85,12", None, "percent", Number("85.12")),
    (0, '#,##0;(#,##0);"-"', "person", Number("0")),
    (0, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "vnd", Number("0")),
    (0, '_-* #,##0\\ "₫"_-;\\-* #,##0\\ "₫"_-;_-* "-"??\\ "₫"_-;_-@_-', "vnd", Number("0")),
    (0, "#,##0;(#,##0);", "person", "display_differs"),
    (-1234, "#,##0;(#,##0)", "person", Number("-1234")),
    ("1.250", None, "vnd", "amount_too_small"),
    (99999, None, "vnd", "amount_too_small"),
    (100000, None, "vnd", Number("100000")),
    ("1.250 đồng", None, "vnd", Number("1250")),
    ("999 đồng", None, "vnd", "amount_too_small"),
    (0, None, "vnd", Number("0")),
    # Noise of a sum in the sixteenth digit is no fraction of a đồng.
    (12300000.000000002, None, "vnd", Number("12300000")),
    (0.1 + 0.2, "0%", "percent", Number("30")),
]


@pytest.mark.parametrize(("held", "code", "unit", "expected"), READ)
def test_a_number_is_read_as_it_is_seen_or_refused(
    held: int | float | str, code: str | None, unit: str, expected: Number | str
) -> None:
    read = read_value(held, unit, code=code)
    assert (read.rule if isinstance(read, Refused) else read) == expected


# A cell of a row that counts in triệu đồng.
IN_MILLIONS: list[tuple[object, str | None, Number | str]] = [
    (1250, None, Number("1250000000", doubts=("unit_of_row",))),
    ("12,5", None, Number("12500000", doubts=("unit_of_row",))),
    ("≥ 5", None, Number("5000000", "at_least", doubts=("unit_of_row",))),
    (0, None, Number("0")),
    ("500 triệu", None, Number("500000000")),
    (500, '0" triệu"', Number("500000000")),
    (1250000000, "#,##0,,", Number("1250000000", doubts=("unit_of_row",))),
    ("1.250", None, "ambiguous_number"),
    ("1,250", None, "ambiguous_number"),
    ("1 tỷ", None, "unit_mismatch"),
    ("500.000.000 đồng", None, "unit_mismatch"),
    (10**10, None, "bad_number"),
]


@pytest.mark.parametrize(("held", "code", "expected"), IN_MILLIONS)
def test_a_row_in_millions_multiplies_bare_numbers_and_contradicts_others(
    held: int | float | str, code: str | None, expected: Number | str
) -> None:
    read = read_value(held, "vnd", code=code, multiple=10**6)
    assert not isinstance(read, NotStated)
    assert (read.rule if isinstance(read, Refused) else read) == expected


@pytest.mark.parametrize(
    ("unit", "multiple"),
    [
        *(("đồng", 1), ("VNĐ", 1), ("đ", 1), ("₫", 1), ("nghìn đồng", 1000), ("1.000đ", 1000), ("ngàn đồng", 1000)),
        *(("triệu đồng", 10**6), ("tr.đ", 10**6), ("Trđ", 10**6), ("(triệu đồng)", 10**6), ("1.000.000 đồng", 10**6)),
        *(("tỷ đồng", 10**9), ("tỉ", 10**9), ("nghìn tỷ đồng", 10**12)),
        *(("người", None), ("USD", None), ("", None), ("1000 triệu", None), ("đồng chí", None), ("tr người", None)),
    ],
)
def test_a_unit_of_money_says_how_many_dong_it_counts(unit: str, multiple: int | None) -> None:
    assert money_multiple(unit) == multiple


def test_what_is_refused_is_told_as_it_was_seen() -> None:
    assert seen_in(-1234, "#,##0;(#,##0)") == "(1.234)"
    assert seen_in(5, "0%") == "500%"
    assert seen_in(54, ";;;") == "54"
    assert seen_in("(1.234)", None) == "(1.234)"


def test_units_of_rows_and_formats_of_cells_hold_through_a_build(tmp_path: Path) -> None:
    branches = [TemplateBranch(f"b{n}", f"Đơn vị {n}", "grassroots", "other") for n in range(8)]
    with Filled(new_template(tmp_path / "in" / "t.xlsx", branches)) as sheet:
        for number, (unit, value) in enumerate(
            [
                *(("triệu đồng", 1250), ("nghìn đồng", "7500"), ("đồng", 5_000_000), (None, 5_000_000)),
                *(("USD", 5_000_000), ("người", 5_000_000), ("triệu đồng", "5.000.000 đồng")),
            ]
        ):
            row = sheet.figure(f"b{number}", "visits_amount", "2025", value).row
            sheet.figures.cell(row, 6).value = unit
        sheet.figure("b7", "visits_amount", "2025", 1250).number_format = '#,##0" triệu"'
        sheet.figure("b7", "members_total", "2025", -1234).number_format = "#,##0;(#,##0)"
        sheet.figure("b7", "strong_groups_pct", "2025", "85.123")
    result = loaded(tmp_path)
    assert rows_of(result, "select branch_id, value from observation order by 1") == [
        *(("b0", 1.25e9), ("b1", 7.5e6), ("b2", 5e6), ("b3", 5e6), ("b7", 1.25e9)),
    ]
    assert result.rejects[["found", "rule"]].to_numpy().tolist() == [
        ["USD; Năm 2025 (H): 5000000", "unit_mismatch"],
        ["người; Năm 2025 (H): 5000000", "unit_mismatch"],
        ["5.000.000 đồng", "unit_mismatch"],
        ["(1.234)", "negative_value"],
        ["85.123", "ambiguous_number"],
    ]
    doubted = result.findings[result.findings["rule"] == "read_with_doubt"]
    assert sorted(doubted["branch_id"]) == ["b0", "b1"]
    assert any("“1250” đọc là 1250000000; đã nhân theo đơn vị tính" in text for text in doubted["message_vi"])


@pytest.mark.parametrize(
    ("above", "row_unit", "figure", "is_read"),
    [
        ("Đơn vị tính: triệu đồng", "", 12.5, True),
        ("ĐVT: triệu đồng", "triệu đồng", 12.5, True),
        ("(Đơn vị tính: triệu đồng)", "đồng", 12.5, False),
        ("Đơn vị tính: triệu đồng", "đồng", 12_500_000, False),
        ("Đơn vị: Công đoàn tỉnh", "đồng", 12_500_000, True),
    ],
)
def test_a_unit_above_the_table_holds_where_the_row_does_not_contradict_it(
    tmp_path: Path, above: str, row_unit: str, figure: float, is_read: bool
) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "visits_amount", "2025", figure)
        sheet.figures.cell(sheet.row_of("b1", "visits_amount"), 6).value = row_unit
        sheet.figures.cell(2, 9).value = above
        sheet.figure("b2", "members_total", "2025", 7)
    result = loaded(tmp_path)
    money = [12.5e6] if is_read else []
    assert rows_of(result, "select value from observation order by 1 desc") == [*((value,) for value in money), (7.0,)]
    assert list(result.rejects["rule"]) == ([] if is_read else ["unit_mismatch"])


def test_an_old_workbook_keeps_its_percentages_formats_hidden_rows_and_errors(tmp_path: Path) -> None:
    path = new_template(tmp_path / "in" / "t.xlsx")
    with Filled(path) as sheet:
        sheet.figure("b1", "strong_groups_pct", "2024", 1.05).number_format = "0%"
        sheet.figure("b1", "strong_groups_pct", "2025", 0.256).number_format = "0.0%"
        sheet.figure("b1", "visits_amount", "2025", 12.5).number_format = '0.0" triệu"'
        sheet.figure("b2", "visits_amount", "2025", 1250000000).number_format = "#,##0,,"
        sheet.figure("b2", "members_total", "2025", 54)
        hidden = sheet.row_of("b2", "members_total")
    old = xlwt.Workbook()
    for sheet_read in openpyxl.load_workbook(path):
        page = old.add_sheet(sheet_read.title)
        for row in sheet_read.iter_rows():
            for one in row:
                if one.value is not None:
                    style = xlwt.XFStyle()
                    style.num_format_str = one.number_format
                    page.write(one.row - 1, one.column - 1, one.value, style)
        if sheet_read.title == FIGURE_SHEET:
            page.row(hidden - 1).hidden = True
    old.save(str(path.with_suffix(".xls")))
    path.unlink()
    (figures,) = (one for one in read_cells(path.with_suffix(".xls")) if one.name == FIGURE_SHEET)
    assert hidden - 1 in figures.hidden_rows
    result = build_folder(tmp_path / "in")
    assert rows_of(result, "select branch_id, metric_id, value from observation order by 1, 2, period_start") == [
        ("b1", "strong_groups_pct", 105.0),
        ("b1", "strong_groups_pct", 25.6),
        ("b1", "visits_amount", 12.5e6),
        ("b2", "members_total", 54.0),
    ]
    assert result.rejects["rule"].tolist() == ["display_differs"]
    assert f"dòng ẩn {hidden}" in " ".join(result.findings["message_vi"])


def test_the_last_row_and_the_last_column_are_read_as_closely_as_the_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Đơn vị", "Chỉ số", "Năm 2024", "Năm 2025"])
    page.append(["A", "Tỷ lệ tổ công đoàn vững mạnh", 0.5, 1.05])
    page["D2"].number_format = "0%"
    page["C2"].value = "=1/0"
    page.merge_cells("A2:A2")
    page.row_dimensions[2].hidden = True
    page.column_dimensions["D"].hidden = True
    book.save(tmp_path / "t.xlsx")
    (sheet,) = read_cells(tmp_path / "t.xlsx")
    assert sheet.formats == {(1, 3): "0%"}
    assert sheet.without_value == sheet.formulas == {(1, 2)}
    assert sheet.hidden_rows == {1}
    assert sheet.hidden_columns == {3}


def test_a_share_in_the_very_last_cell_of_a_template_is_read_as_it_is_seen(tmp_path: Path) -> None:
    metrics = [*(m for m in METRICS if m != "strong_groups_pct"), "strong_groups_pct"]
    path = new_template(tmp_path / "in" / "t.xlsx", periods=["2025"], metrics=metrics)
    with Filled(path) as sheet:
        sheet.figure("b2", "strong_groups_pct", "2025", 1.05).number_format = "0%"
        sheet.figures.delete_cols(8, 3)
    assert rows_of(loaded(tmp_path), "select value from observation") == [(105.0,)]
