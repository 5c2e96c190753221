"""What was refused goes back and returns: unchanged it is refused again, put right it is read, and nothing slips in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.check import CheckedFile, CheckResult, check_files
from etl.workbook.layout import FIGURE_SHEET, REFUSAL_SHEET, SOURCE_SHEET, TARGET_SHEET, TemplateBranch
from etl.workbook.rejected import write_rejected
from tests.etl.facts import build_folder, rows_of, write_folder
from tests.etl.templates import HEALTH, HOME, Filled, new_template

# What is done to a template for a branch, and the rows of figures it concerns.
Fill = Callable[[Filled, str], list[int]]
TWIN = [TemplateBranch(f"t{n}", "Đơn vị trùng tên", "grassroots", "other") for n in (1, 2)]
SECOND = 20
AIM = {"metric_name": "Tổng số đoàn viên", "period_name": "2025", "cadence": "Mỗi năm"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    return build_folder(write_folder(folder / "in", observations=[])).snapshot


def checked(path: Path, snapshot: Path) -> CheckResult:
    result = check_files([CheckedFile(path, path.name)], snapshot=snapshot, as_of=date(2026, 11, 21))
    inputs = result.inputs
    assert (inputs["rows_in"] == inputs["rows_accepted"] + inputs["rows_rejected"]).all()
    assert len(result.rejects) == inputs["rows_rejected"].sum()
    return result


def accepted(result: CheckResult) -> list[tuple[str, str, int, float]]:
    names = ("branch_id", "metric_id", "period_start", "value")
    rows = zip(*(result.rows[name] for name in names), strict=True)
    return sorted((branch, metric, start.year, value) for branch, metric, start, value in rows)


def cell(metric: str, value: object, code: str = "", when: str = "2025") -> Fill:
    def fill(sheet: Filled, branch: str) -> list[int]:
        filled = sheet.figure(branch, metric, when, value)
        if code:
            filled.number_format = code
        return [filled.row]

    return fill


def beside(metric: str, figure: object, **others: object) -> Fill:
    """A figure, with something else written into other columns of its row."""

    def fill(sheet: Filled, branch: str) -> list[int]:
        row = int(sheet.figure(branch, metric, "2025", figure).row)
        for name, value in others.items():
            sheet.figures.cell(row, sheet.column_of(sheet.figures, name)).value = value
        return [row]

    return fill


def second_column(sheet: Filled) -> None:
    sheet.figures.cell(4, SECOND).value = "Năm 2025"


def doubled(sheet: Filled, branch: str) -> list[int]:
    """Another number in the second column of the year."""
    row = int(sheet.figure(branch, "members_total", "2025", 100).row)
    sheet.figures.cell(row, SECOND).value = 200
    return [row]


def merged(sheet: Filled, branch: str) -> list[int]:
    row = int(sheet.figure(branch, "members_total", "2025", 54).row)
    column = sheet.column_of(sheet.figures, "2025")
    sheet.figures.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
    return [row, row + 1]


def row_twice(value: object) -> Fill:
    """The row of a figure copied below the table, with a value."""

    def fill(sheet: Filled, branch: str) -> list[int]:
        row, last = int(sheet.figure(branch, "members_total", "2025", 54).row), sheet.figures.max_row + 1
        for column in range(1, 7):
            sheet.figures.cell(last, column).value = sheet.figures.cell(row, column).value
        sheet.figures.cell(last, sheet.column_of(sheet.figures, "2025")).value = value
        return [row, last]

    return fill


def of_twins(sheet: Filled, branch: str) -> list[int]:
    """A row that says no more than a name that two branches have."""
    return beside("members_total", 54, branch_id=None, branch_name="Đơn vị trùng tên")(sheet, branch)


def target(**texts: object) -> Fill:
    def fill(sheet: Filled, branch: str) -> list[int]:
        number = sum(1 for row in range(5, 205) if sheet.targets.cell(row, 11).value) + 1
        name = f"Đơn vị {branch[1:]}"
        sheet.target(number, **(AIM | {"branch_name": name, "note": branch} | texts))
        return []

    return fill


def two_levels(sheet: Filled, branch: str) -> list[int]:
    return [row for level in (80, 90) for row in target(comparator="≥", value=level)(sheet, branch)]


def source(sheet: Filled, branch: str) -> list[int]:
    sheet.source(3, publisher=branch, title="Báo cáo", published_on="năm ngoái")
    return []


# A name of the case, what is filled in, and the rules that refuse it.
CASES: list[tuple[str, Fill, list[str]]] = [
    ("point or comma", cell("members_total", "1,234"), ["ambiguous_number"]),
    ("a share with a point", cell("strong_groups_pct", "85.123"), ["ambiguous_number"]),
    ("a small share", cell("strong_groups_pct", 0.256), ["ambiguous_percent"]),
    ("a fraction of a person", cell("members_total", 1.234), ["not_whole"]),
    ("a fraction of a đồng", cell("visits_amount", 1250000.5), ["not_whole"]),
    ("a small amount", cell("visits_amount", 1.234), ["amount_too_small"]),
    ("thousands of đồng", cell("visits_amount", "1.250"), ["amount_too_small"]),
    ("a percentage of people", cell("members_total", 5, "0%"), ["unit_mismatch"]),
    ("a percentage too high", cell("strong_groups_pct", 25.6, "0.0%"), ["out_of_range"]),
    ("millions left away", cell("visits_amount", 1250000000, "#,##0,,"), ["display_differs"]),
    ("a hidden number", cell("members_total", 54, ";;;"), ["display_differs"]),
    ("below nought in brackets", cell("members_total", -1234, "#,##0;(#,##0)"), ["negative_value"]),
    ("brackets typed", cell("members_total", "(1.234)"), ["bad_number"]),
    ("a dash", cell("members_total", "-"), ["ambiguous_number"]),
    ("a day", cell("members_total", date(2025, 5, 12)), ["date_as_number"]),
    ("yes", cell("members_total", True), ["bad_number"]),
    ("an error", cell("members_total", "=1/0"), ["formula_error"]),
    ("an unknown word", cell("members_total", "1200*"), ["bad_number"]),
    ("no rating", cell("branch_rating", "khá"), ["bad_rating"]),
    ("a rating too high", cell("branch_rating", 7), ["out_of_range"]),
    ("another unit", beside("members_total", 54, unit_name="triệu người"), ["unit_mismatch"]),
    ("two units", beside("visits_amount", "5.000.000 đồng", unit_name="triệu đồng"), ["unit_mismatch"]),
    ("an unknown source", beside("members_total", 54, source_no="N9"), ["unknown_source"]),
    ("an unreadable paragraph", beside("members_total", 54, paragraph="ba"), ["bad_number"]),
    ("another branch's name", beside("members_total", 54, branch_name="Đơn vị 00"), ["key_mismatch"]),
    ("no branch at all", beside("members_total", 54, branch_id="zz", branch_name="ai đó"), ["unknown_branch"]),
    ("a name of two", of_twins, ["ambiguous_name"]),
    ("a heading of another year", cell("members_total", 777, when="2024"), ["period_contested"]),
    ("a heading with a unit", cell("members_total", 777, when="2023"), ["period_contested"]),
    ("two columns of a year", doubled, ["period_contested", "period_contested"]),
    ("merged figures", merged, ["merged_cell", "merged_cell"]),
    ("a row twice with two values", row_twice(55), ["duplicate_key", "duplicate_key"]),
    ("a target with two levels", two_levels, ["duplicate_key", "duplicate_key"]),
    ("a row twice", row_twice(54), ["duplicate_row"]),
    ("a target without a comparator", target(value=80), ["unknown_value"]),
    ("a target of nobody", target(branch_name="ai đó", value=80), ["unknown_branch"]),
    ("a target for some time", target(period_name="tới", value=80), ["bad_period"]),
    ("an unclear target", target(comparator="≥", value="1,234"), ["ambiguous_number"]),
    ("a target of nothing", target(comparator="≥"), ["missing_value"]),
    ("a target below nought", target(comparator="≥", value=-5), ["bad_number"]),
    ("a target in brackets", target(comparator="≥", value="(5)"), ["bad_number"]),
    ("a source of no day", source, ["bad_date"]),
]


def by_case(result: CheckResult) -> dict[str, list[str]]:
    """The rules that refused each case, by the mark its rows carry in their notes."""
    rules: dict[str, list[str]] = {}
    for line, rule in zip(result.written["line"], result.written["rule"], strict=True):
        cells = json.loads(line)
        mark = cells.get("note", cells.get("publisher", {})).get("text", "")
        rules.setdefault(mark, []).append(rule)
    return rules


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory, snapshot: Path) -> list[CheckResult]:
    """A template with every case checked, then twice what was handed back of it, unchanged."""
    folder = tmp_path_factory.mktemp("rounds")
    names = [TemplateBranch(f"c{n:02}", f"Đơn vị {n:02}", "grassroots", "other") for n in range(len(CASES))]
    path = new_template(folder / "t.xlsx", [*names, *TWIN], ["2023", "2024", "2025"])
    with Filled(path) as sheet:
        second_column(sheet)
        for (_, fill, _), branch in zip(CASES, names, strict=True):
            for row in fill(sheet, branch.branch_id):
                sheet.figures.cell(row, sheet.column_of(sheet.figures, "note")).value = branch.branch_id
        sheet.figures.cell(4, sheet.column_of(sheet.figures, "2024")).value = "Năm 2022"
        sheet.figures.cell(4, sheet.column_of(sheet.figures, "2023")).value = "Năm 2023 (triệu đồng)"
    results = [checked(path, snapshot)]
    for name in ("back.xlsx", "again.xlsx"):
        write_rejected(folder / name, results[-1])
        results.append(checked(folder / name, snapshot))
    return results


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case[0] for case in CASES])
def test_what_goes_back_unchanged_is_refused_again_for_the_same_reason(rounds: list[CheckResult], number: int) -> None:
    for result in rounds:
        assert sorted(by_case(result).get(f"c{number:02}", [])) == sorted(CASES[number][2])


def test_nothing_that_goes_back_unchanged_is_accepted(rounds: list[CheckResult]) -> None:
    refused = sum(len(rules) for *_, rules in CASES)
    assert [len(result.rejects) for result in rounds] == [refused] * 3
    # What stood beside a row that was there twice was read the first time.
    assert [len(result.rows) for result in rounds] == [1, 0, 0]
    assert {text for result in rounds for text in result.rejects["found"] if "1.234" in text} >= {"(1.234)"}


def handed_back(folder: Path, snapshot: Path, fill: Callable[[Filled], object]) -> Any:
    with Filled(new_template(folder / "t.xlsx", [HEALTH, HOME])) as sheet:
        fill(sheet)
    write_rejected(folder / "back.xlsx", checked(folder / "t.xlsx", snapshot))
    return openpyxl.load_workbook(folder / "back.xlsx")


def returned(book: Any, folder: Path, snapshot: Path) -> CheckResult:
    book.save(folder / "back.xlsx")
    return checked(folder / "back.xlsx", snapshot)


def found(sheet: Worksheet, value: object) -> Any:
    """The one cell that holds a value."""
    (one,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
    return one


def renamed(sheet: Filled) -> None:
    """Two figures of 2024 below a heading that says 2022."""
    cell("members_total", 777, when="2024")(sheet, "b1")
    cell("members_total", 888, when="2024")(sheet, "b2")
    sheet.figures.cell(4, sheet.column_of(sheet.figures, "2024")).value = "Năm 2022"


def test_a_contested_period_is_decided_by_its_heading_or_by_moving_the_figure(tmp_path: Path, snapshot: Path) -> None:
    book = handed_back(tmp_path, snapshot, renamed)
    figures = book[FIGURE_SHEET]
    moved = found(figures, 888)
    figures.cell(moved.row, found(figures, "Năm 2024").column).value = 888
    moved.value = None
    assert accepted(returned(book, tmp_path, snapshot)) == [("b2", "members_total", 2024, 888.0)]
    found(figures, "Kỳ nào: Năm 2022 hay Năm 2024?").value = "Năm 2022"
    assert accepted(returned(book, tmp_path, snapshot)) == [
        ("b1", "members_total", 2022, 777.0),
        ("b2", "members_total", 2024, 888.0),
    ]


def test_figures_held_back_for_their_place_are_read_once_somebody_has_decided(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        second_column(sheet)
        doubled(sheet, "b1")
        row_twice(55)(sheet, "b2")
        row = sheet.figure("b1", "visits_amount", "2024", 7_000_000).row
        sheet.figures.merge_cells(start_row=row, end_row=row + 1, start_column=7, end_column=7)

    book = handed_back(tmp_path, snapshot, fill)
    figures = book[FIGURE_SHEET]
    found(figures, 100).value = None
    found(figures, "Trùng, khác số: 54").value = None
    found(figures, "Trùng, khác số: 55").value = 55
    found(figures, "Ô gộp: 7000000").value = 7_000_000
    found(figures, "Ô gộp").value = None
    assert accepted(returned(book, tmp_path, snapshot)) == [
        ("b1", "members_total", 2025, 200.0),
        ("b1", "visits_amount", 2024, 7e6),
        ("b2", "members_total", 2025, 55.0),
    ]


def test_two_forms_that_contradict_each_other_go_back_and_nothing_is_taken_until_somebody_chooses(
    tmp_path: Path, snapshot: Path
) -> None:
    files = []
    for name, value in (("một.xlsx", 1234), ("hai.xlsx", 201)):
        with Filled(new_template(tmp_path / name)) as sheet:
            sheet.figure("b1", "members_total", "2025", value)
            sheet.target(1, **AIM, branch_name=HEALTH.name_vi, comparator="≥", value=value)
        files.append(CheckedFile(tmp_path / name, name))
    result = check_files(files, snapshot=snapshot, as_of=date(2026, 11, 21))
    assert result.rejects["rule"].tolist() == ["forms_disagree"] * 4
    for _ in range(2):
        write_rejected(tmp_path / "back.xlsx", result)
        result = checked(tmp_path / "back.xlsx", snapshot)
        assert (result.rejects["rule"].tolist(), len(result.rows)) == (["forms_disagree"] * 4, 0)
    figures = (book := openpyxl.load_workbook(tmp_path / "back.xlsx"))[FIGURE_SHEET]
    assert [c.value for row in figures.iter_rows() for c in row if "Hai biểu trong" in str(c.value)]
    found(figures, "Hai biểu khác số: 1234").value = None
    found(figures, "Hai biểu khác số: 201").value = 201
    assert accepted(returned(book, tmp_path, snapshot)) == [("b1", "members_total", 2025, 201.0)]


def test_the_other_place_of_a_contradiction_is_named_where_it_goes_back(tmp_path: Path, snapshot: Path) -> None:
    book = handed_back(tmp_path, snapshot, lambda sheet: row_twice(55)(sheet, "b1"))
    (first, last) = (row[0].value for row in book[REFUSAL_SHEET].iter_rows(min_row=4, min_col=3, max_col=3))
    reasons = [c.value for row in book[FIGURE_SHEET].iter_rows() for c in row if "Chỗ khác ghi khác" in str(c.value)]
    assert [text.partition(". ")[2] for text in reasons] == [
        f"Xem t.xlsx {FIGURE_SHEET}, dòng {last} ghi 55.",
        f"Xem t.xlsx {FIGURE_SHEET}, dòng {first} ghi 54.",
    ]


def test_half_of_what_goes_back_may_be_put_right_and_nothing_of_it_can_run(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        cell("members_total", "1,234")(sheet, "b1")
        beside("visits_amount", "1.250", note="@SUM(1)")(sheet, "b1")
        cell("members_total", "=1/0")(sheet, "b2")
        cell("visits_amount", "+cmd|x")(sheet, "b2")

    book = handed_back(tmp_path, snapshot, fill)
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == ["=NA()"]
    # A figure typed anew is kept as it is typed.
    assert found(book[FIGURE_SHEET], "1,234").number_format == "@"
    found(book[FIGURE_SHEET], "1,234").value = "1234"
    result = returned(book, tmp_path, snapshot)
    assert accepted(result) == [("b1", "members_total", 2025, 1234.0)]
    assert sorted(result.rejects["rule"]) == ["amount_too_small", "bad_number", "formula_error"]


def test_sources_paragraphs_notes_and_targets_survive_the_way_back(tmp_path: Path, snapshot: Path) -> None:
    def fill(sheet: Filled) -> None:
        sheet.source(2, publisher="Sở Nội vụ", title="Báo cáo năm 2025", published_on="31/12/2025")
        sheet.source(3, title="Báo cáo quý", published_on="năm ngoái")
        beside("members_total", "1,234", source_no="N2", paragraph=7, note="cả năm")(sheet, "b1")
        beside("members_total", "2,345")(sheet, "b2")
        beside("visits_amount", 7_000_000, source_no="N3")(sheet, "b2")
        sheet.target(1, **AIM, branch_name=HEALTH.name_vi, value=80, source_no="N2", paragraph=9, note="cả đơn vị")

    book = handed_back(tmp_path, snapshot, fill)
    found(book[FIGURE_SHEET], "1,234").value = 1234
    found(book[FIGURE_SHEET], "2,345").value = 2345
    found(book[SOURCE_SHEET], "năm ngoái").value = "31/03/2025"
    targets = book[TARGET_SHEET]
    targets.cell(found(targets, 80).row, found(targets, "So sánh").column).value = "Ít nhất (≥)"
    folder = write_folder(tmp_path / "in", observations=[], targets=[])
    book.save(folder / "back.xlsx")
    result = build_folder(folder)
    assert result.rejects.empty, result.rejects.to_string()
    said = (
        "o.branch_id, o.value, s.title, s.published_on, o.paragraph, o.note from {} o join source s using (source_id)"
    )
    cited = ("Báo cáo năm 2025", date(2025, 12, 31))
    first, second, third = rows_of(result, f"select {said.format('observation')} order by o.branch_id, o.value")
    assert first == ("b1", 1234.0, *cited, 7, "cả năm")
    # A figure that cited none but its own form cites the one it comes back in.
    assert second[:2] == ("b2", 2345.0)
    assert "back.xlsx" in str(second[2])
    assert third == ("b2", 7e6, "Báo cáo quý", date(2025, 3, 31), None, None)
    assert rows_of(result, f"select {said.format('target')}") == [("b1", 80.0, *cited, 9, "cả đơn vị")]
