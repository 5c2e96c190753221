"""Writes what was refused as a workbook to fix and send back: the cells as they stood, the reason beside each."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import pandas as pd
import xlsxwriter

from etl.check import CheckResult
from etl.workbook.handed_back import print_wide, texts_of, write_handed_back
from etl.workbook.layout import REFUSAL_SHEET
from etl.workbook.reasons import WHOLE_FILE, column_vi, found_vi, reason_vi
from etl.workbook.styles import formats


def write_rejected(target: Path | IO[bytes], result: CheckResult) -> None:
    """A workbook with every refusal of a check, and what was refused of templates in the form of a template.

    Its first sheet lists file, sheet, row, column, what was found and why it is refused; figures, targets and sources
    that are put right on their sheets are read when the workbook is sent back, the others are refused again.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options)
    look = formats(book)
    _write_list(book.add_worksheet(REFUSAL_SHEET), look, result.rejects)
    if not result.written.empty:
        write_handed_back(book, result.written, result.sources)
    book.close()


def _write_list(sheet: Any, look: dict[str, Any], rejects: pd.DataFrame) -> None:
    headings = ("Tệp", "Trang", "Dòng", "Cột", "Đã ghi", "Lý do")
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"{len(rejects)} dòng, ô chưa được nhận", look["title"])
    for column, (heading, width) in enumerate(zip(headings, (28, 14, 8, 28, 36, 70), strict=True)):
        sheet.write_string(2, column, heading, look["heading"])
        sheet.set_column(column, column, width)
    names = ("file", "sheet", "row", "column_name", "found", "reason")
    for place, row in enumerate(texts_of(rejects), start=3):
        row["reason"] = reason_vi(row["rule"], row["expected"])
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
    print_wide(sheet, 2)
    sheet.autofilter(2, 0, max(3, 2 + len(rejects)), len(headings) - 1)
