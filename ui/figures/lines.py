"""Lines over periods: points where something was reported, gaps where nothing was, names at the line's end."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ui import formats, theme

HEIGHT = 300


def line_figure(
    frame: pd.DataFrame, branches: pd.DataFrame, unit: str, chosen: Mapping[str, str], colours: theme.Palette
) -> go.Figure:
    """Branches as coloured lines with their names; without any, the total (or median) of the view in grey."""
    figure = theme.new_figure(colours, HEIGHT, margin={"l": 8, "r": 16, "t": 28, "b": 8})
    order = list(frame.sort_values("period_order")["period"])
    if branches.empty:
        column = "value" if frame["value"].notna().any() else "median"
        rows = frame.assign(value=frame[column]) if column in frame else frame
        _line(figure, rows, unit, colours.accent, "", colours, joined=False)
    for branch_id, rows in branches.groupby("branch_id", sort=False) if len(branches) else ():
        name = formats.short_name(str(rows["name_vi"].iloc[0]), 26)
        _line(figure, rows, unit, chosen.get(str(branch_id), colours.quiet), name, colours)
    figure.update_xaxes(
        theme.label_axis(
            colours,
            type="category",
            categoryorder="array",
            categoryarray=order,
            range=[-0.4, len(order) - 0.6],
        )
    )
    figure.update_yaxes(theme.hidden_axis(rangemode="tozero"))
    return figure


def _line(
    figure: go.Figure,
    rows: pd.DataFrame,
    unit: str,
    colour: str,
    name: str,
    colours: theme.Palette,
    joined: bool = True,
) -> None:
    rows = rows.sort_values("period_order")
    records = rows.to_dict("records")
    labels = [_point_label(r, unit) for r in records]
    figure.add_scatter(
        x=rows["period"],
        y=rows["value"],
        mode="lines+markers+text" if joined else "markers+text",
        connectgaps=False,
        text=labels,
        textposition=_places(list(rows["value"])),
        textfont={"size": 12, "color": colours.ink},
        line={"color": colour, "width": 2},
        marker={
            "size": 8,
            "color": [colours.paper if _is_open(r) else colour for r in records],
            "line": {"color": colour, "width": 2},
            "symbol": ["triangle-up" if _is_open(r) else "circle" for r in records],
        },
        hovertemplate=f"<b>{formats.plotly_text(name)}</b> %{{x}}: %{{text}}<extra></extra>",
        cliponaxis=False,
    )
    if not joined:
        _stems(figure, rows, colour)
    last = rows[rows["value"].notna()].tail(1)
    if name and len(last):
        figure.add_annotation(
            # By its place: years look like numbers to Plotly.
            x=int(last["period_order"].iloc[0]),
            y=last["value"].iloc[0],
            text=formats.plotly_text(name),
            showarrow=False,
            xanchor="right",
            yshift=-16,
            font={"size": 12, "color": colour},
        )


def _stems(figure: go.Figure, rows: pd.DataFrame, colour: str) -> None:
    """A thin stem under each point: totals of periods that rest on different branches are not joined."""
    line = {"color": colour, "width": 1.5}
    # A category is named by its place: years look like numbers to Plotly.
    stems = [
        {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": value, "line": line, "opacity": 0.55}
        for place, value in enumerate(rows["value"])
        if not formats.is_missing(value)
    ]
    figure.update_layout(shapes=stems)


def _places(values: list[float]) -> list[str]:
    """Labels above their points, pushed apart where two neighbours stand at nearly the same height."""
    top = max((abs(v) for v in values if not formats.is_missing(v)), default=0.0) or 1.0
    places = ["top center"] * len(values)
    for n in range(1, len(values)):
        if not formats.is_missing(values[n - 1]) and abs(values[n] - values[n - 1]) < 0.12 * top:
            places[n - 1], places[n] = "top left", "top right"
    return places


def _is_open(row: Mapping[Any, Any]) -> bool:
    high: Any = row.get("high")
    return not formats.is_missing(high) and math.isinf(float(high))


def _point_label(row: Mapping[Any, Any], unit: str) -> str:
    if formats.is_missing(row.get("value")):
        return ""
    return formats.plotly_text(formats.amount_of(row, unit, short=unit == "vnd"))
