"""The parts of a branch's profile: head, doubts, figures with sources, targets, conflicts, life, branches below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from comparison.answers import Profile
from ui import formats
from ui.cards import Card
from ui.rows import mappings
from ui.screen import Screen, tell
from ui.tables import Column, Table
from ui.target_cards import metric_text, note_text, source_address, source_text, table_words, target_columns
from ui.target_rows import TargetRows
from ui.texts import coded, language, t, tn
from ui.told import Heading, Listed, Remark

# How ids of branches are written: words without diacritics, joined by hyphens.
BRANCH_ID = re.compile(r"\b[a-z][a-z0-9]*(?:-[a-z0-9]+)+\b")


def head(branch: Mapping[str, Any], screen: Screen) -> None:
    """Name and what the branch is: tier, provinces, sector, parent, life."""
    facts = [(t("column.tier"), coded("tier", str(branch["tier"]))), (t("profile.province"), _province(branch))]
    facts += [(t("profile.sector"), coded("sector", str(branch["sector"] or ""))), (t("profile.life"), _life(branch))]
    cells = "".join(
        f"<div><dt>{formats.escape(k)}</dt><dd>{formats.escape(v or formats.MISSING)}</dd></div>" for k, v in facts
    )
    cells += f"<div><dt>{formats.escape(t('column.parent'))}</dt><dd>{_parent(branch, screen)}</dd></div>"
    told = [*facts, (t("column.parent"), str(branch.get("parent_name") or ""))]
    tell(Heading(str(branch["name_vi"]), "", t("page.profile"), tuple((k, v or formats.MISSING) for k, v in told)))
    kind = formats.escape(t("page.profile"))
    st.html(
        f'<header class="ud-head"><p class="ud-kind">{kind}</p><h1>{formats.escape(branch["name_vi"])}</h1></header>'
        f'<dl class="ud-facts">{cells}</dl>'
    )


def _province(branch: Mapping[str, Any]) -> str:
    new, old = branch.get("province_since_2025_07"), branch.get("province_before_2025_07")
    if not new:
        return t("profile.no_province")
    if old and old != new:
        return t("profile.province_both", new=str(new), old=str(old))
    return str(new)


def _parent(branch: Mapping[str, Any], screen: Screen) -> str:
    name = branch.get("parent_name")
    if not name:
        return formats.MISSING
    if branch.get("parent_id"):
        href = formats.escape(screen.profile_link(str(branch["parent_id"])))
        return f'<a href="{href}" target="_self">{formats.escape(name)}</a>'
    return formats.escape(name)


def _life(branch: Mapping[str, Any]) -> str:
    start, end = branch.get("active_from"), branch.get("active_to")
    words = []
    if not formats.is_missing(start):
        words.append(t("profile.from", day=formats.day(start)))
    if not formats.is_missing(end):
        words.append(t("profile.to", day=formats.day(end)))
    if branch.get("successor_name"):
        words.append(t("profile.successor", name=str(branch["successor_name"])))
    return ", ".join(words) or t("profile.active")


def findings(frame: pd.DataFrame, screen: Screen | None = None) -> None:
    """Doubts about figures, as sentences with their numbers; with a screen, the branch's name leads to its profile."""
    shown = frame[frame["severity"].isin(["error", "warning"])]
    rest = frame[~frame["severity"].isin(["error", "warning"])]
    for row in [*mappings(shown), *mappings(rest)]:
        message, kind = _said(row)
        tell(Remark(with_names(message, screen), kind))
    if len(shown):
        st.html("".join(_finding(r, screen) for r in mappings(shown)))
    if len(rest):
        with st.expander(tn("profile.remarks", len(rest), n=formats.number(len(rest), 0))):
            st.html("".join(_finding(r, screen) for r in mappings(rest)))


def _finding(row: Mapping[Any, Any], screen: Screen | None) -> str:
    message = _with_names(_said(row)[0], screen)
    severity = formats.escape(t(f"severity.{row['severity']}"))
    if not formats.is_missing(row.get("name_vi")):
        name = formats.escape(row["name_vi"])
        if screen is not None:
            name = f'<a href="{formats.escape(screen.profile_link(str(row["branch_id"])))}" target="_self">{name}</a>'
        severity = f"{severity} · {name}"
    return f'<div class="ud-finding"><small>{severity}</small>{message}</div>'


def branches_in(text: str, screen: Screen | None) -> dict[str, str]:
    """The branches a text names by their ids, with the name a reader knows, as far as the reader may see them."""
    ids = tuple(dict.fromkeys(BRANCH_ID.findall(text)))
    if screen is None or not ids:
        return {}
    rows = screen.answers.named(screen.scope, ids)
    return {str(r["branch_id"]): t("finding.branch", name=r["name_vi"]) for r in mappings(rows)}


def with_names(text: str, screen: Screen | None) -> str:
    """The text with the names of branches in place of their ids."""
    names = branches_in(text, screen)
    return BRANCH_ID.sub(lambda found: names.get(found.group(), found.group()), text)


def _with_names(text: str, screen: Screen | None) -> str:
    """The same as HTML, each name leading to its profile."""
    names, done, parts = branches_in(text, screen), 0, []
    for found in BRANCH_ID.finditer(text):
        if found.group() not in names or screen is None:
            continue
        href, name = formats.escape(screen.profile_link(found.group())), formats.escape(names[found.group()])
        parts += [formats.escape(text[done : found.start()]), f'<a href="{href}" target="_self">{name}</a>']
        done = found.end()
    return "".join(parts) + formats.escape(text[done:])


def _said(row: Mapping[Any, Any]) -> tuple[str, str]:
    """A doubt in words, and what kind of doubt about whom."""
    message = row["message_vi"] if language() == "vi" else row["message_en"]
    name = row.get("name_vi")
    words = [t(f"severity.{row['severity']}"), *([] if formats.is_missing(name) else [str(name)])]
    return str(message or row["rule"]), " · ".join(words)


def figures_card(profile: Profile, screen: Screen) -> Card:
    """Every figure as its source states it."""
    metrics = screen.answers.metrics()
    rows = profile.observations
    return Card(
        key="figures",
        title=t("profile.figures.title", n=formats.number(len(rows), 0)),
        subtitle=t("profile.figures.subtitle"),
        table=Table(figure_columns(), rows, is_wide=True),
        metrics=tuple(metrics[m] for m in rows["metric_id"].unique() if m in metrics),
        source_ids=tuple(rows["source_id"].dropna().unique()),
        open_table=True,
        table_height=720,
    )


def figure_columns() -> tuple[Column, ...]:
    """The columns of stated figures."""
    return (
        Column("metric_id", t("column.metric"), show=metric_text, is_wide=True),
        Column("group", t("column.group"), show=lambda r: coded("group", str(r["group"])), only_in_files=True),
        Column("value", t("column.value"), "number", show=stated_amount),
        Column("value", t("column.number"), "number", only_in_files=True),
        Column("low", t("column.low"), "number", only_in_files=True),
        Column("high", t("column.high"), "number", only_in_files=True),
        Column("unit", t("column.unit"), show=lambda r: t(f"unit.{r['unit']}"), only_in_files=True),
        Column("status", t("profile.status"), show=lambda r: t(f"status.{r['status']}")),
        Column("period", t("column.period"), show=_period),
        Column("title", t("column.source"), show=source_text, link=source_address, is_wide=True),
        Column("published_on", t("column.published"), "date"),
        Column("paragraph", t("column.paragraph"), show=_paragraph),
        Column("note", t("column.note"), is_wide=True),
    )


def stated_amount(row: Mapping[Any, Any]) -> str:
    """A stated figure with its qualifier and its unit: a rating in words, money in full."""
    unit = str(row["unit"])
    if unit == "rank" and not formats.is_missing(row["value"]):
        word = t(f"rating.{int(row['value'])}")
        return t("rating.at_least", word=word) if row["qualifier"] == "at_least" else word
    about = row.get("qualifier") == "about"
    text = formats.bounded(row["value"], row["low"], row["high"], about, "percent" if unit == "percent" else "")
    return text if unit == "percent" else f"{text} {t(f'unit.{_counted(row)}')}"


def _counted(row: Mapping[Any, Any]) -> str:
    """The unit as counted: people honoured year by year over a term are turns of people."""
    over_term = row.get("period_kind") == "term" and row.get("measure") == "flow" and row.get("group") == "emulation"
    return "person_turn" if over_term and row["unit"] == "person" else str(row["unit"])


def _period(row: Mapping[Any, Any]) -> str:
    return formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])


def _paragraph(row: Mapping[Any, Any]) -> str:
    value = row.get("paragraph")
    return "" if formats.is_missing(value) else formats.number(value, 0)


def targets_card(profile: Profile, screen: Screen) -> Card | None:
    """The branch's targets with their state; None where it set none."""
    rows = profile.attainment
    if rows.empty:
        return None
    return Card(
        key="profile_targets",
        title=t("profile.targets.title", n=formats.number(rows["target_id"].nunique(), 0)),
        subtitle=table_words(TargetRows(rows)),
        table=Table(
            (
                *target_columns(with_branch=False),
                Column("paragraph", t("column.paragraph"), show=_paragraph),
                Column("note", t("column.note"), show=note_text, is_wide=True),
            ),
            rows,
            is_wide=True,
        ),
        source_ids=tuple(rows["source_id"].dropna().unique()),
        open_table=True,
        table_height=720,
    )


def conflicts_card(profile: Profile) -> Card | None:
    """Figures on which sources differ, and which value is used; None where they agree."""
    rows = profile.conflicts
    if rows.empty:
        return None
    return Card(
        key="conflicts",
        title=t("profile.conflicts.title"),
        subtitle=t("profile.conflicts.subtitle"),
        table=Table(
            (
                Column("metric_id", t("column.metric"), show=metric_text),
                Column("period", t("column.period"), show=_period),
                Column("value", t("column.value"), "amount"),
                Column("is_chosen", t("profile.used"), show=lambda r: t("yes") if r["is_chosen"] else t("no")),
                Column("title", t("column.source"), show=source_text, link=source_address),
                Column("published_on", t("column.published"), "date"),
            ),
            rows,
        ),
        source_ids=tuple(rows["source_id"].dropna().unique()),
        open_table=True,
        table_height=720,
    )


def life(profile: Profile) -> None:
    """Dated events of the branch."""
    if profile.life.empty:
        return
    items, lines = [], []
    for row in mappings(profile.life):
        other = row.get("other_name")
        name = row["name_vi"]
        what = t(f"event.{row['event']}", name=str(name), other=formats.MISSING if formats.is_missing(other) else other)
        items.append(f"<li>{formats.escape(formats.day(row['happened_on']))}: {formats.escape(what)}</li>")
        lines.append(f"{formats.day(row['happened_on'])}: {what}")
    tell(Listed(tuple(lines)))
    st.html(f'<ul class="ud-list">{"".join(items)}</ul>')


def branch_list(rows: pd.DataFrame, screen: Screen, most: int = 120) -> None:
    """Branches as links to their profiles."""
    names = [str(name) for name in rows["name_vi"].head(most)]
    rest = len(rows) - most
    more = [tn("list.others", rest, n=formats.number(rest, 0))] if rest > 0 else []
    tell(Listed((*names, *more)))
    items = []
    for row in mappings(rows.head(most)):
        href = formats.escape(screen.profile_link(str(row["branch_id"])))
        province = row.get("province")
        place = "" if formats.is_missing(province) or not province else f" <small>{formats.escape(province)}</small>"
        items.append(f'<li><a href="{href}" target="_self">{formats.escape(row["name_vi"])}</a>{place}</li>')
    st.html(f'<ul class="ud-list">{"".join(items)}</ul>')
    for words in more:
        st.caption(words)
