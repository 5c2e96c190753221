"""Cells as they stood, kept so that they can be handed back and read by the very same rules."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

from etl.quantity import fold
from etl.workbook.cells import Cell
from etl.workbook.values import text_of

# A cell that was refused for where it stood, not for what it says: handed back alone it would be read. These words are
# written before it, and refuse it for the same reason until somebody decides.
HELD_BACK = {
    **{"merged_cell": "Ô gộp", "duplicate_key": "Trùng, khác số", "duplicate_row": "Trùng lặp"},
    "forms_disagree": "Hai biểu khác số",
    # Only the letters go back: what was struck out or raised would look like the rest.
    "struck_text": "Có chữ gạch hoặc chữ nhỏ",
    # Typed anew into a cell of the same format, any number would be shown as another one again.
    "display_differs": "Ô hiện số khác",
}
# The unit of its money stood outside of the table and does not go back with it.
UNIT_LOST = "Chưa rõ đơn vị tiền"
LONGEST_CELL = 32_000
# Made once: there is a row and a cell to keep for every figure of a large template.
as_json = json.JSONEncoder(ensure_ascii=False).encode
_RULES = {fold(words): rule for rule, words in HELD_BACK.items()} | {fold(UNIT_LOST): "unit_mismatch"}


def saved_cell(
    cell: Cell,
    code: str | None = None,
    *,
    has_error: bool = False,
    is_merged: bool = False,
    is_struck: bool = False,
    is_unit_lost: bool = False,
) -> dict[str, Any]:
    """A cell to keep: its value with its type, its format where that shows more, and what stood in its way."""
    kept: dict[str, Any] = {}
    if has_error:
        kept["error"] = True
    elif isinstance(cell, bool):
        kept["bool"] = cell
    elif isinstance(cell, date):
        kept["date"] = cell.isoformat()
    elif isinstance(cell, int | float):
        kept["number"] = cell
    elif cell:
        kept["text"] = cell
    if code:
        kept["format"] = code
    if is_merged:
        kept["merged"] = True
    if is_struck and kept:
        kept["struck"] = True
    if is_unit_lost and kept:
        kept["unit_lost"] = True
    return kept


def held_back(cell: Cell) -> str | None:
    """The rule by which a cell was held back, where it still bears the words that say so."""
    return _RULES.get(fold(cell.partition(":")[0])) if isinstance(cell, str) else None


def mark_of(kept: dict[str, Any], rules: set[str]) -> str | None:
    """The words to write before a cell, where its reason does not lie in itself."""
    if held_back(kept.get("text")):
        return None
    own = [rule for flag, rule in (("merged", "merged_cell"), ("struck", "struck_text")) if kept.get(flag)]
    rule = next(iter([*own, *(rule for rule in HELD_BACK if rule in rules)]), None)
    return HELD_BACK[rule] if rule else UNIT_LOST if kept.get("unit_lost") else None


def write_saved(sheet: Any, row: int, column: int, kept: dict[str, Any], style: Any, mark: str | None = None) -> None:
    """Write a kept cell as it stood; with a mark as a text behind it. `style` is asked with the code of its format."""
    code = kept.get("format")
    if mark:
        shown = kept.get("text") or text_of(_value(kept))
        sheet.write_string(row, column, f"{mark}: {shown}" if shown else mark, style(None))
    elif kept.get("error"):
        # No formula comes back out of a file: this one is ours, and says only that there is no value.
        sheet.write_formula(row, column, "=NA()", style(None), "#N/A")
    elif "bool" in kept:
        sheet.write_boolean(row, column, kept["bool"], style(None))
    elif "number" in kept and not math.isfinite(kept["number"]):
        sheet.write_string(row, column, str(kept["number"]), style(None))
    elif "number" in kept:
        sheet.write_number(row, column, kept["number"], style(code or "General"))
    elif "date" in kept:
        _write_date(sheet, row, column, date.fromisoformat(kept["date"]), style)
    elif "text" in kept:
        sheet.write_string(row, column, kept["text"][:LONGEST_CELL], style(code))
    else:
        sheet.write_blank(row, column, None, style(None))


def _write_date(sheet: Any, row: int, column: int, day: date, style: Any) -> None:
    if day.year < 1900:
        sheet.write_string(row, column, text_of(day), style(None))
    else:
        sheet.write_datetime(row, column, day, style("dd/mm/yyyy"))


def _value(kept: dict[str, Any]) -> Cell:
    return date.fromisoformat(kept["date"]) if "date" in kept else kept.get("number", kept.get("bool"))
