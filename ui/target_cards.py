"""Targets as they are shown: the bar of states, the table, the years of yearly targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison.answers import Targets
from comparison.targets import TargetCounts
from ui import formats
from ui.cards import Card
from ui.figures.states import state_bar, state_label
from ui.notes import coverage_text
from ui.rows import Later, by_small_numbers
from ui.screen import Headline, Screen, current, period_words
from ui.tables import Column, Table
from ui.target_rows import TargetRows, turns
from ui.texts import coded, language, t, tn

COMPARATORS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}
ORDER = ("not_met", "undecided", "running", "no_result", "met")


def target_text(row: Mapping[Any, Any]) -> str:
    """A target with its comparator: ≥ 80 %; said so where the source sets no level."""
    if formats.is_missing(row.get("value")):
        return t("targets.no_level")
    sign = COMPARATORS.get(str(row["comparator"]), str(row["comparator"]))
    return f"{sign} {formats.quantity(float(row['value']), str(row['unit']))}"


def result_text(row: Mapping[Any, Any]) -> str:
    """The result with its bounds."""
    value = row.get("result_value")
    low, high = row.get("result_low"), row.get("result_high")
    about = bool(row.get("result_is_approximate") or False)
    return formats.bounded(low if formats.is_missing(value) else value, low, high, about, str(row["unit"]))


def state_text(row: Mapping[Any, Any]) -> str:
    """The state with its shape."""
    return state_label(str(row["status"]))


def stated_text(row: Mapping[Any, Any]) -> str:
    """Attainment as the source itself states it, apart from what is computed."""
    parts = []
    if not formats.is_missing(row.get("attained_value")):
        parts.append(formats.quantity(float(row["attained_value"]), str(row["unit"])))
    if not formats.is_missing(row.get("attained_pct")):
        parts.append(t("targets.of_plan", pct=formats.quantity(float(row["attained_pct"]), "percent")))
    return ", ".join(parts) or formats.MISSING


def metric_text(row: Mapping[Any, Any]) -> str:
    """The metric's name in the language of the screen."""
    return str(row["metric_name_vi" if language() == "vi" else "metric_name_en"])


def target_period(row: Mapping[Any, Any]) -> str:
    """The period a target is judged for."""
    return formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])


def cadence_text(row: Mapping[Any, Any]) -> str:
    """How often a target is to be reached."""
    cadence = row.get("cadence")
    return formats.MISSING if formats.is_missing(cadence) else t(f"cadence.{cadence}")


def target_columns(with_branch: bool = True) -> tuple[Column, ...]:
    """The columns of a table of targets."""
    branch = (Column("name_vi", t("column.branch"), "branch"),) if with_branch else ()
    return (
        *branch,
        Column("metric_id", t("column.metric"), show=metric_text, is_wide=True),
        Column("value", t("targets.column.target"), "number", show=target_text),
        Column("result_value", t("targets.column.result"), "number", show=result_text),
        *_numbers(),
        Column("status", t("targets.column.state"), "state", show=state_text),
        Column("attained", t("targets.column.stated"), "number", show=stated_text),
        Column("period", t("column.period"), show=target_period),
        Column("cadence", t("targets.column.cadence"), show=cadence_text),
        Column("title", t("column.source"), show=source_text, link=source_address, is_wide=True),
    )


def note_text(row: Mapping[Any, Any]) -> str:
    """What is noted beside a target: phrases that the catalogue knows in the language of the screen."""
    note = row.get("note")
    if formats.is_missing(note) or not note:
        return formats.MISSING
    return "; ".join(coded("target_note", phrase) for phrase in str(note).split("; "))


def group_text(row: Mapping[Any, Any]) -> str:
    """Whom a target is set for, where a branch sets several for one metric: the first phrase of its note that says so,
    else the first phrase; '' without a note."""
    note = row.get("note")
    if formats.is_missing(note) or not note:
        return ""
    phrases = str(note).split("; ")
    return coded("target_note", next((p for p in phrases if p.endswith(" only")), phrases[0]))


def group_words(rows: TargetRows) -> dict[Any, str]:
    """Whom a target is set for, by its row's label, where one branch sets several for a metric and a period."""
    frame = rows.frame[rows.frame.columns.intersection(["note"])].iloc[rows.of_several]
    return {place: group_text(row) for place, row in frame.to_dict("index").items()}


def with_groups(frame: pd.DataFrame, words: Mapping[Any, str] | None = None) -> pd.DataFrame:
    """The targets with `group_words`: whom each is set for, where one branch sets several for a metric and a period.
    `words` as `group_words` gives them, where the frame is a part of what they were found in."""
    found = group_words(TargetRows(frame)) if words is None else words
    return frame.assign(group_words=[found.get(place, "") for place in frame.index])


def aim_of(row: Mapping[Any, Any]) -> str:
    """The target, and whom it is set for where `with_groups` says so."""
    group = row.get("group_words")
    return t("targets.for_group", aim=target_text(row), group=str(group)) if group else target_text(row)


def _numbers() -> tuple[Column, ...]:
    """Target and result as plain numbers, for files."""
    names = ("value", "result_low", "result_high", "attained_value", "attained_pct")
    columns = [Column(n, t(f"targets.file.{n}"), "number", only_in_files=True) for n in names]
    return (*columns, Column("unit", t("column.unit"), show=lambda r: t(f"unit.{r['unit']}"), only_in_files=True))


def source_text(row: Mapping[Any, Any]) -> str:
    """Publisher and title of the row's source."""
    words = [str(row[k]) for k in ("publisher", "title") if k in row and not formats.is_missing(row[k]) and row[k]]
    return ": ".join(words) or str(row.get("source_id") or formats.MISSING)


def source_address(row: Mapping[Any, Any]) -> str:
    """Where the row's source can be read; its own page here where it has no address."""
    address = row.get("url")
    if not formats.is_missing(address) and address:
        return str(address)
    source_id = row.get("source_id")
    return "" if formats.is_missing(source_id) else current().source_link(str(source_id))


def states_card(screen: Screen, answer: TargetCounts) -> Card:
    """How many targets are in each state; a yearly one counts once for each of its years."""
    counts = answer.counts
    total, targets = int(counts["targets"].sum()), answer.targets
    words = [coverage_text(answer.coverage)]
    words += [t("targets.each_year")] if answer.is_by_year else []
    met = int(counts.loc[counts["status"] == "met", "targets"].sum())
    return Card(
        key="states",
        title=tn(
            turns("targets.title", answer.is_by_year),
            targets,
            n=formats.number(targets, 0),
            turns=formats.number(total, 0),
            period=period_words(screen.filters),
        ),
        subtitle=" · ".join(words),
        figure=screen.drawn("states", lambda: state_bar(counts, screen.colours)),
        alt=t(
            turns("alt.targets", answer.is_by_year),
            met=formats.number(met, 0),
            total=formats.number(total, 0),
            counts=", ".join(
                f"{formats.number(n, 0)} {state_label(s)}" for s, n in counts_by_state(counts).items() if n
            ),
        ),
        table=Table(
            (
                Column("status", t("targets.column.state"), "state", show=state_text),
                Column("targets", t(turns("targets.column.count", answer.is_by_year)), "count", shade=True),
            ),
            counts,
        ),
        source_ids=answer.source_ids,
        legend=tuple(
            (screen.colours.states[s], f"{state_label(s)} {formats.number(n, 0)}")
            for s, n in counts_by_state(counts).items()
            if n
        ),
    )


def targets_card(screen: Screen, answer: Targets, rows: TargetRows, words: Mapping[Any, str]) -> Card:
    """Every target with its result and its state; `rows` are those of the answer, `words` as `group_words` finds
    them."""
    # The answer comes in the order of names, which the order of states keeps; of no state that is known come last.
    ranks = rows.ranks(ORDER)
    order = by_small_numbers(np.where(ranks < 0, len(ORDER), ranks))
    told = rows.metric.among(order)
    put = Later(rows.frame, order, lambda shown: with_groups(shown, words))
    metrics = screen.answers.metrics()
    return Card(
        key="targets",
        title=t("targets.table.title"),
        subtitle=table_words(rows),
        table=Table(_with_group(any(words.values())), put),
        metrics=tuple(metrics[m] for m in told if m in metrics),
        source_ids=rows.source.every,
        notes=answer.notes,
        open_table=True,
        table_height=520,
    )


def table_words(rows: TargetRows) -> str:
    """What is to be known of a table of targets, and that a yearly one has a row for each year where one has."""
    words = t("targets.table.subtitle")
    return f"{words} {t('targets.table.each_year')}" if rows.is_by_year else words


def _with_group(has_groups: bool) -> tuple[Column, ...]:
    """The columns of the table, beside the aim whom it is for where a branch sets several of one metric; the whole note
    is for files."""
    columns = [*target_columns(), Column("note", t("column.note"), show=note_text, only_in_files=True)]
    if has_groups:
        place = next(n for n, column in enumerate(columns) if column.key == "value") + 1
        columns.insert(place, Column("group_words", t("targets.column.group"), is_wide=True))
    return tuple(columns)


def counts_by_state(counts: pd.DataFrame) -> dict[str, int]:
    """Targets by state."""
    return {str(s): int(n) for s, n in zip(counts["status"], counts["targets"], strict=True)}


def headlines(answer: Targets, rows: TargetRows) -> list[Headline]:
    """A large figure per state: of targets, or of judgements where some are judged each year; `rows` are those of the
    answer."""
    figures = []
    for state, n in counts_by_state(answer.counts).items():
        number = formats.number(n, 0)
        value = tn("targets.turns", n, n=number) if rows.is_by_year else number
        figures.append(Headline(state_label(state), value, t(f"state.{state}.detail")))
    return figures
