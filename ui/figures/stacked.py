"""Stacked bars of what adds up: the parts of each branch, and the rest where only a total was stated."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ui import formats, theme
from ui.figures.bars import BAR_HEIGHT, OPEN_TAIL, label_margin, linked_name
from ui.figures.drawing import Drawing
from ui.rows import mappings
from ui.texts import t

UNDIVIDED = "undivided"


def shares(totals: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """One row per branch and category with the length to draw; what a stated total leaves over is `undivided`.
    `is_open`: less is possible ("at most"); `is_about`: only about that much. Kinds known for some years of a term
    stand where the total is one of some years too."""
    whole = parts
    if "is_partial" in parts:
        in_part = totals.loc[totals["is_partial"], "branch_id"].tolist() if "is_partial" in totals else []
        whole = parts[~parts["is_partial"].astype(bool) | parts["branch_id"].isin(in_part)]
    known = whole[["branch_id", "metric_id", "value"]].assign(
        is_open=whole["low"] < whole["value"], is_about=whole["is_approximate"].astype(bool)
    )
    sums = known.groupby("branch_id")["value"].sum()
    rest = totals[["branch_id", "value"]].assign(is_about=totals["is_approximate"].astype(bool))
    rest["value"] = rest["value"] - rest["branch_id"].map(sums).fillna(0.0)
    rest = rest[rest["value"] > 0.5].assign(metric_id=UNDIVIDED, is_open=False)
    both = pd.concat([known, rest[["branch_id", "metric_id", "value", "is_open", "is_about"]]], ignore_index=True)
    return both[both["value"].notna() & both["branch_id"].isin(totals["branch_id"])]


def category_order(drawn: pd.DataFrame) -> list[str]:
    """Categories by size, the undivided rest last."""
    sums = drawn.groupby("metric_id")["value"].sum().sort_values(ascending=False)
    return [str(m) for m in sums.index if m != UNDIVIDED] + ([UNDIVIDED] if UNDIVIDED in sums.index else [])


def category_colours(order: list[str], colours: theme.Palette) -> dict[str, str]:
    """One colour for one category; the undivided rest is quiet."""
    named = [m for m in order if m != UNDIVIDED]
    found = {m: colours.parts[n % len(colours.parts)] for n, m in enumerate(named)}
    return found | {UNDIVIDED: colours.quiet_soft}


def composition(
    totals: pd.DataFrame,
    parts: pd.DataFrame,
    names: dict[str, str],
    tints: dict[str, str],
    colours: theme.Palette,
    link: Callable[[str], str] | None = None,
    unit: str = "vnd",
) -> Drawing:
    """Parts per branch; `totals` are the rows to draw, best first, all with a figure."""
    rows = totals[totals["value"].notna()].iloc[::-1].reset_index(drop=True)
    figure = theme.new_figure(colours, max(len(rows), 2) * BAR_HEIGHT + 24, barmode="stack")
    place = {b: n for n, b in enumerate(rows["branch_id"])}
    drawn = shares(rows, parts)
    for metric in category_order(drawn):
        part = drawn[drawn["metric_id"] == metric]
        figure.add_bar(
            orientation="h",
            y=[place[b] for b in part["branch_id"]],
            x=part["value"],
            name=metric,
            marker=_marker(part, metric, tints.get(metric, colours.quiet), colours),
            customdata=[[formats.quantity(v, unit)] for v in part["value"]],
            hovertemplate=f"{formats.plotly_text(names.get(metric, metric))}: %{{customdata[0]}}<extra></extra>",
        )
    _ends(figure, rows, colours, unit)
    _axes(figure, rows, colours, link, unit)
    return figure


def _marker(part: pd.DataFrame, metric: str, tint: str, colours: theme.Palette) -> dict[str, Any]:
    """A part in its colour; hatched where the source says "at most", hollow where it says "about"."""
    edge = colours.quiet if metric == UNDIVIDED else colours.paper
    hollow = colours.quiet if metric == UNDIVIDED else tint
    marker: dict[str, Any] = {"color": tint, "line": {"color": edge, "width": 1}}
    if part["is_about"].any():
        marker["color"] = [colours.paper if about else tint for about in part["is_about"]]
        marker["line"] = {"color": [hollow if about else edge for about in part["is_about"]], "width": 1.5}
    if part["is_open"].any():
        marker["pattern"] = {
            "shape": ["/" if o else "" for o in part["is_open"]],
            "fgcolor": tint,
            "bgcolor": [colours.paper if o else tint for o in part["is_open"]],
            "size": 5,
            "solidity": 0.45,
        }
    return marker


def _ends(figure: Drawing, rows: pd.DataFrame, colours: theme.Palette, unit: str) -> None:
    top = float(rows["value"].max()) if len(rows) else 1.0
    records = mappings(rows)
    opened = [math.isinf(float(r["high"])) for r in records]
    figure.add_bar(
        orientation="h",
        y=[n for n, o in enumerate(opened) if o],
        x=[top * OPEN_TAIL / 2 for o in opened if o],
        marker={
            "color": colours.paper,
            "pattern": {"shape": "/", "fgcolor": colours.quiet, "bgcolor": colours.paper, "size": 5},
        },
        hoverinfo="skip",
    )
    labels = [f" {formats.plotly_text(_end(r, unit))}" for r in records]
    figure.add_scatter(
        x=[r["value"] + (top * OPEN_TAIL / 2 if o else 0) for o, r in zip(opened, records, strict=True)],
        y=list(range(len(rows))),
        mode="text",
        text=labels,
        textposition="middle right",
        textfont={"size": 12.5, "color": colours.ink},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _end(row: Mapping[Any, Any], unit: str) -> str:
    mark = f" {t('grid.partial')}" if row.get("is_partial") is True else ""
    return formats.amount_of(row, unit, short=unit == "vnd") + mark


def _axes(
    figure: Drawing, rows: pd.DataFrame, colours: theme.Palette, link: Callable[[str], str] | None, unit: str
) -> None:
    top = float(rows["value"].max()) if len(rows) else 1.0
    ticks = [linked_name(str(b), str(n), link) for b, n in zip(rows["branch_id"], rows["name_vi"], strict=True)]
    figure.update_xaxes(theme.hidden_axis(range=[0, top * (1.02 + OPEN_TAIL / 2)]))
    labels = [_end(r, unit) for r in mappings(rows)]
    figure.update_layout(margin={"r": label_margin(labels)})
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=ticks,
            range=[min(-0.6, len(rows) - 2.6), len(rows) - 0.4],
        )
    )
