"""Step 2 of loading: what became of each file and each row that was uploaded, and what the load would change."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

import pandas as pd
import streamlit as st

from ui import cards, formats, screen
from ui.cards import Card
from ui.finding_cards import rule_name
from ui.load_desk import Answer, Desk, Job
from ui.profile_parts import stated_amount
from ui.refusals import expected_words, found_words, rule_words
from ui.screen import Headline, Screen
from ui.tables import Column, Table
from ui.target_cards import target_text
from ui.texts import language, t

OUTCOMES = ("new", "changed", "unchanged", "outranked")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(now: Screen, desk: Desk, checked: Job) -> None:
    """The account of the check in figures, then by file, by refused row, by accepted row, and the doubts."""
    inputs, rows, rejects = checked.frame("inputs"), checked.frame("rows"), checked.frame("rejects")
    findings = checked.frame("findings")
    screen.headlines(_headlines(inputs, rows))
    if not desk.answer.get("agrees", True):
        screen.remark(t("load.disagrees"))
    cards.show(_files_card(inputs, rows), now)
    if len(rejects):
        cards.show(_rejects_card(rejects), now)
        _rejected_workbook(checked)
    if len(rows):
        cards.show(_rows_card(now, rows, int(inputs["rows_accepted"].sum()) - len(rows)), now)
    if len(findings):
        cards.show(_findings_card(findings), now)


def _count(rows: pd.DataFrame, outcome: str) -> int:
    return int((rows["outcome"] == outcome).sum()) if len(rows) else 0


def _doubtful(rows: pd.DataFrame) -> int:
    return int((rows["doubts"] != "").sum()) if len(rows) else 0


def _headlines(inputs: pd.DataFrame, rows: pd.DataFrame) -> list[Headline]:
    total = {name: formats.number(int(inputs[f"rows_{name}"].sum()), 0) for name in ("in", "accepted", "rejected")}
    n = {outcome: formats.number(_count(rows, outcome), 0) for outcome in OUTCOMES}
    return [
        Headline(t("load.rows_in"), total["in"], t("load.rows_in.detail", **total)),
        Headline(t("load.outcome.new"), n["new"], t("load.new.detail")),
        Headline(t("load.outcome.changed"), n["changed"], t("load.changed.detail")),
        Headline(t("load.outcome.unchanged"), n["unchanged"], t("load.unchanged.detail", outranked=n["outranked"])),
        Headline(
            t("load.rejected"), total["rejected"], t("load.rejected.detail", n=formats.number(_doubtful(rows), 0))
        ),
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


def _rejects_card(rejects: pd.DataFrame) -> Card:
    return Card(
        key="load_rejects",
        title=t("load.rejects.title", n=formats.number(len(rejects), 0)),
        subtitle=t("load.rejects.subtitle"),
        table=Table(
            (
                Column("file", t("inputs.file")),
                Column("sheet", t("load.sheet")),
                Column("row", t("load.row"), "count"),
                Column("column_name", t("load.column")),
                Column("found", t("load.found"), show=found_words),
                Column("rule", t("load.why"), show=rule_words),
                Column("expected", t("load.expected"), show=expected_words, is_wide=True),
            ),
            rejects,
        ),
        open_table=True,
    )


def _rejected_workbook(checked: Job) -> None:
    path = checked.folder / "rejected.xlsx"
    if path.is_file():
        st.download_button(
            t("load.rejects.get"),
            data=path.read_bytes(),
            file_name="so-lieu-can-sua.xlsx",
            mime=XLSX,
            key="load_rejected",
            on_click="ignore",
        )
        st.caption(t("load.rejects.how"))


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
    if row["kind"] == "target":
        metric = now.answers.metrics().get(str(row["metric_id"]))
        return target_text({"value": value, "comparator": qualifier, "unit": metric.unit if metric else ""})
    low = 0.0 if qualifier == "at_most" else value
    high = inf if qualifier == "at_least" else value
    return amount(now, str(row["metric_id"]), value, low, high, qualifier == "about")


def _rows_card(now: Screen, rows: pd.DataFrame, others: int) -> Card:
    """`others`: the accepted rows that are no figures: sources, branches, events, awards asked for, corrections."""
    order = {name: place for place, name in enumerate(("changed", "outranked", "new", "unchanged"))}
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
                Column("value", t("load.stated"), show=lambda r: _stated(now, r)),
                Column("outcome", t("load.outcome"), show=lambda r: t(f"load.outcome.{r['outcome']}")),
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
    sheet = "" if formats.is_missing(row["sheet"]) else f"{row['sheet']}, "
    column = "" if formats.is_missing(row["column_name"]) or not row["column_name"] else f", {row['column_name']}"
    return t("load.place.of", sheet=sheet, row=str(int(row["row"])), column=column)


def _findings_card(findings: pd.DataFrame) -> Card:
    message = "message_vi" if language() == "vi" else "message_en"
    return Card(
        key="load_findings",
        title=t("load.findings.title", n=formats.number(len(findings), 0)),
        subtitle=t("load.findings.subtitle"),
        table=Table(
            (
                Column("severity", t("findings.severity"), show=lambda r: t(f"severity.{r['severity']}")),
                Column("rule", t("findings.rule"), show=lambda r: rule_name(str(r["rule"]))),
                Column(message, t("load.finding"), is_wide=True),
            ),
            findings,
        ),
        open_table=False,
    )


def differences(now: Screen, checked: Job) -> None:
    """Figure by figure what the load would change on the pages."""
    frame = checked.frame("differences")
    if frame.empty:
        screen.remark(t("load.differences.none"))
        return
    cards.show(
        Card(
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
        ),
        now,
    )


def _side(now: Screen, row: Mapping[Any, Any], side: str) -> str:
    value, low, high, about = (row[f"{name}_{side}"] for name in ("value", "low", "high", "about"))
    return amount(now, str(row["metric_id"]), value, low, high, bool(about))


def problem_words(problem: Answer) -> str:
    """What went wrong with a task, in words a steward can act on."""
    return t(f"load.problem.{problem['problem']}", detail=str(problem.get("detail", "")))
