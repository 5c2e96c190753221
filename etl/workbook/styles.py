"""How cells of the workbooks for stewards look: a calm head, grey keys, light yellow where to fill in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

INK, QUIET, LINE, INPUT, HEAD, REASON = "#1F2933", "#52606D", "#C5CED8", "#FFFBE8", "#29527A", "#9B2C2C"


def formats(book: Any) -> dict[str, Any]:
    """The formats of one workbook by their names; `<name>_first` has the line above a new branch."""
    base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "vcenter"}
    boxed = base | {"border": 1, "border_color": LINE}
    asked = boxed | {"bg_color": INPUT, "locked": False}
    looks: dict[str, dict[str, Any]] = {
        "title": base | {"bold": True, "font_size": 15},
        "hint": base | {"font_color": QUIET},
        "heading": boxed | {"bold": True, "font_color": "#FFFFFF", "bg_color": HEAD, "text_wrap": True},
        "guide_heading": base | {"bold": True, "valign": "top"},
        "guide": base | {"text_wrap": True, "valign": "top"},
        "key": boxed | {"font_color": QUIET},
        # Kept as typed: a spreadsheet set to English would make 1 of "1.000", and a date of "12.5".
        "number": asked | {"num_format": "@", "align": "right"},
        "text": asked | {"num_format": "@", "text_wrap": True},
        "text_input": asked | {"text_wrap": True},
        "date": asked | {"num_format": "dd/mm/yyyy", "align": "left"},
        "reason": boxed | {"font_color": REASON, "text_wrap": True},
        "cell": boxed | {"text_wrap": True},
    }
    made = {name: book.add_format(look) for name, look in looks.items()}
    for name in ("key", "number", "text", "text_input"):
        made[name + "_first"] = book.add_format(looks[name] | {"top": 2, "top_color": QUIET})
    return made


def reader_format(book: Any) -> Callable[[str | None], Any]:
    """The look of a cell to put right, by the code of its own format; without one, what is typed stays as typed."""

    @cache
    def made(code: str | None) -> Any:
        base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "vcenter", "text_wrap": True}
        box = {"border": 1, "border_color": LINE, "bg_color": INPUT}
        return book.add_format(base | box | {"num_format": code or "@"})

    return made
