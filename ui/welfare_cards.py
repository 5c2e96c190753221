"""Cards of welfare: spending by category, and stated totals against the sum of their parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from comparison.answers import Metric, WelfareSpending
from comparison.figure_rows import FigureRows
from ui import formats
from ui.blocks import total_headline
from ui.cards import Card, metric_name
from ui.figures.bars import charted, reported
from ui.figures.pairs import Pair, pairs
from ui.figures.stacked import UNDIVIDED, category_colours, category_order, composition, shares
from ui.notes import coverage_text
from ui.ranking import all_sources, median_text, period_text, rank_columns
from ui.rows import SILENT, Later, Names, Runs, mappings, picked
from ui.screen import Headline, Screen, period_words
from ui.tables import Column, Table
from ui.texts import coded, t, tn

UNIT = "vnd"
FIRST_ROWS = 1_000


def part_name(metric_id: str, metrics: Mapping[str, Metric]) -> str:
    """The name of a category of spending, or of what a stated total leaves undivided."""
    return t("welfare.undivided") if metric_id == UNDIVIDED else metric_name(metrics[metric_id])


def composition_card(screen: Screen, answer: WelfareSpending) -> Card:
    """What each branch spent, by category; branches that state only a total stand undivided."""
    metrics = screen.answers.metrics()
    totals = charted(answer.totals, screen.filters.branch_ids)
    parts = answer.part_rows.of_branches(tuple(totals["branch_id"]))
    drawn = shares(totals, parts)
    order = category_order(drawn)
    tints = category_colours(order, screen.colours)
    names = {m: part_name(m, metrics) for m in order}
    rows = reported(answer.totals)
    hidden = len(rows) - len(totals)
    words = [t("chart.unit", unit=t("money.unit")), coverage_text(answer.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden else []
    tier = coded("tier.short", screen.filters.tier)
    return Card(
        key="spending",
        title=t("welfare.title", tier=tier, period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        figure=screen.drawn(
            "spending",
            lambda: composition(totals, parts, names, tints, screen.colours, screen.profile_link),
        ),
        alt=_alt(rows),
        table=totals_table(rows),
        metrics=(answer.total.metric,),
        source_ids=all_sources(rows),
        notes=answer.notes,
        silent=Names(picked(answer.totals[[*SILENT]], answer.totals["value"].isna())),
        legend=tuple((tints[m], names[m]) for m in order),
    )


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Those known for all of the period."""
    return picked(rows, ~rows["is_partial"].to_numpy(dtype=bool))


def _alt(rows: pd.DataFrame) -> str:
    in_part = int(rows["is_partial"].sum())
    rows = _whole(rows)
    if rows.empty:
        told = {"branches": formats.number(in_part, 0)}
        return tn("note.partial_terms", in_part, **told) if in_part else t("alt.nothing", name=t("page.welfare"))
    best = rows.iloc[0].to_dict()
    return tn("alt.welfare", len(rows), best=best["name_vi"], value=formats.amount_of(best, UNIT), n=str(len(rows)))


def basis_text(row: Mapping[Any, Any]) -> str:
    """Which of the two was used: the stated total or the sum of the parts; of a term known in part, that it is."""
    if formats.is_missing(row.get("basis")):
        return formats.MISSING
    return t(f"welfare.basis.{row['basis']}") + (f" {t('grid.partial')}" if row.get("is_partial") is True else "")


def totals_table(rows: pd.DataFrame) -> Table:
    """Stated total, sum of the parts, and which of them counts."""
    stated = ("stated_low", "stated_high", "stated_is_approximate")
    parts = ("parts_low", "parts_high", "parts_is_approximate")
    return Table(
        (
            *rank_columns(),
            Column("name_vi", t("column.branch"), "branch"),
            Column("province", t("column.province")),
            Column("value", t("welfare.column.used"), "amount", shade=True, in_part="is_partial"),
            Column("basis", t("welfare.column.basis"), show=basis_text),
            Column("stated_value", t("welfare.column.stated"), "amount", bounds=stated),
            Column("parts_value", t("welfare.column.parts"), "amount", bounds=parts),
            Column("parts_count", t("welfare.column.count"), "count"),
        ),
        rows,
    )


def parts_card(screen: Screen, answer: WelfareSpending) -> Card | None:
    """The categories one by one, as reported."""
    rows = answer.part_rows
    if not len(rows):
        return None
    metrics = screen.answers.metrics()
    # The answer comes in the order of names.
    order = Runs(rows.lines, rows.value)
    told = _kinds(rows, order)
    return Card(
        key="parts",
        title=t("welfare.parts.title"),
        subtitle=t("welfare.parts.subtitle", n=formats.number(len(told), 0)),
        table=money_table(Later(rows, order), metrics, t("welfare.column.category")),
        metrics=tuple(metrics[m] for m in told),
        source_ids=rows.source_ids(),
        open_table=True,
    )


def _kinds(rows: FigureRows, order: Runs) -> list[str]:
    """The kinds of money from the first row down; they are nearly always all among the first rows."""
    count = len(rows.metric_ids())
    for last in (FIRST_ROWS, len(order)):
        found = rows.part(order[:last])["metric_id"].unique()
        if len(found) == count:
            break
    return [str(kind) for kind in found]


def money_table(rows: Later, metrics: Mapping[str, Metric], label: str) -> Table:
    """One row per branch and kind of money."""
    return Table(
        (
            Column("name_vi", t("column.branch"), "branch"),
            Column("metric_id", label, show=lambda r: part_name(str(r["metric_id"]), metrics)),
            Column("value", t("welfare.column.amount"), "amount", shade=True),
            Column("period", t("column.period"), show=period_text),
        ),
        rows,
    )


def headlines(screen: Screen, answer: WelfareSpending) -> list[Headline]:
    """Total, median, the largest, and how many state a total of their own."""
    rows = _whole(reported(answer.totals))
    total = total_headline(answer.total)
    found = [Headline(t("overview.welfare"), total.value, total.detail)]
    if rows.empty:
        return found
    best = rows.iloc[0].to_dict()
    found.append(Headline(t("welfare.largest"), formats.amount_of(best, UNIT), formats.short_name(best["name_vi"], 48)))
    if len(rows) >= 5:
        median = median_text(rows, UNIT)
        found.append(Headline(t("welfare.median"), median, t("welfare.median.detail")))
    stated = int((rows["basis"] == "stated").sum())
    found.append(
        Headline(
            t("welfare.stated"),
            f"{formats.number(stated, 0)}/{formats.number(len(rows), 0)}",
            t("welfare.stated.detail"),
        )
    )
    return found


def stated_against_parts(screen: Screen, answer: WelfareSpending) -> Card | None:
    """The stated total beside the sum of the stated parts, where a branch gives both; None where none does."""
    rows = picked(answer.totals, answer.totals["stated_value"].notna() & answer.totals["parts_value"].notna())
    if rows.empty:
        return None
    shown = charted(rows, screen.filters.branch_ids, 10)
    drawn = [Pair(str(r["branch_id"]), str(r["name_vi"]), _end(r, "parts"), _end(r, "stated")) for r in mappings(shown)]
    above = int((rows["parts_low"] > rows["stated_high"]).sum())
    words = [tn("welfare.both.subtitle", len(rows), n=formats.number(len(rows), 0))]
    words += [tn("welfare.both.above", above, n=formats.number(above, 0))] if above else []
    return Card(
        key="stated_parts",
        title=t("welfare.both.title", period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        figure=screen.drawn("stated_parts", lambda: pairs(drawn, UNIT, screen.colours, screen.profile_link)),
        alt=tn("alt.both", len(rows), n=formats.number(len(rows), 0), above=formats.number(above, 0)),
        table=totals_table(rows),
        source_ids=all_sources(rows),
        foot=t("welfare.both.foot"),
    )


def _end(row: Mapping[Any, Any], side: str) -> dict[str, Any]:
    return {name: row[f"{side}_{name}"] for name in ("value", "low", "high", "is_approximate")}
