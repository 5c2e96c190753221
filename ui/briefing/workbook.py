"""A whole page as one Excel workbook: a sheet for each table, then filters, definitions and sources."""

from __future__ import annotations

import re
from datetime import datetime

import pandas as pd

from ui import told
from ui.briefing.gather import choices
from ui.cards import Card, citation, definition, generated_rows
from ui.downloads import Export, Sheet, workbook_bytes
from ui.rows import mappings
from ui.screen import Screen
from ui.tables import Table
from ui.texts import t

# What Excel does not take in the name of a sheet; it holds 31 signs.
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
LONGEST_NAME = 31


def workbook(screen: Screen) -> bytes:
    """The workbook of everything the page shows; the same snapshot and filter give the same bytes."""
    cards = [item for item in screen.shown if isinstance(item, Card)]
    tables = [(card.title, card.subtitle, card.table) for card in cards]
    heading = next((x for x in screen.shown if isinstance(x, told.Heading)), None)
    info = screen.answers.snapshot_info()
    metrics = dict.fromkeys(metric for card in cards for metric in card.metrics)
    rows = mappings(screen.answers.sources(tuple(screen.cited))) if screen.cited else []
    whole = Export(
        title=heading.title if heading else t("brief.kind"),
        table=Table((), pd.DataFrame()),
        filters=(*generated_rows(info), *choices(screen, heading is None or not heading.facts)),
        definitions=tuple(definition(m) for m in metrics),
        sources=tuple(sorted(citation(r) for r in rows)),
        snapshot=str(info["version"]),
        built_at=_built(info.get("built_at")),
    )
    sheets = [Sheet(name, *table) for name, table in zip(names([title for title, _, _ in tables]), tables, strict=True)]
    return workbook_bytes(whole, sheets)


def _built(value: object) -> datetime | None:
    return pd.Timestamp(value).to_pydatetime() if value else None  # type: ignore[arg-type]


def names(titles: list[str]) -> list[str]:
    """A name for each sheet, in order: its number and what of the title fits, none twice."""
    found = []
    for n, title in enumerate(titles, 1):
        plain = " ".join(NOT_IN_NAMES.sub(" ", title).split())
        name = f"{n} {plain}"
        if len(name) > LONGEST_NAME:
            # Whole words where there are any, never half of one.
            name = name[: LONGEST_NAME + 1].rsplit(" ", 1)[0][:LONGEST_NAME]
        found.append(name.strip())
    return found
