"""Templates come back: what was filled in is loaded with its bounds, whatever people did to the workbook."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from etl.build import BuildResult
from etl.workbook.layout import FIGURE_SHEET, LIST_SHEET, TemplateBranch
from tests.etl.facts import BRANCHES, SOURCES, build_folder, rows_of, write_folder
from tests.etl.templates import HEALTH, HOME, METRICS, Filled, new_template
from ui.refusals import expected_words
from ui.texts import has

FIGURES = "select branch_id, metric_id, year(period_start), value, low, high from observation order by all"


def loaded(tmp_path: Path) -> BuildResult:
    """The build of the one folder that holds the template and nothing else; its rows must add up."""
    result = build_folder(tmp_path / "in")
    assert result.rows_in == result.rows_accepted + result.rows_rejected
    return result


def refusals(result: BuildResult) -> list[list[object]]:
    return result.rejects[["sheet", "row", "column_name", "found", "rule"]].to_numpy().tolist()


def test_filled_figures_targets_and_sources_are_loaded_as_stated(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "biểu.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b1", "visits_amount", "2025", "trên 12,5 triệu")
        sheet.figure("b1", "visits_amount", "2024", 12_000_000)
        sheet.figure("b1", "strong_groups_pct", "2025", "25,6%")
        sheet.figure("b1", "branch_rating", "2025", "Xuất sắc")
        sheet.figure("b2", "members_total", "2025", "khoảng 1.200")
        sheet.figure("b2", "members_net_growth", "2025", -3)
        sheet.figure("b2", "visits_amount", "2025", "chưa có số liệu")
        sheet.figure("b2", "visits_amount", "2024", "1 tỷ 250 triệu")
        row = sheet.row_of("b2", "visits_amount")
        sheet.figures.cell(row, sheet.column_of(sheet.figures, "source_no")).value = "N2"
        sheet.figures.cell(row, sheet.column_of(sheet.figures, "paragraph")).value = 7
        sheet.figures.cell(row, sheet.column_of(sheet.figures, "note")).value = "cả năm"
        sheet.source(2, publisher="Sở Nội vụ", title="Báo cáo năm 2024", published_on="31/12/2024")
        names = {
            "branch_name": HEALTH.name_vi,
            "metric_name": "Tỷ lệ tổ công đoàn vững mạnh",
            "period_name": "Năm 2025",
        }
        sheet.target(1, **names, cadence="Mỗi năm", comparator="Ít nhất (≥)", value=80)
        sheet.target(2, **names, cadence="cả nhiệm kỳ", value="trên 85%", attained_pct="102%")
    result = loaded(tmp_path)
    assert result.rejects.empty, result.rejects.to_string()
    endless = float("inf")
    assert rows_of(result, FIGURES) == [
        ("b1", "branch_rating", 2025, 4.0, 4.0, 4.0),
        ("b1", "members_total", 2025, 54.0, 54.0, 54.0),
        ("b1", "strong_groups_pct", 2025, 25.6, 25.6, 25.6),
        ("b1", "visits_amount", 2024, 12e6, 12e6, 12e6),
        ("b1", "visits_amount", 2025, 12.5e6, 12.5e6, endless),
        ("b2", "members_net_growth", 2025, -3.0, -3.0, -3.0),
        ("b2", "members_total", 2025, 1200.0, 1200.0, 1200.0),
        ("b2", "visits_amount", 2024, 1.25e9, 1.25e9, 1.25e9),
    ]
    assert rows_of(
        result,
        "select s.publisher, s.published_on, o.paragraph, o.note from observation o join source s using (source_id)"
        " where o.branch_id = 'b2' and o.metric_id = 'visits_amount'",
    ) == [("Sở Nội vụ", date(2024, 12, 31), 7, "cả năm")]
    assert rows_of(result, "select distinct kind from source") == [("handed_in",)]
    assert rows_of(result, "select comparator, cadence, value, attained_pct from target order by all") == [
        ("ge", "per_year", 80.0, None),
        ("gt", "per_term", 85.0, 102.0),
    ]


# Metric, what someone wrote into its cell, and the rule that refuses it.
UNCLEAR: list[tuple[str, object, str]] = [
    ("members_total", "1,234", "ambiguous_number"),
    ("members_total", "12,5", "not_whole"),
    ("members_total", 5.5, "not_whole"),
    ("members_total", -5, "negative_value"),
    ("members_total", "-", "ambiguous_number"),
    ("members_total", "đông", "bad_number"),
    ("members_total", "25%", "unit_mismatch"),
    ("members_total", date(2025, 5, 12), "date_as_number"),
    ("members_total", True, "bad_number"),
    ("members_total", "=1/0", "formula_error"),
    ("visits_amount", "12,5", "amount_too_small"),
    ("visits_amount", 12.5, "amount_too_small"),
    ("strong_groups_pct", 0.256, "ambiguous_percent"),
    ("strong_groups_pct", "0,9", "ambiguous_percent"),
    ("strong_groups_pct", 4000, "out_of_range"),
    ("branch_rating", "khá", "bad_rating"),
    ("branch_rating", 7, "out_of_range"),
]


@pytest.fixture(scope="module")
def unclear(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    """One build of a template with every case of UNCLEAR in the rows of a branch of its own, and one good figure."""
    folder = tmp_path_factory.mktemp("unclear")
    branches = [TemplateBranch(f"u{n:02}", f"Đơn vị {n:02}", "grassroots", "other") for n in range(len(UNCLEAR))]
    with Filled(new_template(folder / "in" / "t.xlsx", [HOME, *branches])) as sheet:
        sheet.figure("b2", "members_total", "2025", 7)
        for number, (metric, value, _) in enumerate(UNCLEAR):
            sheet.figure(f"u{number:02}", metric, "2025", value)
    return loaded(folder)


@pytest.mark.parametrize("number", range(len(UNCLEAR)), ids=[f"{m}-{v}" for m, v, _ in UNCLEAR])
def test_a_cell_that_is_no_clear_figure_is_refused_with_its_place(unclear: BuildResult, number: int) -> None:
    metric, _, rule = UNCLEAR[number]
    row = 5 + (number + 1) * len(METRICS) + METRICS.index(metric)
    found = unclear.rejects[unclear.rejects["row"] == row]
    assert found[["sheet", "rule"]].to_numpy().tolist() == [[FIGURE_SHEET, rule]]
    assert str(found["column_name"].iloc[0]).startswith("Năm 2025 (H)")
    assert len(found["expected"].iloc[0]) > 5


def test_every_refusal_of_a_cell_is_told_in_vietnamese(unclear: BuildResult) -> None:
    for row in unclear.rejects.to_dict("records"):
        assert expected_words(row) != row["expected"]
        assert has(f"reject.{row['rule']}"), row["rule"]


def test_nothing_unclear_is_loaded(unclear: BuildResult) -> None:
    assert len(unclear.rejects) == len(UNCLEAR)
    assert rows_of(unclear, "select branch_id, value from observation") == [("b2", 7.0)]


def test_a_percentage_shown_by_its_format_is_read_as_it_is_seen(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        for number, (value, shown) in enumerate([(0.256, "0.0%"), (1, "0%"), (25.6, "General"), (0.005, "0.00%")]):
            when, branch = ("2024", "2025")[number % 2], ("b1", "b2")[number // 2]
            sheet.figure(branch, "strong_groups_pct", when, value).number_format = shown
        sheet.figure("b1", "members_total", "2025", 0.5).number_format = "0%"
    result = loaded(tmp_path)
    assert rows_of(result, "select value from observation order by branch_id, period_start") == [
        (25.6,), (100.0,), (25.6,), (0.5,)
    ]  # fmt: skip
    assert [row[4] for row in refusals(result)] == ["unit_mismatch"]


def test_figures_read_in_spite_of_an_unusual_form_are_doubted(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "visits_amount", "2025", "1,234,567")
    result = loaded(tmp_path)
    found = result.findings[result.findings["rule"] == "read_with_doubt"]
    assert found[["branch_id", "metric_id"]].to_numpy().tolist() == [["b1", "visits_amount"]]
    assert "“1,234,567” đọc là 1234567" in found["message_vi"].iloc[0]


def test_moved_and_inserted_columns_and_rows_change_nothing(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2024", 50)
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b2", "visits_amount", "2025", 9_000_000)
        sheet.figures.insert_cols(8)
        sheet.figures.insert_rows(6, 3)
        sheet.figures.insert_rows(1)
        for row in range(1, sheet.figures.max_row + 1):
            cells = [sheet.figures.cell(row, column) for column in (5, 9)]
            cells[0].value, cells[1].value = cells[1].value, cells[0].value
        sheet.figures.cell(9, 8).value = "ghi chú riêng"
    result = loaded(tmp_path)
    assert result.rejects.empty, result.rejects.to_string()
    assert [row[:4] for row in rows_of(result, FIGURES)] == [
        ("b1", "members_total", 2024, 50.0),
        ("b1", "members_total", 2025, 54.0),
        ("b2", "visits_amount", 2025, 9e6),
    ]
    assert "không đọc cột H" in " ".join(result.findings["message_vi"])


def test_without_hidden_keys_names_and_headings_are_enough_however_typed(tmp_path: Path) -> None:
    path = new_template(tmp_path / "in" / "t.xlsx")
    with Filled(path) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        row = sheet.row_of("b1", "members_total")
        sheet.figures.cell(row, 3).value = unicodedata.normalize("NFD", HEALTH.name_vi.upper())
        sheet.figures.cell(row, 5).value = "tong so doan vien"
        sheet.figures.cell(4, 8).value = "NAM 2025"
        sheet.figures.delete_rows(3)
        sheet.figures.delete_cols(1, 2)
        del sheet.book[LIST_SHEET]
    write_folder(tmp_path / "base", observations=[], targets=[])
    result = build_folder(tmp_path / "base", tmp_path / "in")
    assert result.rejects.empty, result.rejects.to_string()
    assert [row[:4] for row in rows_of(result, FIGURES)] == [("b1", "members_total", 2025, 54.0)]


def test_a_name_and_a_hidden_id_that_disagree_are_refused(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b2", "members_total", "2025", 55)
        sheet.figures.cell(sheet.row_of("b1", "members_total"), 3).value = HOME.name_vi
    result = loaded(tmp_path)
    assert [row[4] for row in refusals(result)] == ["key_mismatch"]
    assert rows_of(result, "select branch_id from observation") == [("b2",)]


def test_a_renamed_period_heading_contradicts_its_key_and_is_refused(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2024", 50)
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figures.cell(4, sheet.column_of(sheet.figures, "2024")).value = "Năm 2023"
    result = loaded(tmp_path)
    assert [row[4] for row in refusals(result)] == ["period_contested"]
    assert [row[2:4] for row in rows_of(result, FIGURES)] == [(2025, 54.0)]


def test_a_merged_figure_is_refused_for_every_cell_it_covers_and_merged_names_are_read(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        first = sheet.row_of("b1", "members_total")
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b1", "visits_amount", "2024", 7_000_000)
        sheet.figures.merge_cells(start_row=first, end_row=first + 1, start_column=8, end_column=8)
        sheet.figures.merge_cells(start_row=first, end_row=first + len(METRICS) - 1, start_column=3, end_column=3)
    result = loaded(tmp_path)
    assert [(row[1], row[4]) for row in refusals(result)] == [(first, "merged_cell"), (first + 1, "merged_cell")]
    assert [row[1:4] for row in rows_of(result, FIGURES)] == [("visits_amount", 2024, 7e6)]


def test_hidden_rows_extra_sheets_and_formulas_are_read_or_left_and_always_mentioned(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        cell = sheet.figure("b1", "members_total", "2025", 54)
        sheet.figures.row_dimensions[cell.row].hidden = True
        sheet.book.create_sheet("Nháp")["A1"] = "tính thử"
    result = loaded(tmp_path)
    said = " ".join(result.findings.loc[result.findings["rule"] == "file_form", "message_vi"])
    assert f"dòng ẩn {cell.row} vẫn được đọc" in said
    assert "không đọc trang “Nháp”" in said
    assert rows_of(result, "select value from observation") == [(54.0,)]


def as_old_workbook(path: Path) -> Path:
    """The same cells in the format of 1997, keys hidden no more."""
    old = xlwt.Workbook()
    for sheet in openpyxl.load_workbook(path):
        page = old.add_sheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    page.write(cell.row - 1, cell.column - 1, cell.value)
    old.save(str(path.with_suffix(".xls")))
    path.unlink()
    return path.with_suffix(".xls")


def in_windows_1258(letter: str) -> str:
    """The letter in that code page: base and combining tone where it has to be two, ? where it has neither."""
    base, tone = letter, ""
    for mark in set(unicodedata.normalize("NFD", letter)) & set("\u0300\u0301\u0303\u0309\u0323"):
        base, tone = unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter).replace(mark, "")), mark
    return letter if letter.encode("cp1258", "ignore") else (base + tone if base.encode("cp1258", "ignore") else "?")


@pytest.mark.parametrize("form", ["xls", "csv", "csv-cp1258", "csv-utf-16"])
def test_old_workbooks_and_csv_of_the_template_are_read(tmp_path: Path, form: str) -> None:
    path = new_template(tmp_path / "in" / "mẫu (1).xlsx")
    with Filled(path) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b1", "visits_amount", "2025", "≥ 500 triệu" if form != "csv-cp1258" else ">= 500 tr")
    if form == "xls":
        as_old_workbook(path)
    else:
        encoding = form.removeprefix("csv").removeprefix("-") or "utf-8-sig"
        rows = [[cell or "" for cell in row] for row in openpyxl.load_workbook(path)[FIGURE_SHEET].values]
        text = "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
        if encoding == "cp1258":
            text = "".join(in_windows_1258(letter) for letter in text)
        path.with_suffix(".csv").write_bytes(text.encode(encoding))
        path.unlink()
    write_folder(tmp_path / "base", branches=BRANCHES[1:], observations=[], targets=[])
    result = build_folder(tmp_path / "base", tmp_path / "in")
    assert result.rejects.empty, result.rejects.to_string()
    assert [row[1:6] for row in rows_of(result, FIGURES)] == [
        ("members_total", 2025, 54.0, 54.0, 54.0),
        ("visits_amount", 2025, 5e8, 5e8, float("inf")),
    ]


def test_a_target_row_that_lacks_something_says_what(tmp_path: Path) -> None:
    names = {"branch_name": HEALTH.name_vi, "metric_name": "Tổng số đoàn viên", "period_name": "2025"}
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.target(1, **names, cadence="Mỗi năm", value=80)
        sheet.target(2, **names, comparator="Bằng (=)", value=80)
        sheet.target(3, **(names | {"period_name": "kỳ tới"}), cadence="Mỗi năm", comparator="≥", value=80)
        sheet.target(4, **names, cadence="Mỗi năm", comparator="Nhiều nhất (≤)", value="ít nhất 80")
        sheet.target(5, **names, cadence="Mỗi năm", comparator="Bằng (=)")
        sheet.target(6, **(names | {"branch_name": "ai đó"}), cadence="Mỗi năm", comparator="≥", value=80)
    result = loaded(tmp_path)
    assert [row[1] for row in refusals(result)] == [5, 6, 7, 8, 9, 10]
    assert [row[4] for row in refusals(result)] == [
        *("unknown_value", "unknown_value", "bad_period", "comparator_mismatch", "missing_value", "unknown_branch"),
    ]


def test_a_source_that_is_not_filled_in_and_one_with_a_bad_date_are_refused(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b2", "members_total", "2025", 55)
        column = sheet.column_of(sheet.figures, "source_no")
        sheet.figures.cell(sheet.row_of("b1", "members_total"), column).value = "N9"
        sheet.source(3, title="Báo cáo", published_on="năm ngoái")
    result = loaded(tmp_path)
    assert sorted(row[4] for row in refusals(result)) == ["bad_date", "unknown_source"]
    assert rows_of(result, "select branch_id from observation") == [("b2",)]


def test_a_figure_of_a_refused_source_says_so_by_the_number_the_steward_wrote(tmp_path: Path) -> None:
    with Filled(new_template(tmp_path / "in" / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b2", "members_total", "2025", 55)
        column = sheet.column_of(sheet.figures, "source_no")
        sheet.figures.cell(sheet.row_of("b1", "members_total"), column).value = "N3"
        sheet.source(3, title="Báo cáo", published_on="năm ngoái")
    result = loaded(tmp_path)
    told = [[row[name] for name in ("found", "expected", "rule")] for _, row in result.rejects.iterrows()]
    assert sorted(told) == [
        ["N3", "a source that is accepted: the row of this one is refused", "source_refused"],
        ["năm ngoái", "a day that exists, as day/month/year such as 31/12/2025, or nothing", "bad_date"],
    ]


def test_two_templates_that_name_one_source_share_it(tmp_path: Path) -> None:
    for name, branch in (("a", "b1"), ("b", "b2")):
        with Filled(new_template(tmp_path / "in" / f"{name}.xlsx")) as sheet:
            sheet.figure(branch, "members_total", "2025", 54)
            sheet.source(1, title="Báo cáo chung")
    result = loaded(tmp_path)
    assert result.rejects.empty, result.rejects.to_string()
    assert rows_of(result, "select count(*), count(distinct source_id) from observation") == [(2, 1)]


@pytest.mark.parametrize(("values", "rules", "kept"), [
    ((54, 54), ["duplicate_row"], [54.0, 7.0]),
    ((54, 55), ["duplicate_key", "duplicate_key"], [7.0]),
])  # fmt: skip
def test_a_figure_of_one_source_in_two_files_stands_once_or_where_they_differ_not_at_all(
    tmp_path: Path, values: tuple[int, int], rules: list[str], kept: list[float]
) -> None:
    for name, value in zip("ab", values, strict=True):
        with Filled(new_template(tmp_path / "in" / f"{name}.xlsx")) as sheet:
            row = sheet.figure("b1", "members_total", "2025", value).row
            sheet.source(1, title="Báo cáo chung")
            if name == "a":
                sheet.figure("b2", "members_total", "2025", 7)
    result = loaded(tmp_path)
    assert [row[4] for row in refusals(result)] == rules
    assert f"in/a.xlsx {FIGURE_SHEET} row {row}" in result.rejects["expected"].iloc[-1]
    assert sorted(rows_of(result, "select value from observation"), reverse=True) == [(value,) for value in kept]


def test_a_workbook_that_is_no_template_is_one_refusal(tmp_path: Path) -> None:
    write_folder(tmp_path / "in")
    openpyxl.Workbook().save(tmp_path / "in" / "khác.xlsx")
    result = loaded(tmp_path)
    assert result.rejects[["file", "rule"]].to_numpy().tolist() == [["in/khác.xlsx", "not_a_template"]]


def test_a_blank_template_loads_nothing_and_refuses_nothing(tmp_path: Path) -> None:
    new_template(tmp_path / "in" / "t.xlsx")
    result = build_folder(write_folder(tmp_path / "base"), tmp_path / "in")
    assert result.rejects.empty
    assert rows_of(result, "select count(*) from observation") == [(3,)]


def test_sources_of_the_fact_files_and_of_templates_stand_side_by_side(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", targets=[])
    with Filled(new_template(folder / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
    result = loaded(tmp_path)
    assert result.rejects.empty, result.rejects.to_string()
    assert rows_of(result, "select count(*) from source") == [(len(SOURCES[1:]) + 1,)]
