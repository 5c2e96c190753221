"""What python-calamine does not tell of an old .xls: how numbers are shown, hidden rows and columns, and errors."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlrd

from etl.guards import Unreadable
from etl.workbook.number_formats import shows_more
from etl.workbook.xlsx_details import SheetDetails


def read_old_details(path: Path) -> dict[str, SheetDetails]:
    """The details of every worksheet by its name; raises Unreadable where they cannot be told.

    Without the formats nobody could tell 105 % from 1.05: such a file is refused and not read by halves.
    """
    try:
        # What the reader has to say of an odd file would end up in the answer of this process.
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
        return {sheet.name: _sheet(book, sheet) for sheet in book.sheets()}
    except MemoryError:
        raise
    except Exception as problem:
        raise Unreadable(
            f"an old workbook whose formats cannot be read ({type(problem).__name__})",
            "the same workbook saved as .xlsx",
            "damaged_file",
        ) from None


def _sheet(book: Any, sheet: Any) -> SheetDetails:
    details = SheetDetails(sheet.nrows, sheet.ncols)
    codes = [book.format_map[style.format_key].format_str for style in book.xf_list]
    telling = {place: code for place, code in enumerate(codes) if shows_more(code)}
    for row in range(sheet.nrows):
        kinds, styles = sheet.row_types(row), sheet._cell_xf_indexes[row]
        for column, kind in enumerate(kinds):
            if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            if kind == xlrd.XL_CELL_ERROR:
                details.without_value.append((row, column))
            if (code := telling.get(styles[column])) is not None:
                details.formats.setdefault(code, []).append((row, column))
    details.hidden_rows += [row for row, known in sheet.rowinfo_map.items() if known.hidden]
    details.hidden_columns += [column for column, known in sheet.colinfo_map.items() if known.hidden]
    return details
