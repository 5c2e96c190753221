"""Long tables page by page: what is shown of a table whose downloads hold every row."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui import formats
from ui.tables import Table
from ui.texts import t

ROWS = 200


def page_of(table: Table, key: str, most: int = ROWS) -> Table:
    """The table, or the page of it that the reader turned to."""
    count = len(table.rows)
    pages = -(-count // most)
    if pages < 2:
        return table
    # Another number of pages is another widget: it begins at the first.
    page = st.pagination(pages, key=f"page_{key}_{pages}")
    first = (page - 1) * most
    numbers = {"first": first + 1, "last": min(first + most, count), "all": count}
    st.caption(t("table.page", **{name: formats.number(number, 0) for name, number in numbers.items()}))
    return replace(table, rows=table.rows.iloc[first : first + most])
