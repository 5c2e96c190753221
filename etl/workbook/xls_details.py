"""What python-calamine does not tell of an old .xls: how cells are shown, hidden rows and columns, notes, errors."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import xlrd

from etl.guards import Unreadable
from etl.workbook.beside_cells import LONGEST_NOTE
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
            if _is_struck(book, sheet, row, column):
                details.struck.append((row, column))
            if (code := telling.get(styles[column])) is not None:
                details.formats.setdefault(code, []).append((row, column))
    details.hidden_rows += [row for row, known in sheet.rowinfo_map.items() if known.hidden]
    details.hidden_columns += [column for column, known in sheet.colinfo_map.items() if known.hidden]
    details.notes = {place: str(note.text)[:LONGEST_NOTE] for place, note in sheet.cell_note_map.items()}
    return details


def _is_struck(book: Any, sheet: Any, row: int, column: int) -> bool:
    """Whether a cell, or a part of its text, is struck out, or a part of it raised or lowered."""
    if book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].struck_out:
        return True
    runs = sheet.rich_text_runlist_map.get((row, column), ())
    if not runs:
        return False
    text = str(sheet.cell_value(row, column))
    ends = [start for start, _ in runs[1:]] + [len(text)]
    fonts = [book.font_list[font] for _, font in runs]
    return any(
        (font.struck_out or font.escapement) and text[start:end].strip()
        for (start, _), end, font in zip(runs, ends, fonts, strict=True)
    )
