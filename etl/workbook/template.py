"""Writes the Excel template that branches fill in: figures, targets, sources, and hidden keys to read it back by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from etl.workbook import guide
from etl.workbook.catalogue import RATINGS, Metric
from etl.workbook.layout import (
    CADENCES,
    COMPARATORS,
    DEFAULT_SOURCE,
    FIGURE_HEADINGS,
    FIGURE_SHEET,
    GUIDE_SHEET,
    LIST_HEADINGS,
    LIST_SHEET,
    MARK,
    SOURCE_HEADINGS,
    SOURCE_ROWS,
    SOURCE_SHEET,
    TARGET_HEADINGS,
    TARGET_SHEET,
    TemplateBranch,
    branch_labels,
)
from etl.workbook.periods import Period
from etl.workbook.styles import formats

MOST_ROWS = 50_000
MOST_NOTES = 2_000
KEY_ROW, HEADING_ROW, FIRST_ROW = 2, 3, 4
FIXED = ("branch_id", "metric_id", "branch_name", "group_name", "metric_name", "unit_name")
CLOSING = ("source_no", "paragraph", "note")
# What a protected sheet still lets people do: a filter, a wider column, a note of their own.
ALLOWED = {"format_cells": True, "format_columns": True, "format_rows": True, "autofilter": True, "sort": True}


class TemplateTooLarge(ValueError):
    """More branches times metrics than a person can fill in: the template should be split."""


def write_template(
    target: Path | IO[bytes],
    branches: Sequence[TemplateBranch],
    periods: Sequence[Period],
    metrics: Sequence[Metric],
    *,
    target_rows: int = 200,
) -> None:
    """Write a template for these branches, periods and metrics to a file or a stream.

    Raises TemplateTooLarge above MOST_ROWS rows, ValueError where a list is empty.
    """
    if not branches or not periods or not metrics:
        raise ValueError("a template needs at least one branch, one period and one metric")
    if len(branches) * len(metrics) > MOST_ROWS:
        raise TemplateTooLarge(f"{len(branches)} branches x {len(metrics)} metrics exceed {MOST_ROWS} rows")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    look = formats(book)
    sheets = {name: book.add_worksheet(name) for name in (GUIDE_SHEET, FIGURE_SHEET, TARGET_SHEET, SOURCE_SHEET)}
    lists = book.add_worksheet(LIST_SHEET)
    labels = branch_labels(list(branches))
    _write_lists(lists, branches, labels, periods, metrics)
    _write_guide(sheets[GUIDE_SHEET], look)
    _write_figures(sheets[FIGURE_SHEET], look, branches, labels, periods, metrics)
    _write_targets(sheets[TARGET_SHEET], look, labels, len(periods), len(metrics), target_rows)
    _write_sources(sheets[SOURCE_SHEET], look)
    sheets[FIGURE_SHEET].activate()
    book.set_properties({"title": "Biểu số liệu công đoàn", "comments": MARK})
    book.close()


def _write_lists(
    sheet: Any,
    branches: Sequence[TemplateBranch],
    labels: dict[str, str],
    periods: Sequence[Period],
    metrics: Sequence[Metric],
) -> None:
    sheet.write_row(0, 0, LIST_HEADINGS)
    sheet.write_string(0, len(LIST_HEADINGS), MARK)
    for row, branch in enumerate(branches, start=1):
        cells = (branch.branch_id, branch.name_vi, branch.tier, branch.sector, branch.province, branch.parent)
        for column, text in enumerate((*cells, labels[branch.branch_id])):
            sheet.write_string(row, column, text or "")
    for row, metric in enumerate(metrics, start=1):
        sheet.write_string(row, 7, metric.metric_id)
        sheet.write_string(row, 8, metric.name_vi)
    for row, period in enumerate(periods, start=1):
        sheet.write_string(row, 9, period.key)
        sheet.write_string(row, 10, period.label)
    sheet.protect("")
    sheet.very_hidden()


def _write_guide(sheet: Any, look: dict[str, Any]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "Biểu số liệu công đoàn: cách điền", look["title"])
    for row, (heading, line) in enumerate(guide.LINES, start=2):
        sheet.write_string(row, 0, heading, look["guide_heading"])
        sheet.write_string(row, 1, line, look["guide"])
    sheet.protect("")
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _open_sheet(
    sheet: Any, look: dict[str, Any], title: str, hint: str, keys: Sequence[str], headings: Sequence[str]
) -> None:
    """Title, hint, hidden key row and headings, as every sheet to fill in begins."""
    sheet.hide_gridlines(2)
    sheet.write_string(0, keys.index("branch_name") if "branch_name" in keys else 0, title, look["title"])
    sheet.write_string(1, keys.index("branch_name") if "branch_name" in keys else 0, hint, look["hint"])
    for column, (key, heading) in enumerate(zip(keys, headings, strict=True)):
        sheet.write_string(KEY_ROW, column, key)
        sheet.write_string(HEADING_ROW, column, heading, look["heading"])
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADING_ROW, 32)
    sheet.protect("", ALLOWED)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADING_ROW)


def _write_figures(
    sheet: Any,
    look: dict[str, Any],
    branches: Sequence[TemplateBranch],
    labels: dict[str, str],
    periods: Sequence[Period],
    metrics: Sequence[Metric],
) -> None:
    keys = [*FIXED, *(period.key for period in periods), *CLOSING]
    headings = [FIGURE_HEADINGS.get(key, "") for key in FIXED]
    headings += [*(period.label for period in periods), *(FIGURE_HEADINGS[key] for key in CLOSING)]
    hint = "Điền các ô nền vàng. Chưa có số liệu: để trống. Chưa chính xác: ghi ≥ 500, trên 500 triệu, khoảng 1.200."
    _open_sheet(sheet, look, "Số liệu", hint, keys, headings)
    sheet.set_column(0, 1, None, None, {"hidden": True})
    longest = max(len(label) for label in labels.values())
    for column, width in enumerate((min(max(longest, 24), 64), 16, 42, 15), start=2):
        sheet.set_column(column, column, width)
    first, after = len(FIXED), len(FIXED) + len(periods)
    sheet.set_column(first, after - 1, 18)
    sheet.set_column(after, after + 1, 9)
    sheet.set_column(after + 2, after + 2, 30)
    rows = [(branch, metric) for branch in branches for metric in metrics]
    for row, (branch, metric) in enumerate(rows, start=FIRST_ROW):
        edge = "_first" if metric is metrics[0] else ""
        texts = (branch.branch_id, metric.metric_id, labels[branch.branch_id])
        for column, text in enumerate((*texts, metric.group_vi, metric.name_vi, metric.unit_vi)):
            sheet.write_string(row, column, text, look["key" + edge])
        for column in range(first, after):
            sheet.write_blank(row, column, None, look[_input_look(metric) + edge])
        for column in range(after, after + 3):
            sheet.write_blank(row, column, None, look["text" + edge])
        if metric.note_vi and row < FIRST_ROW + MOST_NOTES:
            sheet.write_comment(row, 4, metric.note_vi, {"x_scale": 2, "author": ""})
    last = FIRST_ROW + len(rows) - 1
    sheet.ignore_errors({"number_stored_as_text": xl_range(FIRST_ROW, first, last, after - 1)})
    _check_inputs(sheet, branches, metrics, first, after - 1)
    _offer_sources(sheet, FIRST_ROW, last, after)
    sheet.freeze_panes(FIRST_ROW, first)
    sheet.autofilter(HEADING_ROW, 2, last, after + 2)


def _input_look(metric: Metric) -> str:
    return "text_input" if metric.unit == "rank" else "number"


def _check_inputs(
    sheet: Any, branches: Sequence[TemplateBranch], metrics: Sequence[Metric], first: int, last: int
) -> None:
    """One input check and one input message per metric, over the rows of every branch."""
    for place, metric in enumerate(metrics):
        rows = [FIRST_ROW + branch * len(metrics) + place for branch in range(len(branches))]
        cell = xl_rowcol_to_cell(rows[0], first)
        rule: dict[str, Any] = {
            "input_title": metric.name_vi[:32],
            "input_message": _input_message(metric)[:255],
            "error_title": "Giá trị không hợp lệ",
            "error_message": "Ghi một số, hoặc lời như “≥ 500”, “trên 500 triệu”, “khoảng 1.200”, “chưa có số liệu”.",
            "multi_range": " ".join(xl_range(row, first, row, last) for row in rows),
        }
        if metric.unit == "rank":
            rule |= {"validate": "list", "source": [*RATINGS, "chưa có số liệu"]}
            rule["error_message"] = "Chọn một mức trong danh sách."
        else:
            # A warning only: "12,5 nghìn" is a count too.
            rule |= {"validate": "custom", "value": _check_formula(metric, cell), "error_type": "warning"}
        sheet.data_validation(rows[0], first, rows[0], last, rule)


def _check_formula(metric: Metric, cell: str) -> str:
    """What the spreadsheet itself can tell of a cell: a number in its range, or a text that begins like a figure."""
    number, text = [f"ISNUMBER({cell})"], [f"ISTEXT({cell})"]
    if metric.metric_id != "members_net_growth":
        number.append(f"{cell}>=0")
        text.append(f'LEFT({cell},1)<>"-"')
    if metric.unit == "percent":
        number.append(f"{cell}<=1000")
    elif metric.unit != "vnd":
        number.append(f"{cell}=INT({cell})")
        text.append(f'ISERROR(FIND(",",{cell}))')
    return f"=OR(AND({','.join(number)}),AND({','.join(text)}))"


def _input_message(metric: Metric) -> str:
    unit = "Chọn mức xếp loại." if metric.unit == "rank" else f"Đơn vị tính: {metric.unit_vi}."
    return " ".join(part for part in (metric.note_vi, unit, "Chưa có số liệu: để trống.") if part)


def _offer_sources(sheet: Any, first_row: int, last_row: int, column: int) -> None:
    source = f"='{SOURCE_SHEET}'!{xl_range_of(FIRST_ROW, 0, FIRST_ROW + SOURCE_ROWS - 1, 0)}"
    sheet.data_validation(
        first_row,
        column,
        last_row,
        column,
        {
            "validate": "list",
            "source": source,
            "input_title": "Nguồn",
            "input_message": f"Số của nguồn trên trang “{SOURCE_SHEET}”; để trống là {DEFAULT_SOURCE}.",
        },
    )


def xl_range_of(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """A range with fixed rows and columns, as a drop-down on another sheet needs it."""
    start = xl_rowcol_to_cell(first_row, first_column, row_abs=True, col_abs=True)
    return f"{start}:{xl_rowcol_to_cell(last_row, last_column, row_abs=True, col_abs=True)}"


def _write_targets(
    sheet: Any, look: dict[str, Any], labels: dict[str, str], periods: int, metrics: int, target_rows: int
) -> None:
    keys = list(TARGET_HEADINGS)
    hint = "Mỗi dòng một chỉ tiêu; chọn đơn vị, chỉ số và kỳ trong danh sách."
    _open_sheet(sheet, look, "Chỉ tiêu", hint, keys, list(TARGET_HEADINGS.values()))
    for column, width in enumerate((34, 36, 22, 15, 17, 16, 16, 16, 9, 9, 30)):
        sheet.set_column(column, column, width)
    last = FIRST_ROW + target_rows - 1
    only_branch = next(iter(labels.values())) if len(labels) == 1 else None
    for row in range(FIRST_ROW, last + 1):
        for column, key in enumerate(keys):
            style = "number" if key in ("value", "attained_value", "attained_pct") else "text_input"
            sheet.write_blank(row, column, None, look[style])
        if only_branch:
            sheet.write_string(row, 0, only_branch, look["text_input"])
    names = f"='{LIST_SHEET}'!"
    offered: dict[str, Any] = {
        "branch_name": names + xl_range_of(1, 6, len(labels), 6),
        "metric_name": names + xl_range_of(1, 8, metrics, 8),
        "period_name": names + xl_range_of(1, 10, periods, 10),
        "cadence": list(CADENCES),
        "comparator": list(COMPARATORS),
    }
    for key, source in offered.items():
        column = keys.index(key)
        # A period or a name that is not offered may still be typed: the reader understands both or says why not.
        rule = {"validate": "list", "source": source, "error_type": "warning" if key == "period_name" else "stop"}
        sheet.data_validation(FIRST_ROW, column, last, column, rule)
    _offer_sources(sheet, FIRST_ROW, last, keys.index("source_no"))
    sheet.freeze_panes(FIRST_ROW, 2)


def _write_sources(sheet: Any, look: dict[str, Any]) -> None:
    keys = list(SOURCE_HEADINGS)
    hint = "Văn bản mà số liệu lấy ra. Không điền N1 nghĩa là số liệu lấy từ chính biểu này."
    _open_sheet(sheet, look, "Nguồn", hint, keys, list(SOURCE_HEADINGS.values()))
    for column, width in enumerate((8, 40, 60, 50, 16)):
        sheet.set_column(column, column, width)
    for row in range(FIRST_ROW, FIRST_ROW + SOURCE_ROWS):
        sheet.write_string(row, 0, f"N{row - FIRST_ROW + 1}", look["key"])
        for column in (1, 2, 3):
            sheet.write_blank(row, column, None, look["text_input"])
        sheet.write_blank(row, 4, None, look["date"])
    sheet.freeze_panes(FIRST_ROW, 1)
