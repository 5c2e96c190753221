"""Where figures come from: the list of sources to search, and one source with everything taken from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from comparison.search import search_key
from ui import choices, depth, formats, url
from ui.cards import Card, citation, show
from ui.profile_parts import stated_amount
from ui.screen import Screen, remark
from ui.tables import Column, Table
from ui.target_cards import cadence_text, metric_text, target_text
from ui.texts import coded, language, t, tn


def listed(screen: Screen) -> None:
    """Every source, narrowed by words."""
    frame = depth.of_scope(screen.answers, "source_list", screen.scope)
    words = choices.text(screen.page, url.SEARCH, t("sources.search"), t("sources.search.hint"), width=420)
    rows = searched(frame, words)
    if rows.empty:
        remark(t("sources.nothing", words=formats.shorten(words, 60)))
        return
    show(
        Card(
            key="sources",
            is_of_everything=True,
            title=tn("sources.title", len(rows), n=formats.number(len(rows), 0)),
            subtitle=t("sources.subtitle"),
            table=Table(
                (
                    Column("title", t("sources.name"), show=_name, link=lambda r: _inside(screen, r)),
                    Column("publisher", t("sources.publisher"), show=lambda r: _said(r, "publisher")),
                    Column("published_on", t("column.published"), "date"),
                    Column("kind", t("sources.kind"), show=lambda r: coded("source.kind", str(r["kind"]))),
                    Column("branches", t("sources.branches"), "count"),
                    Column("figures", t("sources.figures"), "count", shade=True),
                    Column("targets", t("sources.targets"), "count"),
                    Column("url", t("sources.address"), show=_address, link=lambda r: _said(r, "url")),
                    Column("source_id", t("download.sources.5"), only_in_files=True),
                ),
                rows,
                is_wide=True,
            ),
            open_table=True,
            table_height=760,
            filters=((t("sources.search"), words),) if words else (),
        ),
        screen,
    )


def searched(frame: pd.DataFrame, words: str) -> pd.DataFrame:
    """The sources whose title, publisher, address or id hold every word, diacritics or not."""
    wanted = search_key(words).split()
    if not wanted:
        return frame
    text = frame[["title", "publisher", "url", "source_id"]].fillna("").agg(" ".join, axis=1).map(search_key)
    return frame[[all(word in line for word in wanted) for line in text]].reset_index(drop=True)


def _said(row: Mapping[Any, Any], name: str) -> str:
    value = row.get(name)
    return "" if formats.is_missing(value) else str(value)


def _name(row: Mapping[Any, Any]) -> str:
    return _said(row, "title") or _said(row, "source_id")


def _address(row: Mapping[Any, Any]) -> str:
    address = _said(row, "url")
    return t("sources.open") if address.lower().startswith(("http://", "https://")) else address or formats.MISSING


def _inside(screen: Screen, row: Mapping[Any, Any]) -> str:
    return url.source_link(str(row["source_id"]), screen.filters, language())


def one(screen: Screen, source_id: str) -> bool:
    """One source with every figure and target taken from it; False where the reader may see none of that id."""
    frame = depth.of_scope(screen.answers, "source_list", screen.scope)
    found = frame[frame["source_id"] == source_id]
    if found.empty:
        remark(t("sources.unknown", source=formats.shorten(source_id, 60)))
        return False
    _head(found.iloc[0].to_dict())
    figures = depth.of_scope(screen.answers, "cited_figures", screen.scope, source_id)
    targets = depth.of_scope(screen.answers, "cited_targets", screen.scope, source_id)
    if figures.empty and targets.empty:
        remark(t("sources.no_figures"))
    if len(figures):
        show(_figures_card(screen, figures, source_id), screen)
    if len(targets):
        show(_targets_card(targets, source_id), screen)
    return True


def _head(row: Mapping[Any, Any]) -> None:
    publisher, title, published, address, source_id = citation(row)
    name = formats.escape(title if title != formats.MISSING else source_id)
    if address.lower().startswith(("http://", "https://")):
        name = f'<a href="{formats.escape(address)}" target="_blank" rel="noopener noreferrer nofollow">{name}</a>'
    facts = [
        (t("sources.publisher"), publisher),
        (t("column.published"), published),
        (t("sources.kind"), coded("source.kind", str(row["kind"]))),
        (t("download.sources.5"), source_id),
    ]
    cells = "".join(f"<div><dt>{formats.escape(k)}</dt><dd>{formats.escape(v)}</dd></div>" for k, v in facts)
    st.html(f'<div class="ud-section"><h2>{name}</h2></div><dl class="ud-facts">{cells}</dl>')


def _figures_card(screen: Screen, rows: pd.DataFrame, source_id: str) -> Card:
    metrics = screen.answers.metrics()
    return Card(
        key="cited_figures",
        is_of_everything=True,
        title=tn("sources.figures.title", len(rows), n=formats.number(len(rows), 0)),
        subtitle=t("sources.figures.subtitle"),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("metric_id", t("column.metric"), show=metric_text),
                Column("value", t("column.value"), "amount", show=stated_amount),
                Column("period_start", t("column.period"), show=_period),
                Column("status", t("profile.status"), show=lambda r: t(f"status.{r['status']}")),
                Column("is_used", t("sources.used"), show=lambda r: t("yes") if r["is_used"] else t("no")),
                Column("paragraph", t("column.paragraph"), show=lambda r: _whole(r["paragraph"])),
                Column("note", t("column.note")),
            ),
            rows,
        ),
        metrics=tuple(metrics[m] for m in rows["metric_id"].unique() if m in metrics),
        source_ids=(source_id,),
        open_table=True,
        table_height=720,
        foot=t("sources.used.foot"),
    )


def _targets_card(rows: pd.DataFrame, source_id: str) -> Card:
    return Card(
        key="cited_targets",
        is_of_everything=True,
        title=tn("sources.targets.title", len(rows), n=formats.number(len(rows), 0)),
        subtitle=t("sources.targets.subtitle"),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("metric_id", t("column.metric"), show=metric_text),
                Column("value", t("targets.column.target"), "number", show=target_text, raw=True),
                Column("cadence", t("targets.column.cadence"), show=cadence_text),
                Column("period_start", t("column.period"), show=_period),
                Column("paragraph", t("column.paragraph"), show=lambda r: _whole(r["paragraph"])),
                Column("note", t("column.note")),
            ),
            rows,
        ),
        source_ids=(source_id,),
        open_table=True,
        table_height=640,
    )


def _whole(value: Any) -> str:
    return "" if formats.is_missing(value) else formats.number(float(value), 0)


def _period(row: Mapping[Any, Any]) -> str:
    return formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])
