"""What to know of a sheet beside its figures: not read, hidden, with hidden rows, formulas or unknown columns."""

from __future__ import annotations

from collections.abc import Iterator

from etl.workbook.cells import Sheet
from etl.workbook.layout import GUIDE_SHEET, REFUSAL_SHEET
from etl.workbook.tables import Table, letters

Note = tuple[str, str]


def mentions_of(sheet: Sheet, tables: list[Table]) -> Iterator[Note]:
    """The notes on one sheet, in Vietnamese and English."""
    if not tables:
        if sheet.name not in (GUIDE_SHEET, REFUSAL_SHEET) and any(c is not None for row in sheet.rows for c in row):
            yield f"không đọc trang “{sheet.name}”", f"sheet {sheet.name} is not read"
        return
    if not sheet.is_visible:
        yield f"trang “{sheet.name}” bị ẩn, vẫn được đọc", f"sheet {sheet.name} is hidden; it is read"
    for table in tables:
        yield from _of_table(sheet, table)


def _of_table(sheet: Sheet, table: Table) -> Iterator[Note]:
    values = [*table.periods, *(table.columns[n] for n in ("value",) if n in table.columns)]
    filled = [r for r in table.rows() if any(sheet.rows[r][c] is not None for c in values)]
    if hidden := [row + 1 for row in filled if row in sheet.hidden_rows]:
        listed = ", ".join(map(str, hidden[:10])) + (" …" if len(hidden) > 10 else "")
        yield f"“{sheet.name}”: dòng ẩn {listed} vẫn được đọc", f"{sheet.name}: hidden rows {listed} are read"
    for column in values:
        if column in sheet.hidden_columns:
            name = table.heading(column)
            yield f"“{sheet.name}”: cột ẩn {name} vẫn được đọc", f"{sheet.name}: hidden column {name} is read"
    figures = set(filled)
    if formulas := sum(1 for row, column in sheet.formulas if column in values and row in figures):
        yield (
            f"“{sheet.name}”: {formulas} ô là công thức, đọc kết quả đã lưu trong tệp",
            f"{sheet.name}: {formulas} cells are formulas; the results stored in the file are read",
        )
    if unread := [column for column in table.unknown if column not in table.strays]:
        listed = ", ".join(map(letters, unread))
        yield f"“{sheet.name}”: không đọc cột {listed}", f"{sheet.name}: columns {listed} are not read"
