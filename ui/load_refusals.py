"""The refused rows of a check as a list to be read, each with its place, its reason and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from ui import cards, formats, paging
from ui.cards import Card
from ui.load_desk import Job
from ui.refusals import column_words, expected_words, found_words, is_whole_file, place_words, rule_words
from ui.rows import mappings
from ui.screen import Screen
from ui.tables import Column, Table
from ui.texts import t, tn

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# As many as are read in one go, with what comes next still near; the rest on further pages.
ROWS = 10


def draw(now: Screen, checked: Job, rejects: pd.DataFrame) -> None:
    """How to mend what was refused, the workbook to do it in, the list, and the same as a table to take away."""
    ordered = in_order(rejects)
    st.html(f'<p class="ud-lead">{formats.escape(t("load.rejects.how"))}</p>')
    handed_back(checked, "load_rejected")
    table = _table(ordered)
    page = paging.page_of(table, "load_refusals", ROWS)
    st.html(refusals_html(page.part()))
    cards.show(
        Card(
            key="load_rejects",
            title=t("load.rejects.table"),
            subtitle=t("load.rejects.subtitle"),
            table=table,
        ),
        now,
    )


def in_order(rejects: pd.DataFrame) -> pd.DataFrame:
    """Whole files first, then file by file from above to below."""
    whole = [is_whole_file(row) for row in mappings(rejects)]
    return (
        rejects.assign(is_whole=whole, of_file=rejects.groupby("file", dropna=False)["row"].transform("size"))
        .sort_values(["is_whole", "file", "sheet", "row"], ascending=[False, True, True, True], kind="stable")
        .reset_index(drop=True)
    )


def handed_back(checked: Job, key: str) -> None:
    """The button for the workbook of refused rows, where there is one."""
    path = checked.folder / "rejected.xlsx"
    if path.is_file():
        st.download_button(
            t("load.rejects.get"),
            data=path.read_bytes(),
            file_name="so-lieu-can-sua.xlsx",
            mime=XLSX,
            key=key,
            on_click="ignore",
        )


def refusals_html(rejects: pd.DataFrame) -> str:
    """The refusals file by file: a row each where there is room for columns, a card each on a phone."""
    heads = ("load.place", "load.why", "load.found", "load.expected")
    head = "".join(f'<th scope="col" role="columnheader">{formats.escape(t(key))}</th>' for key in heads)
    body = "".join(_file(str(file), mappings(rows)) for file, rows in rejects.groupby("file", sort=False, dropna=False))
    return (
        f'<table class="ud-refusals" role="table" aria-label="{formats.escape(t("load.rejected"))}">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>{body}</table>'
    )


def _file(name: str, rows: list[dict[Any, Any]]) -> str:
    # Of the whole file, wherever its rows go over to the next page.
    refused = int(rows[0]["of_file"])
    count = tn("load.rejects.of_file", refused, n=formats.number(refused, 0))
    told = "" if all(is_whole_file(row) for row in rows) else f" <small>{formats.escape(count)}</small>"
    lines = "".join(_row(row) for row in rows)
    return (
        f'<tbody role="rowgroup"><tr role="row" class="file"><th colspan="4" scope="rowgroup" role="rowheader">'
        f"{formats.escape(name)}{told}</th></tr>{lines}</tbody>"
    )


def _row(row: Mapping[Any, Any]) -> str:
    found = found_words(row)
    cells = (
        ("place", "load.place", sentence(place_words(row))),
        ("why", "load.why", sentence(rule_words(row))),
        ("found", "load.found", found),
        ("expected", "load.expected", sentence(expected_words(row))),
    )
    written = "".join(
        f'<td role="cell" class="{kind}" data-label="{formats.escape(t(label))}">{formats.escape(text)}</td>'
        for kind, label, text in cells
    )
    return f'<tr role="row">{written}</tr>'


def sentence(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def _row_number(row: Mapping[Any, Any]) -> str:
    return "" if is_whole_file(row) else formats.number(int(row["row"]), 0)


def _table(rejects: pd.DataFrame) -> Table:
    return Table(
        (
            Column("file", t("inputs.file")),
            Column("rule", t("load.why"), show=rule_words),
            Column("sheet", t("load.sheet"), show=lambda r: _text(r["sheet"])),
            Column("row", t("load.row"), show=_row_number),
            Column("column_name", t("load.column"), show=column_words),
            Column("found", t("load.found"), show=found_words),
            Column("expected", t("load.expected"), show=expected_words, is_wide=True),
        ),
        rejects,
    )


def _text(value: Any) -> str:
    return "" if formats.is_missing(value) else str(value)
