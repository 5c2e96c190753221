"""Welfare in depth: what one recipient got on average, and what is lent, raised and given apart from spending."""

from __future__ import annotations

import pandas as pd

from comparison.recipients import PAIRS, Average
from ui import blocks, choices, depth, formats, url
from ui.alternatives import ends
from ui.cards import Card, beside, metric_name, show
from ui.figures.bars import BarStyle, charted, ranked_bars
from ui.notes import coverage_text
from ui.ranking import all_sources, rank_columns, source_column
from ui.screen import Screen, period_words, remark, section
from ui.tables import Column, Table
from ui.texts import coded, t

UNIT = "vnd"
# What is not spending, each kind in its own view: money lent and saved, and what is raised or given.
FINANCING = ("loans_amount", "loans_borrowers", "revolving_fund_amount")
SOLIDARITY = ("contributions_amount", "in_kind_donations_amount", "blood_donors")


def averages(screen: Screen) -> None:
    """The average per recipient of one kind of support, the fullest first."""
    stated = depth.averages_stated(screen.answers, screen.view)
    section(t("average.section"), t("average.section.text"))
    counts = {kind: coverage.reported for kind, coverage in stated.items() if coverage.reported}
    if not counts:
        blocks.empty(screen, t("average.section"), metric_id="tet_support_amount")
        return
    names = screen.answers.metrics()
    labels = {k: f"{metric_name(names[PAIRS[k]])} ({formats.number(n, 0)})" for k, n in counts.items()}
    fullest = max(counts, key=lambda kind: counts[kind])
    kind = choices.one(screen.page, url.KIND, t("average.kind"), labels, fullest, style="list", width=420)
    show(average_card(screen, depth.average(screen.answers, screen.view, kind), kind), screen)


def average_card(screen: Screen, answer: Average, kind: str) -> Card:
    """One kind of support: money over number, branch by branch."""
    rows = answer.frame
    names = screen.answers.metrics()
    shown = charted(rows, screen.filters.branch_ids, 16)
    line = answer.group.value if answer.group is not None and len(rows) >= 5 else None
    style = BarStyle(
        unit=UNIT,
        chosen=screen.chosen,
        median=line,
        median_label=t("average.line", value=formats.money(line, short=True)),
        link=screen.profile_link,
    )
    hidden = len(rows) - len(shown)
    unit = t(f"unit.{names[PAIRS[kind]].unit}")
    words = [t("average.unit", unit=unit), coverage_text(answer.coverage)]
    words += [t("chart.others", n=formats.number(hidden, 0))] if hidden else []
    return Card(
        key="average",
        title=t("average.title", name=metric_name(names[PAIRS[kind]]), unit=unit, period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        figure=screen.drawn(f"average {kind}", lambda: ranked_bars(shown, screen.colours, style)),
        alt=ends(
            t("alt.average", name=metric_name(names[PAIRS[kind]])), rows, lambda row: formats.amount_of(row, UNIT)
        ),
        table=_average_table(screen, rows, kind),
        metrics=(names[kind], names[PAIRS[kind]]),
        source_ids=all_sources(rows),
        foot=t("average.foot"),
    )


def _average_table(screen: Screen, rows: pd.DataFrame, kind: str) -> Table:
    names = screen.answers.metrics()
    amount, count = (("amount_low", "amount_high", ""), ("count_low", "count_high", ""))
    return Table(
        (
            *rank_columns(),
            Column("name_vi", t("column.branch"), "branch"),
            Column("province", t("column.province")),
            Column("value", t("average.column"), "amount", UNIT, shade=True),
            Column("amount_value", metric_name(names[kind]), "amount", UNIT, bounds=amount),
            Column("count_value", metric_name(names[PAIRS[kind]]), "amount", bounds=count),
            source_column(screen.source_link),
        ),
        rows,
    )


def apart(screen: Screen, name: str, kinds: tuple[str, ...]) -> None:
    """What is not spending: each kind a ranking of its own, never together, never in a total."""
    section(t(f"apart.{name}.title"), t(f"apart.{name}.text"))
    found = blocks.rankings(screen, kinds, 8, "apart")
    if not found:
        blocks.empty(screen, t(f"apart.{name}.title"), metric_id=kinds[0])
        return
    for n in range(0, len(found), 2):
        beside([[card] for card in found[n : n + 2]], screen)
    there = {card.metrics[0].metric_id for card in found}
    silent = [metric_name(screen.answers.metrics()[k]) for k in kinds if k not in there]
    if silent:
        remark(t("apart.none", names=", ".join(silent), tier=coded("tier.short", screen.filters.tier)))
