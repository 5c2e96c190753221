"""The ranking of branches in one metric as a card: bars, table, coverage, the unreported apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from comparison.answers import BranchValues, Metric
from comparison.picked import distinct_words
from ui import formats
from ui.cards import Card, metric_name
from ui.figures.bars import BarStyle, charted, ranked_bars, reported
from ui.notes import coverage_text
from ui.rows import Names, picked
from ui.screen import Screen, period_words
from ui.tables import Column, Table
from ui.texts import coded, t


def unit_words(metric: Metric, basis: str = "value", grain: str = "year") -> str:
    """The unit of a ranking in words; people honoured year by year over a term are turns of people."""
    over_term = grain == "term" and metric.measure == "flow" and metric.group == "emulation"
    unit = t("unit.person_turn" if over_term and metric.unit == "person" else f"unit.{metric.unit}")
    if basis == "per_member":
        return t("basis.unit.vnd" if metric.unit == "vnd" else "basis.unit.count", unit=unit)
    return unit


def all_sources(frame: pd.DataFrame) -> tuple[str, ...]:
    """Every source of a frame's rows, each once."""
    if "source_ids" not in frame:
        return ()
    # Many rows share few tuples.
    several = distinct_words(frame["source_ids"])
    return tuple(sorted({s for ids in several if isinstance(ids, tuple) for s in ids}))


def median_text(rows: pd.DataFrame, unit: str, short: bool = False) -> str:
    """The median of values with the bounds it inherits: the medians of what is certain on either side."""
    value, low, high = (float(rows[name].median()) for name in ("value", "low", "high"))
    about = bool(rows["is_approximate"].any())
    return formats.bounded(value, low, high, about, unit, short)


def ranking_card(
    screen: Screen,
    metric: Metric,
    basis: str = "value",
    key: str = "ranking",
    most: int = 20,
    per_year: bool = False,
    without: str = "",
) -> Card:
    """How the branches in view stand in one metric; `per_year` for flows of a term. The median is that of all with a
    figure, or of the peers of one of them: all `without` it."""
    answer = screen.answers.branch_values(screen.view, metric.metric_id, basis, per_year)
    rows = reported(answer.frame)
    drawn = charted(answer.frame, screen.filters.branch_ids, most)
    is_whole = ~rows["is_partial"].fillna(False).to_numpy(dtype=bool)
    counted = is_whole & (rows["branch_id"] != without).to_numpy(dtype=bool) if without else is_whole
    median_of = rows[["value", "low", "high", "is_approximate"]][counted]
    median = float(median_of["value"].median()) if is_whole.sum() >= 5 else None
    style = BarStyle(
        unit=metric.unit if metric.unit in ("vnd", "percent") else "",
        chosen=screen.chosen,
        median=median,
        median_label=t(
            "chart.median.peers" if without else "chart.median",
            value=median_text(median_of, metric.unit, short=metric.unit == "vnd"),
        ),
        link=screen.profile_link,
    )
    return Card(
        key=key,
        title=ranking_title(screen, metric, basis, per_year),
        subtitle=_subtitle(screen, answer, len(rows) - len(drawn)),
        figure=screen.drawn(
            f"{key} {metric.metric_id} {basis} {per_year} {most}", lambda: ranked_bars(drawn, screen.colours, style)
        ),
        alt=_alt(answer, rows),
        table=ranking_table(answer, rows, screen.source_link),
        metrics=(metric,),
        source_ids=all_sources(rows),
        notes=answer.notes,
        silent=Names(picked(answer.frame, answer.frame["value"].isna())),
    )


def ranking_title(screen: Screen, metric: Metric, basis: str, per_year: bool = False) -> str:
    """What is compared, for whom, when."""
    name = t("basis.title.per_year", name=metric_name(metric)) if per_year else metric_name(metric)
    if basis == "per_member":
        name = t("basis.title.vnd" if metric.unit == "vnd" else "basis.title.count", name=name)
    return t(
        "ranking.title",
        name=name,
        tier=coded("tier.short", screen.filters.tier),
        period=period_words(screen.filters),
    )


def _subtitle(screen: Screen, answer: BranchValues, hidden: int) -> str:
    words = [
        t("chart.unit", unit=unit_words(answer.metric, answer.basis, screen.filters.grain)),
        coverage_text(answer.coverage),
    ]
    words.append(t(f"direction.{answer.metric.direction}"))
    if hidden > 0:
        words.append(t("chart.others", n=formats.number(hidden, 0)))
    if screen.filters.branch_ids:
        words.append(t("chart.coloured"))
    return " · ".join(words)


def _alt(answer: BranchValues, rows: pd.DataFrame) -> str:
    """The chart's main message in a sentence."""
    if rows.empty:
        return t("alt.nothing", name=metric_name(answer.metric))
    best, last = rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()
    if len(rows) == 1:
        value = formats.amount_of(best, answer.metric.unit)
        return t("alt.one", name=metric_name(answer.metric), best=best["name_vi"], best_value=value)
    return t(
        "alt.ranking",
        name=metric_name(answer.metric),
        best=best["name_vi"],
        best_value=formats.amount_of(best, answer.metric.unit),
        last=last["name_vi"],
        last_value=formats.amount_of(last, answer.metric.unit),
        coverage=coverage_text(answer.coverage),
    )


def rank_text(row: Mapping[Any, Any]) -> str:
    """A rank; undecided ones are marked, partial sums have none."""
    if formats.is_missing(row.get("rank")):
        return formats.MISSING
    return formats.number(row["rank"], 0) + (" " + t("mark.undecided") if row.get("rank_is_undecided") else "")


def rank_columns() -> tuple[Column, ...]:
    """The rank with its mark on the screen; a number and the doubt apart in files."""
    return (
        Column("rank", t("column.rank"), "number", show=rank_text, raw=True),
        Column("rank_is_undecided", t("column.undecided"), show=_undecided, only_in_files=True),
    )


def _undecided(row: Mapping[Any, Any]) -> str:
    return t("yes") if row.get("rank_is_undecided") else ""


def period_text(row: Mapping[Any, Any]) -> str:
    """The period of a figure, with k of n years for a partial sum."""
    if formats.is_missing(row.get("period_kind")):
        return formats.MISSING
    text = formats.period_of(str(row["period_kind"]), row["period_start"], row["period_end"])
    if row.get("is_partial"):
        years = {"k": formats.number(row["years_present"], 0), "n": formats.number(row["years_expected"], 0)}
        text += " " + t("mark.partial", **years)
    return text


def source_column(source_link: Callable[[str], str]) -> Column:
    """The sources of a row, each a link to all that was taken from it."""
    return Column("source_ids", t("column.source"), "sources", show=source_words, source_link=source_link)


def source_words(row: Mapping[Any, Any]) -> str:
    """The ids of a row's sources, for files."""
    ids: Any = row.get("source_ids")
    return ", ".join(str(i) for i in ids) if isinstance(ids, (tuple, list)) else ""


def ranking_table(answer: BranchValues, rows: pd.DataFrame, source_link: Callable[[str], str] | None = None) -> Table:
    """The rows of a ranking with everything that decides it."""
    grain = "term" if rows["period_kind"].eq("term").any() else "year"
    columns = [
        *rank_columns(),
        Column("name_vi", t("column.branch"), "branch"),
        Column("province", t("column.province")),
        Column(
            "value",
            f"{metric_name(answer.metric)} ({unit_words(answer.metric, answer.basis, grain)})",
            "amount",
            answer.metric.unit,
            shade=True,
            in_part="is_partial",
        ),
    ]
    if answer.basis == "per_member":
        columns += [
            Column(
                "flow_value",
                t("column.flow", unit=t(f"unit.{answer.metric.unit}")),
                "amount",
                answer.metric.unit,
                bounds=("flow_low", "flow_high", "is_approximate"),
                in_part="is_partial",
            ),
            Column("members_value", t("column.members"), "number"),
            Column("members_date", t("column.members_date"), "date"),
        ]
    columns += [
        Column("period", t("column.period"), show=period_text),
        Column("has_conflict", t("column.conflict"), show=lambda r: t("yes") if r.get("has_conflict") else ""),
    ]
    columns += [source_column(source_link)] if source_link else []
    return Table(tuple(columns), rows)
