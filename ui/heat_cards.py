"""The heat table: where each branch stands among its peers in the metrics of one subject, in percentiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from ui import choices, depth, formats, theme, url
from ui.cards import Card, metric_name
from ui.ranking import all_sources
from ui.screen import Screen, period_words
from ui.tables import Column, Table
from ui.texts import coded, t, tn

MOST_METRICS = 8
# Of fewer branches a percentile says nothing: the cell names how many there are instead of wearing a colour.
FEWEST = 5


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
    rows = depth.positions(screen.answers, screen.view, tuple(m.metric_id for m in metrics), basis)
    frame = wide(rows, metrics)
    hint = "heat.subtitle.member" if basis == "per_member" else "heat.subtitle"
    return Card(
        key="heat",
        title=t("heat.title", group=coded("group", name), period=period_words(screen.filters)),
        subtitle=tn(hint, len(frame), n=formats.number(len(frame), 0)),
        table=Table(_columns(metrics, screen.colours, basis), frame, is_wide=True),
        metrics=metrics,
        source_ids=all_sources(rows),
        open_table=True,
        table_height=760,
        legend=_legend(frame, metrics, screen.colours),
        foot=t("heat.foot"),
        filters=((t("column.group"), coded("group", name)), (t("picker.basis"), t(f"compare.basis.{basis}"))),
    )


def wide(rows: pd.DataFrame, metrics: tuple[Metric, ...]) -> pd.DataFrame:
    """One row per branch: percentile, doubt and group per metric; those with most metrics first, then the best."""
    kept = ["peer_percentile", "peer_order_is_open", "peer_group", "peers"]
    known = rows[rows["peer_percentile"].notna()]
    frame = known.drop_duplicates("branch_id")[["branch_id", "name_vi"]].reset_index(drop=True)
    for m in metrics:
        own = known[known["metric_id"] == m.metric_id].set_index("branch_id")[kept].reindex(frame["branch_id"])
        frame = frame.join(own.add_prefix(f"{m.metric_id}_").reset_index(drop=True))
    percentiles = [f"{m.metric_id}_peer_percentile" for m in metrics]
    numbers = frame[percentiles].astype(float)
    for m in metrics:
        # What too few reported does not decide who stands first either.
        few = frame[f"{m.metric_id}_peers"].astype(float) + 1 < FEWEST
        numbers[f"{m.metric_id}_peer_percentile"] = numbers[f"{m.metric_id}_peer_percentile"].mask(few)
    frame = frame.assign(reported=frame[percentiles].notna().sum(axis=1), middle=numbers.median(axis=1))
    return frame.sort_values(["reported", "middle"], ascending=False, kind="stable", ignore_index=True)


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


def _legend(frame: pd.DataFrame, metrics: tuple[Metric, ...], colours: theme.Palette) -> tuple[tuple[str, str], ...]:
    """What the colours mean, where any cell wears one."""
    colour_of = [_tinted(m, colours) for m in metrics]
    if not any(colour(row) for row in frame.to_dict("records") for colour in colour_of):
        return ()
    ends = ((90.0, "best"), (50.0, "middle"), (10.0, "last"))
    return tuple((tint(place, colours), t(f"heat.legend.{name}")) for place, name in ends)


def _shown(metric_id: str) -> Callable[[Mapping[Any, Any]], str]:
    def show(row: Mapping[Any, Any]) -> str:
        value = row[f"{metric_id}_peer_percentile"]
        if formats.is_missing(value):
            return ""
        tier = "*" if row[f"{metric_id}_peer_group"] == "tier" else ""
        mark = f" {t('mark.undecided')}" if row[f"{metric_id}_peer_order_is_open"] is True else ""
        count = reporters(row, metric_id)
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
