"""What a check came to: how much is accepted, changed, refused and doubtful, what to do next, and every row of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import pandas as pd
import streamlit as st

from ui import cards, formats, load_lines, load_refusals, screen
from ui.cards import Card
from ui.finding_cards import rule_name
from ui.load_desk import Answer, Desk, Job
from ui.profile_parts import stated_amount
from ui.refusals import in_words, place_words
from ui.screen import Headline, Screen
from ui.tables import Column, Table
from ui.target_cards import target_text
from ui.texts import language, t, tn
from ui.told import Remark

OUTCOMES = ("new", "changed", "withdrawn", "unchanged", "not_reported", "outranked")
# The outcomes after which a page reads otherwise than before.
CHANGING = ("new", "changed", "withdrawn")
PROBLEM = "problem."


def draw(now: Screen, desk: Desk, checked: Job) -> None:
    """The account of the check in figures, what to do next, then the parts beside each other behind tabs."""
    inputs, rows, rejects = checked.frame("inputs"), checked.frame("rows"), checked.frame("rejects")
    findings, differences = checked.frame("findings"), checked.frame("differences")
    screen.headlines(_headlines(inputs, rows))
    _next(desk, inputs, rows, differences)
    parts: list[tuple[str, int, Callable[[], None]]] = []
    if len(rejects):
        parts.append(("rejects", len(rejects), lambda: load_refusals.draw(now, checked, rejects)))
    if len(findings):
        parts.append(("findings", len(findings), lambda: load_lines.show(_findings_card(now, findings, rows), now)))
    if len(differences):
        parts.append(
            ("differences", len(differences), lambda: load_lines.show(_differences_card(now, differences), now))
        )
    if len(rows):
        others = int(inputs["rows_accepted"].sum()) - len(rows)
        parts.append(("rows", len(rows), lambda: load_lines.show(_rows_card(now, rows, others), now)))
    parts.append(("files", len(inputs), lambda: load_lines.show(_files_card(inputs, rows), now)))
    labels = [t(f"load.part.{name}", n=formats.number(count, 0)) for name, count, _ in parts]
    for tab, (_, _, draw_part) in zip(st.tabs(labels), parts, strict=True):
        with tab:
            draw_part()


def warn(label: str, text: str) -> None:
    """A sentence that must be read before going on."""
    screen.tell(Remark(text, label))
    st.html(f'<p class="ud-warn" role="alert"><b>{formats.escape(label)}</b> <span>{formats.escape(text)}</span></p>')


def _next(desk: Desk, inputs: pd.DataFrame, rows: pd.DataFrame, differences: pd.DataFrame) -> None:
    """What to do now, in the order in which it is done."""
    rejected, doubtful = int(inputs["rows_rejected"].sum()), _doubtful(rows)
    if not desk.answer.get("agrees", True):
        warn(t("load.do_not_publish"), t("load.disagrees"))
    steps = []
    if rejected:
        steps.append(tn("load.next.rejected", rejected, n=formats.number(rejected, 0)))
    if doubtful:
        steps.append(tn("load.next.doubtful", doubtful, n=formats.number(doubtful, 0)))
    if not desk.answer.get("draft"):
        steps.append(t("load.nothing_accepted"))
    elif differences.empty:
        steps.append(t("load.differences.none"))
    elif desk.answer.get("agrees", True):
        steps.append(tn("load.next.publish", len(differences), n=formats.number(len(differences), 0)))
    for text in steps:
        screen.tell(Remark(text))
    items = "".join(f"<li>{formats.escape(text)}</li>" for text in steps)
    st.html(f'<div class="ud-next"><h3>{formats.escape(t("load.next"))}</h3><ol>{items}</ol></div>')


def _count(rows: pd.DataFrame, *outcomes: str) -> int:
    return int(rows["outcome"].isin(outcomes).sum()) if len(rows) else 0


def _doubtful(rows: pd.DataFrame) -> int:
    return int((rows["doubts"] != "").sum()) if len(rows) else 0


def _headlines(inputs: pd.DataFrame, rows: pd.DataFrame) -> list[Headline]:
    """Accepted, what of it changes the pages and what does not, refused, doubtful."""
    total = {name: formats.number(int(inputs[f"rows_{name}"].sum()), 0) for name in ("in", "accepted", "rejected")}
    n = {outcome: formats.number(_count(rows, outcome), 0) for outcome in OUTCOMES}
    changing = formats.number(_count(rows, *CHANGING), 0)
    quiet = formats.number(_count(rows, "unchanged", "not_reported"), 0)
    return [
        Headline(t("load.accepted"), total["accepted"], t("load.rows_in.detail", **total)),
        Headline(t("load.changing"), changing, t("load.changing.detail", **n)),
        Headline(t("load.outcome.unchanged"), quiet, t("load.unchanged.detail", outranked=n["outranked"])),
        Headline(t("load.rejected"), total["rejected"], t("load.rejected.detail")),
        Headline(t("load.doubtful"), formats.number(_doubtful(rows), 0), t("load.doubtful.detail")),
    ]


def _files_card(inputs: pd.DataFrame, rows: pd.DataFrame) -> Card:
    frame = inputs.copy()
    for outcome in OUTCOMES:
        frame[outcome] = [_count(rows[rows["file"] == file], outcome) if len(rows) else 0 for file in frame["file"]]
    frame["doubtful"] = [_doubtful(rows[rows["file"] == file]) if len(rows) else 0 for file in frame["file"]]
    return Card(
        key="load_inputs",
        title=t("load.files.title", n=formats.number(len(frame), 0)),
        subtitle=t("load.files.subtitle"),
        table=Table(
            (
                Column("file", t("inputs.file"), is_wide=True),
                *(Column(f"rows_{k}", t(f"inputs.rows.{k}"), "count") for k in ("in", "accepted", "rejected")),
                *(Column(outcome, t(f"load.outcome.{outcome}"), "count") for outcome in OUTCOMES),
                Column("doubtful", t("load.doubtful"), "count"),
            ),
            frame,
        ),
        open_table=True,
    )


def metric_words(now: Screen, metric_id: str) -> str:
    """A metric's name; its id where the catalogue of the snapshot does not hold it."""
    metric = now.answers.metrics().get(metric_id)
    return cards.metric_name(metric) if metric else metric_id


def branch_words(row: Mapping[Any, Any]) -> str:
    """A branch's name; its id where it has none yet."""
    return str(row["branch_id"] if formats.is_missing(row.get("name_vi")) else row["name_vi"])


def amount(now: Screen, metric_id: str, value: Any, low: Any, high: Any, about: bool = False) -> str:
    """A figure with its bounds and its unit, as profiles show it."""
    metric = now.answers.metrics().get(metric_id)
    if formats.is_missing(value) or metric is None:
        return formats.MISSING if formats.is_missing(value) else formats.bounded(value, low, high, about)
    told = {"unit": metric.unit, "value": value, "low": low, "high": high, "measure": metric.measure}
    known = "about" if about else "at_least" if not formats.is_missing(high) and high == inf else "exact"
    return stated_amount({**told, "group": metric.group, "qualifier": known})


def _stated(now: Screen, row: Mapping[Any, Any]) -> str:
    value, qualifier = row["value"], str(row["qualifier"])
    if formats.is_missing(value) and row["outcome"] in ("withdrawn", "not_reported"):
        return t("load.stated.nothing")
    if row["kind"] == "target":
        metric = now.answers.metrics().get(str(row["metric_id"]))
        return target_text({"value": value, "comparator": qualifier, "unit": metric.unit if metric else ""})
    low = 0.0 if qualifier == "at_most" else value
    high = inf if qualifier == "at_least" else value
    return amount(now, str(row["metric_id"]), value, low, high, qualifier == "about")


def _rows_card(now: Screen, rows: pd.DataFrame, others: int) -> Card:
    """`others`: the accepted rows that are no figures: sources, branches, events, awards asked for."""
    order = {name: place for place, name in enumerate(("withdrawn", "changed", "outranked", "new"))}
    doubtful_first = rows.assign(_calm=rows["doubts"] == "", _order=rows["outcome"].map(order))
    frame = doubtful_first.sort_values(["_calm", "_order"], kind="stable", ignore_index=True)
    return Card(
        key="load_rows",
        title=t("load.accepted.title", n=formats.number(len(rows), 0)),
        subtitle=t("load.accepted.subtitle", others=formats.number(others, 0)),
        table=Table(
            (
                Column("name_vi", t("load.branch"), show=branch_words),
                Column("metric_id", t("load.metric"), show=lambda r: metric_words(now, str(r["metric_id"]))),
                Column("period_kind", t("load.period"), show=period_words),
                Column("outcome", t("load.outcome"), show=lambda r: t(f"load.outcome.{r['outcome']}")),
                Column("value", t("load.stated"), show=lambda r: _stated(now, r)),
                Column("before", t("load.before"), show=lambda r: _plain(now, r, "before")),
                Column("after", t("load.after"), show=lambda r: _plain(now, r, "after")),
                Column("doubts", t("load.doubts"), show=_doubts),
                Column("row", t("load.place"), show=_place),
            ),
            frame,
        ),
        open_table=True,
        foot=t("load.accepted.foot"),
    )


def _plain(now: Screen, row: Mapping[Any, Any], name: str) -> str:
    """The figure compared before or after; a target with the comparator of the row, which both share."""
    if row["kind"] == "target":
        return formats.MISSING if formats.is_missing(row[name]) else _stated(now, {**row, "value": row[name]})
    low, high, about = (row[f"{name}_{end}"] for end in ("low", "high", "about"))
    return amount(now, str(row["metric_id"]), row[name], low, high, not formats.is_missing(about) and bool(about))


def period_words(row: Mapping[Any, Any]) -> str:
    """The period of a row."""
    return formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])


def _doubts(row: Mapping[Any, Any]) -> str:
    return ", ".join(rule_name(rule) for rule in str(row["doubts"]).split(", ") if rule)


def _place(row: Mapping[Any, Any]) -> str:
    """File, sheet, row and column of an accepted row, as those of a refused one are told."""
    return f"{row['file']}: {place_words({**row, 'rule': ''})}"


def _findings_card(now: Screen, findings: pd.DataFrame, rows: pd.DataFrame) -> Card:
    message = "message_vi" if language() == "vi" else "message_en"
    names = dict(zip(rows["branch_id"], rows["name_vi"], strict=True)) if len(rows) else {}
    named = findings.assign(name_vi=findings["branch_id"].map(names))
    return Card(
        key="load_findings",
        title=t("load.findings.title", n=formats.number(len(findings), 0)),
        subtitle=t("load.findings.subtitle"),
        table=Table(
            (
                Column("rule", t("findings.rule"), show=lambda r: rule_name(str(r["rule"]))),
                Column("name_vi", t("load.branch"), show=_branch_or_none),
                Column(message, t("load.finding"), is_wide=True),
                Column("severity", t("findings.severity"), show=lambda r: t(f"severity.{r['severity']}")),
            ),
            named,
        ),
        open_table=True,
    )


def _branch_or_none(row: Mapping[Any, Any]) -> str:
    """A finding may be about a file instead of a branch."""
    return formats.MISSING if formats.is_missing(row["branch_id"]) else branch_words(row)


def _differences_card(now: Screen, frame: pd.DataFrame) -> Card:
    """Figure by figure what the load would change on the pages."""
    return Card(
        key="load_differences",
        title=t("load.differences.title", n=formats.number(len(frame), 0)),
        subtitle=t("load.differences.subtitle"),
        table=Table(
            (
                Column("name_vi", t("load.branch"), show=branch_words, is_wide=True),
                Column("metric_id", t("load.metric"), show=lambda r: metric_words(now, str(r["metric_id"]))),
                Column("period_kind", t("load.period"), show=period_words),
                Column("value_before", t("load.before"), show=lambda r: _side(now, r, "before")),
                Column("value_after", t("load.after"), show=lambda r: _side(now, r, "after")),
                Column("change", t("load.outcome"), show=lambda r: t(f"load.change.{r['change']}")),
            ),
            frame,
        ),
        open_table=True,
    )


def _side(now: Screen, row: Mapping[Any, Any], side: str) -> str:
    value, low, high, about = (row[f"{name}_{side}"] for name in ("value", "low", "high", "about"))
    return amount(now, str(row["metric_id"]), value, low, high, bool(about))


def problem_words(problem: Answer) -> str:
    """What went wrong with a task and what to do, in words a steward can act on."""
    detail = in_words(str(problem.get("detail", "")), PROBLEM)
    return t(f"load.problem.{problem['problem']}", detail=detail)
