"""A chart with all that belongs to it: title, subtitle, notes, source line, the table behind it, downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from comparison.answers import Metric, Note
from ui import downloads, formats, help, paging, parquet, theme
from ui.downloads import Export
from ui.figures.drawing import Drawing
from ui.notes import note_texts
from ui.rows import by_mark, mappings, silent_words
from ui.screen import Screen, filter_rows
from ui.tables import Table, html_table, in_vietnamese
from ui.texts import t, tn

WRITERS: dict[str, tuple[str, Callable[[Export], bytes]]] = {
    "csv": ("text/csv", downloads.csv_bytes),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", downloads.xlsx_bytes),
    "parquet": ("application/vnd.apache.parquet", parquet.parquet_bytes),
}


@dataclass(frozen=True)
class Card:
    """One figure and its surroundings.

    `silent`: branches in view without a figure, listed apart. `legend`: colour and label of what the figure stacks.
    `open_table` shows the table without a click. `filters` are the page's own choices, for the head of a download, and
    `endings` the kinds of files offered. `is_of_everything`: the filter of the screen does not apply, and a download
    says so in its place.
    """

    key: str
    title: str
    subtitle: str
    table: Table
    figure: Drawing | None = None
    alt: str = ""
    metrics: tuple[Metric, ...] = ()
    source_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    silent: Sequence[str] = ()
    legend: tuple[tuple[str, str], ...] = ()
    open_table: bool = False
    foot: str = ""
    table_height: int = 460
    filters: tuple[tuple[str, str], ...] = ()
    endings: tuple[str, ...] = ("csv", "xlsx")
    is_of_everything: bool = False


def show(card: Card, screen: Screen) -> None:
    """Draw a card."""
    screen.cited.update(card.source_ids)
    screen.shown.append(card)
    with st.container(key=f"card_{card.key}"):
        st.html(_heading(card, screen))
        if card.figure is not None:
            st.plotly_chart(
                card.figure,
                width="stretch",
                height=card.figure.height,
                theme=None,
                key=f"chart_{card.key}",
                config=theme.config(downloads.file_name(card.title, "", screen.filters.period), picture()),
                alt=card.alt or card.title,
            )
        # The foot explains the signs of the table below it, hence it is written after it.
        foot = st.empty()
        foot.html(_foot(card, screen, help.signs_in(_below(card, screen), card.figure)))


def picture() -> str:
    """The kind of picture a chart's button saves."""
    kind = st.session_state.get(theme.PICTURE_KEY)
    return str(kind) if kind in theme.PICTURES else theme.PICTURES[0]


def legend_of(card: Card) -> tuple[tuple[str, str], ...]:
    """The card's legend where its colours are to be seen: in a chart, or in a table that is open."""
    has_tints = card.open_table and any(column.tint is not None for column in card.table.columns)
    return card.legend if card.figure is not None or (has_tints and len(card.table.rows)) else ()


def _heading(card: Card, screen: Screen) -> str:
    chips = "".join(
        f'<li><i style="background:{colour}"></i>{formats.escape(label)}</li>' for colour, label in legend_of(card)
    )
    legend = f'<ul class="ud-legend">{chips}</ul>' if chips else ""
    ask, told = help.about(card.metrics, card.key, screen.filters)
    return (
        f'<div class="ud-card"><div class="ud-title"><h2>{formats.escape(card.title)}</h2>{ask}</div>'
        f"<p>{formats.escape(card.subtitle)}</p>{legend}{told}</div>"
    )


def _foot(card: Card, screen: Screen, signs: tuple[str, ...]) -> str:
    notes = "".join(f"<li>{formats.escape(text)}</li>" for text in note_texts(card.notes))
    listed = f'<ul class="ud-notes">{notes}</ul>' if notes else ""
    foot = f"<p>{formats.escape(card.foot)}</p>" if card.foot else ""
    line = f"<p>{source_line(card.source_ids, screen)}</p>" if card.source_ids else ""
    return f'<div class="ud-foot">{foot}{listed}{line}{help.reading(signs)}</div>'


def source_line(source_ids: Iterable[str], screen: Screen) -> str:
    """Who published what is shown, as HTML: the first publishers, each leading to its document (its latest where it has
    several), the rest counted."""
    ids = tuple(sorted(set(source_ids)))
    if not ids:
        return formats.escape(t("source.none"))
    frame = screen.answers.sources(ids)
    named = frame.assign(publisher=frame["publisher"].fillna("").replace("", t("source.unnamed")))
    counts = named["publisher"].value_counts()
    ordered = named.sort_values("published_on", na_position="first")
    latest = dict(zip(ordered["publisher"], ordered["source_id"], strict=True))
    names = ", ".join(_publisher(str(p), int(n), str(latest[p]), screen) for p, n in counts.head(3).items())
    rest = tn("source.others", len(counts) - 3, n=str(len(counts) - 3)) if len(counts) > 3 else ""
    documents = tn("source.documents", len(frame), n=str(len(frame)))
    return t("source.line", names=names + formats.escape(rest), documents=formats.escape(documents))


def _publisher(name: str, documents: int, source_id: str, screen: Screen) -> str:
    several = f" ({documents})" if documents > 1 else ""
    return (
        f'<a href="{formats.escape(screen.source_link(source_id))}" target="_self">{formats.escape(name)}</a>{several}'
    )


def _below(card: Card, screen: Screen) -> str:
    """The table with its downloads, and the silent branches; returns the table's HTML."""
    label = tn("table.open", len(card.table.rows), n=formats.number(len(card.table.rows), 0))
    asked = (screen.filters, card.filters)
    with st.expander(label, expanded=card.open_table):
        _buttons(card, screen)
        page = paging.page_of(card.table, card.key, asked=asked)
        table = html_table(page, screen.profile_link, card.table_height, card.title, screen.definition_link)
        st.html(table)
    if card.silent:
        with st.expander(silent_words(card.silent)):
            names = paging.names_of(card.silent, card.key, asked=asked)
            st.html("".join(_silent_of(*group) for group in by_mark(names)))
    return table


def _silent_of(head: str, names: Sequence[str]) -> str:
    said = f"<b>{formats.escape(head)}</b> " if head else ""
    return f'<p class="ud-silent">{said}{" · ".join(formats.escape(name) for name in names)}</p>'


def _buttons(card: Card, screen: Screen) -> None:
    """A button for each kind of file; the bytes are made at the click, in the language of this run."""
    here = copy_context()

    def made(write: Callable[[Export], bytes]) -> Callable[[], bytes]:
        return lambda: here.copy().run(lambda: write(export_of(card, screen)))

    with st.container(horizontal=True):
        for ending in card.endings:
            mime, write = WRITERS[ending]
            st.download_button(
                t(f"download.{ending}"),
                data=made(write),
                file_name=downloads.file_name(card.title, ending, screen.filters.period),
                mime=mime,
                key=f"{ending}_{card.key}",
                on_click="ignore",
            )


def export_of(card: Card, screen: Screen) -> Export:
    """The card's table with its filter, definitions, sources and build, ready to be written."""
    info = screen.answers.snapshot_info()
    cited = screen.answers.sources(tuple(card.source_ids)) if card.source_ids else pd.DataFrame()
    held = ((t("quality.held"), t("quality.held.all")),) if card.is_of_everything else filter_rows(screen.filters)
    return Export(
        title=card.title,
        table=card.table,
        filters=(*generated_rows(info), *held, *card.filters),
        definitions=tuple(definition(m) for m in card.metrics),
        sources=tuple(citation(r) for r in mappings(cited)),
        snapshot=str(info["version"]),
        built_at=pd.Timestamp(info["built_at"]).to_pydatetime() if info.get("built_at") else None,
    )


def generated_rows(info: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a download of invented figures says first."""
    return ((t("generated.label"), t("generated.text")),) if info.get("is_generated") else ()


def metric_name(metric: Metric) -> str:
    """A metric's name in the language of the screen."""
    return help.name_of(metric)


def definition(metric: Metric) -> tuple[str, str, str, str]:
    """Name, unit, measure and note of a metric, in the language of the screen."""
    return (metric_name(metric), t(f"unit.{metric.unit}"), t(f"measure.{metric.measure}"), help.note_of(metric))


def citation(row: Mapping[Any, Any]) -> tuple[str, str, str, str, str]:
    """Publisher, title, date, address and id of a source."""
    words = [formats.MISSING if formats.is_missing(row[k]) else str(row[k]) for k in ("publisher", "title")]
    address = "" if formats.is_missing(row["url"]) else str(row["url"])
    return (words[0], words[1], formats.day(row["published_on"]), address, str(row["source_id"]))


def sources_at_foot(screen: Screen) -> None:
    """Every source of the page with its link, and the build of the data."""
    info = screen.answers.snapshot_info()
    st.html(f'<div class="ud-section"><h2>{formats.escape(t("source.title"))}</h2></div>')
    if screen.cited:
        rows = screen.answers.sources(tuple(screen.cited)).sort_values(["publisher", "title"], key=in_vietnamese)
        with st.expander(tn("source.list", len(rows), n=formats.number(len(rows), 0))):
            st.html("".join(_source_item(r, screen) for r in mappings(rows)))
    build = t("source.build", version=info["version"], built=formats.day(info["built_at"]))
    st.html(f'<p class="ud-build">{formats.escape(build)}</p>')


def _source_item(row: Mapping[Any, Any], screen: Screen) -> str:
    publisher, title, published, address, source_id = citation(row)
    name = formats.escape(title)
    if address.lower().startswith(("http://", "https://")):
        name = f'<a href="{formats.escape(address)}" target="_blank" rel="noopener noreferrer nofollow">{name}</a>'
    href, words = formats.escape(screen.source_link(source_id)), formats.escape(t("source.own_page"))
    own = f'<a href="{href}" target="_self">{words}</a>'
    told = f"{formats.escape(publisher)} · {formats.escape(published)} · {own}"
    return f'<p class="ud-source">{name}<br><small>{told}</small></p>'


def show_some(found: Iterable[Card | None], screen: Screen) -> None:
    """Draw the cards there are, below each other."""
    for card in found:
        if card is not None:
            show(card, screen)


def beside(columns: Iterable[Iterable[Card | None]], screen: Screen, widths: tuple[int, ...] = ()) -> None:
    """Columns of cards beside each other, of those there are; below each other on a phone."""
    there = [found for column in columns if (found := [c for c in column if c is not None])]
    if not there:
        return
    shape = widths if len(widths) == len(there) else len(there)
    for place, column in zip(st.columns(shape, gap="large"), there, strict=True):
        with place:
            for card in column:
                show(card, screen)
