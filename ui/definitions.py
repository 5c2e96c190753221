"""What every metric means, from the catalogue, and what the quality rules look for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from comparison.answers import Metric
from comparison.search import search_key
from ui import choices, depth, finding_cards, formats, url
from ui.cards import Card, metric_name, show
from ui.help import meaning
from ui.screen import Screen, remark
from ui.tables import Column, Table
from ui.texts import coded, keys, t, tn

EVERY = "moi"


def metrics(screen: Screen) -> None:
    """The catalogue as a table, narrowed by words and subject."""
    known = screen.answers.metrics()
    groups = dict.fromkeys(m.group for m in known.values())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = choices.text(screen.page, url.SEARCH, t("definitions.search"), t("definitions.search.hint"), width=320)
        labels = {EVERY: t("filter.all")} | {g: coded("group", g) for g in groups}
        group = choices.one(screen.page, url.GROUP, t("column.group"), labels, EVERY, style="list", width=260)
    wanted = search_key(words).split()
    rows = [m for m in known.values() if group in (EVERY, m.group) and _holds(m, wanted)]
    if not rows:
        remark(t("definitions.nothing"))
        return
    show(_card(screen, rows), screen)


def _holds(metric: Metric, words: list[str]) -> bool:
    text = search_key(" ".join((metric.name_vi, metric.name_en, metric.metric_id, meaning(metric))))
    return all(word in text for word in words)


def _card(screen: Screen, rows: list[Metric]) -> Card:
    covered = depth.counts(screen.answers, screen.view)
    frame = pd.DataFrame(
        {
            "metric_id": [m.metric_id for m in rows],
            "reported": [covered[m.metric_id].reported for m in rows],
            "in_view": [covered[m.metric_id].in_view for m in rows],
        }
    )
    known = {m.metric_id: m for m in rows}

    def of(row: Mapping[Any, Any]) -> Metric:
        return known[str(row["metric_id"])]

    return Card(
        key="definitions",
        title=tn("definitions.title", len(rows), n=formats.number(len(rows), 0)),
        subtitle=t("definitions.subtitle"),
        table=Table(
            (
                Column("name", t("column.metric"), "branch", show=lambda r: metric_name(of(r))),
                Column("meaning", t("definitions.meaning"), show=lambda r: meaning(of(r)), is_wide=True),
                Column("group", t("column.group"), show=lambda r: coded("group", of(r).group)),
                Column("unit", t("compare.column.unit"), show=lambda r: t(f"unit.{of(r).unit}")),
                Column("measure", t("definitions.measure"), show=lambda r: t(f"measure.{of(r).measure}")),
                Column("reported", t("column.reported"), "count"),
                Column("in_view", t("column.in_view"), "count"),
                Column("metric_id", t("definitions.code"), only_in_files=True),
            ),
            frame,
        ),
        metrics=tuple(rows),
        open_table=True,
        table_height=720,
    )


def quality_rules(screen: Screen) -> None:
    """Every quality rule: what it looks for, and how often it was found."""
    found = depth.of_scope(screen.answers, "quality_counts", screen.scope).by_rule
    told = {k.split(".")[1] for k in keys("vi") if k.startswith("rule.") and k.endswith(".text")}
    rules = sorted({*told, *found}, key=lambda rule: (-int(found.get(rule, 0)), rule))
    frame = pd.DataFrame({"rule": rules, "findings": [int(found.get(rule, 0)) for rule in rules]})
    show(
        Card(
            key="quality_rules",
            title=tn("definitions.rules.title", len(rules), n=formats.number(len(rules), 0)),
            subtitle=t("definitions.rules.subtitle"),
            table=Table(
                (
                    Column("rule", t("findings.rule"), show=lambda r: finding_cards.rule_name(str(r["rule"]))),
                    Column("text", t("findings.looks_for"), show=lambda r: finding_cards.rule_text(str(r["rule"]))),
                    Column("findings", t("findings.count"), "count", shade=True),
                ),
                frame,
            ),
            open_table=True,
            table_height=720,
        ),
        screen,
    )
