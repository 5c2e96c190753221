"""Data table: rows and columns of the reader's choice, to sort, search and take away."""

from __future__ import annotations

import streamlit as st

from ui import cards, choices, data_grid, screen, url
from ui.texts import t

now = screen.current()
screen.head(t("page.table"), now, t("page.table.question"))
grid = data_grid.choose(now)
if not (grid.metric_ids and grid.periods):
    screen.remark(t("grid.nothing"))
else:
    answer = data_grid.answered(now, grid)
    cells = data_grid.cells_of(now, grid)
    table = data_grid.beside(answer, cells)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = choices.text(now.page, url.SEARCH, t("grid.search"), t("filter.branch_search.hint"), width=260)
        sorts = data_grid.sorts(cells, len(grid.periods) > 1)
        lowest_first = grid.mode == "rank" or cells[0].metric.direction == "lower"
        start = data_grid.BY_NAME if grid.rows == "tier" else "0+" if lowest_first else "0-"
        sort = choices.one(now.page, url.SORT, t("grid.sort"), sorts, start, style="list", width=420)
        only = choices.switch(now.page, url.WITH_FIGURES, t("grid.only_figures"))
    order = data_grid.ordered(grid, table, words, sort, only)
    told = data_grid.choice_rows(now, grid, words, sorts[sort])
    if not len(order):
        screen.remark(t("grid.no_rows"))
    else:
        cards.show(data_grid.card(now, grid, answer, table.shown(order), told), now)
cards.sources_at_foot(now)
