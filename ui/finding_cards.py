"""What is doubtful or refused in the data: findings by rule, sources that differ, refused rows, files, builds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison.doubted import ConflictRows, FindingRows
from ui import choices, depth, formats, url
from ui.cards import Card, show
from ui.profile_parts import stated_amount
from ui.refusals import expected_words, found_words, rule_words
from ui.rows import Later, mappings
from ui.screen import Screen, remark, section
from ui.tables import Column, Table
from ui.target_cards import metric_text, source_text
from ui.texts import coded, has, language, t, tn


def rule_name(rule: str) -> str:
    """The name of a quality rule; the rule itself where it is new."""
    return coded("rule", rule)


def rule_text(rule: str) -> str:
    """What a quality rule looks for."""
    return t(f"rule.{rule}.text") if has(f"rule.{rule}.text") else t("rule.unknown")


def findings(screen: Screen) -> None:
    """Every rule with its count, and the rows of one rule."""
    answer: FindingRows = depth.of_scope(screen.answers, "all_findings", screen.scope)
    if not len(answer):
        remark(t("findings.none"))
        return
    order = {"error": 0, "warning": 1, "info": 2}
    counts = answer.counts().sort_values(
        ["severity", "findings"], key=lambda c: c.map(order) if c.name == "severity" else -c, ignore_index=True
    )
    show(_rules_card(counts), screen)
    labels = {str(r["rule"]): f"{rule_name(r['rule'])} ({formats.number(r['findings'], 0)})" for r in mappings(counts)}
    rule = choices.one(
        screen.page, url.RULE, t("findings.rule"), labels, str(counts["rule"].iloc[0]), style="list", width=520
    )
    show(_rows_card(screen, rule, answer.of_rule(rule)), screen)


def _rules_card(counts: pd.DataFrame) -> Card:
    return Card(
        key="rules",
        is_of_everything=True,
        title=tn("findings.title", int(counts["findings"].sum()), n=formats.number(int(counts["findings"].sum()), 0)),
        subtitle=t("findings.subtitle"),
        table=Table(
            (
                Column("severity", t("findings.severity"), show=lambda r: t(f"severity.{r['severity']}")),
                Column("rule", t("findings.rule"), show=lambda r: rule_name(str(r["rule"]))),
                Column("text", t("findings.looks_for"), show=lambda r: rule_text(str(r["rule"])), is_wide=True),
                Column("findings", t("findings.count"), "count", shade=True),
            ),
            counts,
        ),
        open_table=True,
        table_height=720,
    )


def _rows_card(screen: Screen, rule: str, found: FindingRows) -> Card:
    sources = found.source_ids()
    known = screen.answers.sources(sources) if sources else pd.DataFrame(columns=["source_id", "publisher", "title"])
    names = {r["source_id"]: source_text(r) for r in mappings(known)}
    metrics = screen.answers.metrics()

    def put(asked: pd.DataFrame) -> pd.DataFrame:
        rows = found.part(asked["row"].to_numpy())
        return rows.assign(first_source=[ids[0] if ids else "" for ids in rows["source_ids"]])

    def metric(row: Mapping[Any, Any]) -> str:
        found = metrics.get(str(row["metric_id"]))
        return formats.MISSING if found is None else (found.name_vi if language() == "vi" else found.name_en)

    def cited(row: Mapping[Any, Any]) -> str:
        return "; ".join(names.get(s, s) for s in row["source_ids"]) or formats.MISSING

    return Card(
        key="finding_rows",
        is_of_everything=True,
        title=rule_name(rule),
        subtitle=rule_text(rule),
        table=Table(
            (
                Column("name_vi", t("column.branch"), "branch"),
                Column("metric_id", t("column.metric"), show=metric),
                Column("period_start", t("column.period"), show=finding_period),
                Column("message", t("findings.message"), show=lambda r: str(r[f"message_{language()}"]), is_wide=True),
                Column("sources", t("column.source"), show=cited, link=lambda r: _to_source(screen, r)),
            ),
            Later(pd.DataFrame({"row": np.arange(len(found))}), None, put),
        ),
        source_ids=sources,
        open_table=True,
        table_height=640,
        filters=((t("findings.rule"), rule_name(rule)),),
    )


def _to_source(screen: Screen, row: Mapping[Any, Any]) -> str:
    return url.source_link(str(row["first_source"]), screen.filters, language()) if row["first_source"] else ""


def finding_period(row: Mapping[Any, Any]) -> str:
    """The days a finding speaks of; whole years without their days."""
    start, end = row["period_start"], row["period_end"]
    if formats.is_missing(start):
        return formats.MISSING
    first, last = str(start)[:10], str(end)[:10]
    whole = first.endswith("-01-01") and last.endswith("-12-31")
    kind = "other" if not whole else "year" if first[:4] == last[:4] else "term"
    return formats.period_of(kind, start, end)


def conflicts(screen: Screen) -> None:
    """Figures on which sources differ: the one used, the others, and why."""
    found: ConflictRows = depth.of_scope(screen.answers, "conflicts", screen.scope)
    if not len(found):
        remark(t("conflicts.none"))
        return
    figures = depth.of_scope(screen.answers, "quality_counts", screen.scope).differing
    rows = Later(
        pd.DataFrame({"row": np.arange(len(found))}),
        None,
        lambda asked: found.part(asked["row"].to_numpy(), with_reasons),
    )
    show(
        Card(
            key="all_conflicts",
            is_of_everything=True,
            title=tn("conflicts.title", figures, n=formats.number(figures, 0)),
            subtitle=t("profile.conflicts.subtitle"),
            table=Table(
                (
                    Column("name_vi", t("column.branch"), "branch"),
                    Column("metric_id", t("column.metric"), show=metric_text),
                    Column("period_start", t("column.period"), show=_period),
                    Column("value", t("column.value"), "amount", show=_stated),
                    Column("is_chosen", t("profile.used"), show=lambda r: t("yes") if r["is_chosen"] else t("no")),
                    Column("reason", t("conflicts.reason"), show=lambda r: t(f"conflicts.reason.{r['reason']}")),
                    Column("title", t("column.source"), show=source_text, link=lambda r: str(r.get("url") or "")),
                    Column("published_on", t("column.published"), "date"),
                ),
                rows,
            ),
            source_ids=found.source_ids(),
            open_table=True,
            table_height=720,
        ),
        screen,
    )


def _period(row: Mapping[Any, Any]) -> str:
    return formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])


def _stated(row: Mapping[Any, Any]) -> str:
    return stated_amount({**row, "qualifier": "about" if row["is_approximate"] else "exact"})


RANK = {"own": 0, "handed_in": 1, "generated": 1, "press": 2}


def with_reasons(frame: pd.DataFrame) -> pd.DataFrame:
    """Why each value gives way to the chosen one of its figure: the first rule of precedence that tells them apart."""
    figure = ["branch_id", "metric_id", "period_kind", "period_start", "period_end"]
    chosen: dict[Any, Mapping[Any, Any]] = {}
    reasons = []
    for row in mappings(frame):
        key = tuple(row[name] for name in figure)
        if row["is_chosen"]:
            chosen.setdefault(key, row)
            reasons.append("used")
        else:
            reasons.append(_reason(chosen.get(key, row), row))
    return frame.assign(reason=reasons)


def _reason(chosen: Mapping[Any, Any], other: Mapping[Any, Any]) -> str:
    if RANK.get(chosen["source_kind"], 1) != RANK.get(other["source_kind"], 1):
        return "kind"
    dates = [
        formats.MISSING if formats.is_missing(r["published_on"]) else str(r["published_on"])[:10]
        for r in (chosen, other)
    ]
    if dates[0] != dates[1]:
        return "date"
    return "exact" if chosen["low"] == chosen["high"] and other["low"] != other["high"] else "order"


def rejects(screen: Screen) -> None:
    """Refused rows, or that there are none; the files they came in."""
    frame = depth.of_scope(screen.answers, "rejects", screen.scope)
    files = depth.inputs(screen.answers)
    if frame.empty:
        remark(t("rejects.none", n=formats.number(int(files["rows_in"].sum()), 0)))
    else:
        _rejects_card(screen, frame)
    show(
        Card(
            key="inputs",
            is_of_everything=True,
            title=tn("inputs.title", len(files), n=formats.number(len(files), 0)),
            subtitle=t("inputs.subtitle"),
            table=Table(
                (
                    Column("file", t("inputs.file")),
                    *(Column(f"rows_{k}", t(f"inputs.rows.{k}"), "count") for k in ("in", "accepted", "rejected")),
                    Column("encoding", t("inputs.encoding")),
                    Column("sha256", t("inputs.checksum")),
                ),
                files,
            ),
            open_table=True,
            foot=t("inputs.foot"),
            table_height=640,
        ),
        screen,
    )


def _rejects_card(screen: Screen, frame: pd.DataFrame) -> None:
    show(
        Card(
            key="rejects",
            is_of_everything=True,
            title=tn("rejects.title", len(frame), n=formats.number(len(frame), 0)),
            subtitle=t("rejects.subtitle"),
            table=Table(
                (
                    Column("file", t("inputs.file")),
                    Column("row", t("rejects.row"), "count"),
                    Column("column_name", t("rejects.column")),
                    Column("found", t("rejects.found"), show=found_words),
                    Column("expected", t("rejects.expected"), show=expected_words),
                    Column("rule", t("findings.rule"), show=rule_words),
                ),
                frame,
            ),
            open_table=True,
            table_height=640,
        ),
        screen,
    )


def builds(screen: Screen) -> None:
    """The snapshots that are kept, latest first."""
    frame = depth.history(screen.answers)
    info = screen.answers.snapshot_info()
    versions = frame["snapshot"].str.removesuffix(".duckdb")
    frame = frame.assign(version=versions, current=versions == info["version"])
    section(t("builds.section"))
    show(
        Card(
            key="builds",
            is_of_everything=True,
            title=tn("builds.title", len(frame), n=formats.number(len(frame), 0)),
            subtitle=t("builds.subtitle"),
            table=Table(
                (
                    Column("version", t("download.snapshot")),
                    Column(
                        "current",
                        t("builds.current"),
                        show=lambda r: t("yes") if r["version"] == info["version"] else "",
                    ),
                    Column("finished_at", t("builds.finished"), show=_moment),
                    Column("as_of", t("builds.as_of"), "date"),
                    *(Column(f"rows_{k}", t(f"inputs.rows.{k}"), "count") for k in ("in", "accepted", "rejected")),
                    Column("findings", t("builds.findings"), "count"),
                ),
                frame,
            ),
            open_table=True,
        ),
        screen,
    )


def _moment(row: Mapping[Any, Any]) -> str:
    """Day and time of a build, in universal time."""
    when = row["finished_at"]
    return formats.MISSING if formats.is_missing(when) else f"{formats.day(when)} {pd.Timestamp(when):%H:%M}"
