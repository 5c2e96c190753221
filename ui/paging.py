"""Long tables and lists page by page: what is shown of a table whose downloads hold every row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

import streamlit as st

from ui import formats
from ui.tables import Table
from ui.texts import t

ROWS = 100
NAMES = 200


def page_of(table: Table, key: str, most: int = ROWS, asked: object = None) -> Table:
    """The table, or the page of it that the reader turned to. `asked` is what decides which rows there are and in what
    order: with another sort or filter one begins at the first page again."""
    count = len(table.rows)
    if count <= most:
        return replace(table, rows=table.part())
    first = _first(count, key, most, asked)
    return replace(table, rows=table.part(first, first + most))


def names_of(names: Sequence[str], key: str, most: int = NAMES, asked: object = None) -> Sequence[str]:
    """A list of names, or the page of it that the reader turned to; `asked` as for a table."""
    if len(names) <= most:
        return names
    first = _first(len(names), f"names_{key}", most, asked, "table.page_of_names")
    return names[first : first + most]


def _first(count: int, key: str, most: int, asked: object, told: str = "table.page") -> int:
    """Let the reader turn the pages; the place of the first row shown."""
    pages = -(-count // most)
    # Another number of pages, order or filter is another widget: it begins at the first.
    page = st.pagination(pages, key=f"page_{key}_{pages}_{crc32(repr(asked).encode()):08x}")
    first = (page - 1) * most
    numbers = {"first": first + 1, "last": min(first + most, count), "all": count}
    st.caption(t(told, **{name: formats.number(number, 0) for name, number in numbers.items()}))
    return first
