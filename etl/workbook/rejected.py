"""Writes what was refused as a workbook to fix and send back: the cells as they stood, the reason beside each."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import pandas as pd
import xlsxwriter

from etl.check import CheckResult
from etl.workbook.catalogue import read_metrics
from etl.workbook.layout import FIGURE_HEADINGS, FIGURE_SHEET, REFUSAL_SHEET, SOURCE_HEADINGS, SOURCE_SHEET
from etl.workbook.periods import parse_date, parse_period
from etl.workbook.reasons import WHOLE_FILE, column_vi, found_vi, reason_vi
from etl.workbook.styles import formats

KEY_ROW, HEADING_ROW, FIRST_ROW = 2, 3, 4
FIXED = ("branch_id", "metric_id", "branch_name", "group_name", "metric_name", "unit_name")
CLOSING = ("source_no", "paragraph", "note", "reason")
# A source that could not be told is asked for again instead of becoming the first one.
NO_SOURCE = "?"


def write_rejected(target: Path | IO[bytes], result: CheckResult) -> None:
    """A workbook with every refusal of a check, and the refused figures of templates in the form of a template.

    Its first sheet lists file, sheet, row, column, what was found and why it is refused; figures that are put right on
    the sheet of figures are read when the workbook is sent back.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    look = formats(book)
    _write_list(book.add_worksheet(REFUSAL_SHEET), look, result.rejects)
    if not result.written.empty:
        numbers = {s: f"N{n}" for n, s in enumerate(dict.fromkeys(result.written["source_id"].dropna()), start=1)}
        _write_figures(book.add_worksheet(FIGURE_SHEET), look, result.written, numbers)
        _write_sources(book.add_worksheet(SOURCE_SHEET), look, result.sources, numbers)
    book.close()


def _head(
    sheet: Any, look: dict[str, Any], title: str, keys: list[str], headings: list[str], widths: list[int]
) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, keys.index("branch_name") if "branch_name" in keys else 0, title, look["title"])
    for column, (key, heading, width) in enumerate(zip(keys, headings, widths, strict=True)):
        sheet.write_string(KEY_ROW, column, key)
        sheet.write_string(HEADING_ROW, column, heading, look["heading"])
        sheet.set_column(column, column, width)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADING_ROW, 32)
    _print_wide(sheet, HEADING_ROW)


def _print_wide(sheet: Any, heading_row: int) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)


def _write_list(sheet: Any, look: dict[str, Any], rejects: pd.DataFrame) -> None:
    headings = ("Tệp", "Trang", "Dòng", "Cột", "Đã ghi", "Lý do")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{len(rejects)} dòng, ô chưa được nhận", look["title"])
    for column, (heading, width) in enumerate(zip(headings, (28, 14, 8, 28, 36, 70), strict=True)):
        sheet.write_string(2, column, heading, look["heading"])
        sheet.set_column(column, column, width)
    names = ("file", "sheet", "row", "column_name", "found", "reason")
    for place, row in enumerate(_texts(rejects), start=3):
        row["reason"] = reason_vi(row["rule"])
        is_whole = set(row["rule"].split(", ")) <= WHOLE_FILE
        row["column_name"] = column_vi(row["column_name"], is_template=bool(row["sheet"]))
        row["found"] = found_vi(row["found"])
        for column, name in enumerate(names):
            style = look["reason" if name == "reason" else "cell"]
            if name == "row" and is_whole:
                # The file is at fault: no row of it is meant.
                sheet.write_blank(place, column, None, style)
            elif name == "row":
                sheet.write_number(place, column, int(row[name]), style)
            else:
                sheet.write_string(place, column, row[name], style)
    sheet.freeze_panes(3, 0)
    _print_wide(sheet, 2)
    sheet.autofilter(2, 0, max(3, 2 + len(rejects)), len(headings) - 1)


def _write_figures(sheet: Any, look: dict[str, Any], written: pd.DataFrame, numbers: dict[str, str]) -> None:
    metrics = read_metrics()
    periods = [period for key in sorted(set(written["period_key"])) if (period := parse_period(str(key)))]
    keys = [*FIXED, *(period.key for period in periods), *CLOSING]
    labels = {period.key: period.label for period in periods}
    headings = [labels.get(key) or FIGURE_HEADINGS[key] for key in keys]
    widths = [4, 4, 34, 16, 36, 15, *(18 for _ in periods), 9, 9, 30, 70]
    _head(sheet, look, "Số liệu cần sửa", keys, headings, widths)
    sheet.set_column(0, 1, None, None, {"hidden": True})
    same_row = ("file", "sheet", "sheet_row", "branch_id", "branch_name", "metric_id", "metric_name", "source_id")
    rows: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for cell in _texts(written):
        rows.setdefault(tuple(cell[name] for name in same_row), []).append(cell)
    for row, cells in enumerate(rows.values(), start=FIRST_ROW):
        first = cells[0]
        metric = metrics.get(first["metric_id"])
        known = {"group_name": metric.group_vi, "unit_name": metric.unit_vi} if metric else {}
        shown = {**{name: first[name] for name in ("branch_id", "branch_name", "metric_id", "metric_name")}, **known}
        shown["source_no"] = numbers.get(first["source_id"], NO_SOURCE)
        shown |= {cell["period_key"]: cell["text"] for cell in cells if cell["text"] != "(empty)"}
        shown["reason"] = "; ".join(f"{labels[cell['period_key']]}: {reason_vi(cell['rule'])}" for cell in cells)
        for column, key in enumerate(keys):
            style = look["reason" if key == "reason" else "key" if key in FIXED else "text_input"]
            sheet.write_string(row, column, shown.get(key, ""), style)
    sheet.freeze_panes(FIRST_ROW, len(FIXED))


def _write_sources(sheet: Any, look: dict[str, Any], sources: pd.DataFrame, numbers: dict[str, str]) -> None:
    _head(sheet, look, "Nguồn", list(SOURCE_HEADINGS), list(SOURCE_HEADINGS.values()), [8, 40, 60, 50, 16])
    stated = {source["source_id"]: source for source in _texts(sources)}
    for row, (source_id, number) in enumerate(numbers.items(), start=FIRST_ROW):
        source = stated[source_id]
        published = parse_date(source["published_on"])
        day = f"{published:%d/%m/%Y}" if published else source["published_on"]
        texts = (number, source["publisher"], source["title"], source["url"], day)
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, look["text_input" if column else "key"])


def _texts(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a frame as texts, "" for what is missing."""
    names = [str(name) for name in frame.columns]
    rows = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]
