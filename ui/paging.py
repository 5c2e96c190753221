"""Long tables and lists page by page: what is shown of a table whose downloads hold every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from ui import formats
from ui.tables import Table
from ui.texts import t

ROWS = 100
NAMES = 200


def page_of(table: Table, key: str, most: int = ROWS) -> Table:
    """The table, or the page of it that the reader turned to."""
    count = len(table.rows)
    if count <= most:
        return replace(table, rows=table.part())
    first = _first(count, key, most)
    return replace(table, rows=table.part(first, first + most))


def names_of(names: Sequence[str], key: str, most: int = NAMES) -> Sequence[str]:
    """A list of names, or the page of it that the reader turned to."""
    if len(names) <= most:
        return names
    first = _first(len(names), f"names_{key}", most, "table.page_of_names")
    return names[first : first + most]


def _first(count: int, key: str, most: int, told: str = "table.page") -> int:
    """Let the reader turn the pages; the place of the first row shown."""
    pages = -(-count // most)
    # Another number of pages is another widget: it begins at the first.
    page = st.pagination(pages, key=f"page_{key}_{pages}")
    first = (page - 1) * most
    numbers = {"first": first + 1, "last": min(first + most, count), "all": count}
    st.caption(t(told, **{name: formats.number(number, 0) for name, number in numbers.items()}))
    return first
