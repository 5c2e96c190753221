"""The heat table: where each branch stands among its peers in the metrics of one subject, in percentiles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from ui import choices, depth, formats, theme, url
from ui.cards import Card, metric_name
from ui.ranking import all_sources
from ui.rows import Array, Later, Numbered, first_of, in_order, numbered
from ui.screen import Screen, period_words
from ui.tables import Column, Table
from ui.texts import coded, t, tn

MOST_METRICS = 8
OF_A_PLACE = ("peer_percentile", "peer_order_is_open", "peer_group", "peers")
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
    of = numbered(rows["metric_id"])
    beside = one_per_branch(rows, of, metrics)
    hint = "heat.subtitle.member" if basis == "per_member" else "heat.subtitle"
    return Card(
        key="heat",
        title=t("heat.title", group=coded("group", name), period=period_words(screen.filters)),
        subtitle=tn(hint, len(beside), n=formats.number(len(beside), 0)),
        table=Table(_columns(metrics, screen.colours, basis), beside, is_wide=True),
        metrics=metrics,
        source_ids=all_sources(rows),
        open_table=True,
        table_height=760,
        legend=_legend(rows, of, metrics, screen.colours),
        foot=t("heat.foot"),
        filters=((t("column.group"), coded("group", name)), (t("picker.basis"), t(f"compare.basis.{basis}"))),
    )


def one_per_branch(rows: pd.DataFrame, of: Numbered, metrics: tuple[Metric, ...]) -> Later:
    """One row per branch: percentile, doubt and group per metric; those with most metrics first, then the best. `of`
    are the rows' metric_ids."""
    percentile, peers = (rows[name].to_numpy(dtype=float) for name in ("peer_percentile", "peers"))
    known = np.flatnonzero(~np.isnan(percentile))
    codes = numbered(rows["branch_id"]).codes
    if len(known) < len(rows):
        # Numbered in the order in which they come with a place.
        codes, _ = pd.factorize(codes[known])
    count = codes.max(initial=-1) + 1
    number_of = {str(name): n for n, name in enumerate(of.words)}
    places = [_places(codes, known, of.codes == number_of.get(m.metric_id, len(of.words)), count) for m in metrics]
    # What too few reported does not decide who stands first either.
    numbers = np.where(peers + 1 < FEWEST, np.nan, percentile)
    reported = np.sum([place >= 0 for place in places], axis=0)
    order = in_order([reported, _middle(numbers, places)], [True, True])
    first = known[first_of(codes, count)]

    def put(asked: pd.DataFrame) -> pd.DataFrame:
        lines = asked["line"].to_numpy()
        frame = rows[["branch_id", "name_vi"]].iloc[first[lines]].reset_index(drop=True)
        own = [place[lines] for place in places]
        # All at once: to pick a few from a long column of text costs as much as to pick many.
        found = rows[list(OF_A_PLACE)].iloc[np.concatenate([those[those >= 0] for those in own])]
        cells, begin = [], 0
        for m, those in zip(metrics, own, strict=True):
            there = np.flatnonzero(those >= 0)
            part = found.iloc[begin : begin + len(there)].set_axis(there)
            cells.append(part.reindex(frame.index).add_prefix(f"{m.metric_id}_"))
            begin += len(there)
        return pd.concat([frame.assign(reported=reported[lines]), *cells], axis=1)

    return Later(pd.DataFrame({"line": order}), None, put)


def _places(codes: Array, known: Array, is_of: Array, count: int) -> Array:
    """The row of each branch in a metric, -1 where it has none: `codes` are those of the branches of the `known` rows,
    `is_of` tells for every row whether it is of the metric."""
    places = np.full(count, -1)
    there = np.flatnonzero(is_of[known])
    places[codes[there]] = known[there]
    return places


def _middle(numbers: Array, places: list[Array]) -> Array:
    """The median of each branch's numbers; NaN where it has none."""
    beside = np.sort(np.column_stack([np.where(place >= 0, numbers[place], np.nan) for place in places]), axis=1)
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


def _legend(
    rows: pd.DataFrame, of: Numbered, metrics: tuple[Metric, ...], colours: theme.Palette
) -> tuple[tuple[str, str], ...]:
    """What the colours mean, where any cell wears one."""
    sided = [m.metric_id for m in metrics if m.direction != "neutral"]
    has_sides = np.isin(of.codes, [n for n, name in enumerate(of.words) if name in sided])
    if not (has_sides & rows["peer_percentile"].notna() & (rows["peers"] + 1 >= FEWEST)).any():
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
