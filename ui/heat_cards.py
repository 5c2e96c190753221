"""The heat table: where each branch stands among its peers in the metrics of one subject, in percentiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from comparison.peers import GROUPS
from comparison.picked import Picked
from comparison.standings import Standings
from ui import blocks, choices, depth, formats, theme, url
from ui.cards import Card, metric_name, show
from ui.rows import Array, Later, in_order
from ui.screen import Screen, period_words, say_empty
from ui.tables import Column, Table
from ui.texts import coded, t, tn

MOST_METRICS = 8
# Of fewer branches a percentile says nothing: the cell names how many there are instead of wearing a colour.
FEWEST = 5


def draw(screen: Screen, basis: str) -> None:
    """The table of a subject of the reader's choice, or why there is none: no figure, or nobody to compare with."""
    name = group(screen)
    covered = depth.counts(screen.answers, screen.view)
    if not any(covered[m.metric_id].reported for m in screen.answers.metrics().values() if m.group == name):
        blocks.empty(screen, t("heat.section"), offers=False)
        return
    metrics = metrics_of(screen, name)
    card = heat_card(screen, name, metrics, basis) if metrics else None
    if card is not None and len(card.table.rows):
        show(card, screen)
    else:
        _nobody_beside(screen, name)


def _nobody_beside(screen: Screen, name: str) -> None:
    """Say that there are figures, but of every metric one branch's alone."""
    words = {"group": coded("group", name), "period": period_words(screen.filters)}
    say_empty(t("heat.alone.title"), t("heat.alone", **words))


def group(screen: Screen) -> str:
    """Let the reader pick the subject; the one with most figures first."""
    metrics = screen.answers.metrics()
    covered = depth.counts(screen.answers, screen.view)
    counts: dict[str, int] = {}
    for m in metrics.values():
        counts[m.group] = counts.get(m.group, 0) + covered[m.metric_id].reported
    labels = {g: f"{coded('group', g)} ({formats.number(n, 0)})" for g, n in counts.items()}
    fullest = max(counts, key=lambda g: counts[g])
    return choices.one(screen.page, url.GROUP, t("column.group"), labels, fullest, style="list", width=300)


def metrics_of(screen: Screen, name: str) -> tuple[Metric, ...]:
    """The fullest metrics of a subject, in the catalogue's order."""
    metrics = [m for m in screen.answers.metrics().values() if m.group == name]
    covered = depth.counts(screen.answers, screen.view)
    there = [m for m in metrics if covered[m.metric_id].reported > 1]
    keep = sorted(there, key=lambda m: -covered[m.metric_id].reported)[:MOST_METRICS]
    return tuple(m for m in there if m in keep)


def heat_card(screen: Screen, name: str, metrics: tuple[Metric, ...], basis: str) -> Card:
    """Branches by metrics; coloured where more or less is better."""
    found = depth.standings_of(screen.answers, screen.view, tuple(m.metric_id for m in metrics), basis)
    beside = one_per_branch(found, metrics)
    hint = "heat.subtitle.member" if basis == "per_member" else "heat.subtitle"
    return Card(
        key="heat",
        title=t("heat.title", group=coded("group", name), period=period_words(screen.filters)),
        subtitle=tn(hint, len(beside), n=formats.number(len(beside), 0)),
        table=Table(_columns(metrics, screen.colours, basis), beside, is_wide=True),
        metrics=metrics,
        source_ids=found.source_ids,
        open_table=True,
        table_height=760,
        legend=_legend(found, metrics, screen.colours),
        foot=t("heat.foot"),
        filters=((t("column.group"), coded("group", name)), (t("picker.basis"), t(f"compare.basis.{basis}"))),
    )


def one_per_branch(found: Standings, metrics: tuple[Metric, ...]) -> Later:
    """One row per branch: percentile, doubt and group per metric; those with most metrics first, then the best."""
    of = [found.by_metric[m.metric_id] for m in metrics]
    # Who has a figure stands in a group, also where nobody else does.
    reported = np.sum([one.group > 0 for one in of], axis=0)
    # What too few reported does not decide who stands first either.
    numbers = [np.where(one.peers + 1 < FEWEST, np.nan, one.percentile) for one in of]
    order = in_order([reported, _middle(numbers)], [True, True])

    def put(asked: pd.DataFrame) -> pd.DataFrame:
        lines = asked["line"].to_numpy()
        cells: dict[str, Any] = {}
        for m, one in zip(metrics, of, strict=True):
            cells[f"{m.metric_id}_peer_percentile"] = one.percentile[lines]
            cells[f"{m.metric_id}_peer_order_is_open"] = one.is_open[lines]
            cells[f"{m.metric_id}_peer_group"] = Picked(GROUPS, one.group[lines])
            cells[f"{m.metric_id}_peers"] = one.peers[lines]
        return found.branches.iloc[lines].reset_index(drop=True).assign(reported=reported[lines], **cells)

    return Later(pd.DataFrame({"line": order}), None, put)


def _middle(numbers: list[Array]) -> Array:
    """The median of each branch's numbers; NaN where it has none."""
    beside = np.sort(np.column_stack(numbers), axis=1)
    count, line = (~np.isnan(beside)).sum(axis=1), np.arange(len(beside))
    # Missing ones sort last: without any the first is missing too.
    return np.asarray((beside[line, np.maximum(count - 1, 0) // 2] + beside[line, count // 2]) / 2.0)


def _columns(metrics: tuple[Metric, ...], colours: theme.Palette, basis: str) -> tuple[Column, ...]:
    def label(m: Metric) -> str:
        own = basis == "per_member" and catalogue.has_per_member(m)
        unit = "vnd" if m.unit == "vnd" else "count"
        return t(f"basis.title.{unit}", name=metric_name(m)) if own else metric_name(m)

    cells = [
        Column(
            f"{m.metric_id}_peer_percentile",
            label(m) + ("" if m.direction != "neutral" else f" {t('heat.neutral')}"),
            "number",
            digits=0,
            show=_shown(m.metric_id),
            raw=True,
            tint=_tinted(m, colours),
        )
        for m in metrics
    ]
    return (Column("name_vi", t("column.branch"), "branch"), *cells, Column("reported", t("heat.metrics"), "count"))


def _legend(found: Standings, metrics: tuple[Metric, ...], colours: theme.Palette) -> tuple[tuple[str, str], ...]:
    """What the colours mean, where any cell wears one."""
    of = [found.by_metric[m.metric_id] for m in metrics if m.direction != "neutral"]
    if not any((~np.isnan(one.percentile) & (one.peers + 1 >= FEWEST)).any() for one in of):
        return ()
    ends = ((90.0, "best"), (50.0, "middle"), (10.0, "last"))
    return tuple((tint(place, colours), t(f"heat.legend.{name}")) for place, name in ends)


def _shown(metric_id: str) -> Callable[[Mapping[Any, Any]], str]:
    def show(row: Mapping[Any, Any]) -> str:
        value = row[f"{metric_id}_peer_percentile"]
        count = reporters(row, metric_id)
        if formats.is_missing(value):
            # With a figure and without a place: nobody else has one.
            is_alone = not formats.is_missing(row[f"{metric_id}_peer_group"])
            return t("heat.few", n=formats.number(count, 0)) if is_alone else ""
        tier = "*" if row[f"{metric_id}_peer_group"] == "tier" else ""
        mark = f" {t('mark.undecided')}" if row[f"{metric_id}_peer_order_is_open"] is True else ""
        few = f" {t('heat.few', n=formats.number(count, 0))}" if count < FEWEST else ""
        return f"{formats.number(value, 0)}{tier}{mark}{few}"

    return show


def _tinted(metric: Metric, colours: theme.Palette) -> Callable[[Mapping[Any, Any]], str]:
    def colour(row: Mapping[Any, Any]) -> str:
        value = row[f"{metric.metric_id}_peer_percentile"]
        if formats.is_missing(value) or metric.direction == "neutral" or reporters(row, metric.metric_id) < FEWEST:
            return ""
        return tint(float(value), colours)

    return colour


def reporters(row: Mapping[Any, Any], metric_id: str) -> int:
    """How many branches of the peer group reported the metric, this one included."""
    return int(row[f"{metric_id}_peers"]) + 1


def tint(percentile: float, colours: theme.Palette) -> str:
    """From the colour of the missed to the colour of the met, both soft enough to read on; the middle is paper."""
    side = colours.states["met"] if percentile >= 50 else colours.states["not_met"]
    strength = round(min(abs(percentile - 50.0), 50.0) * 0.9)
    return f"color-mix(in srgb, {side} {strength}%, {colours.paper})"
