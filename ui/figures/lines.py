"""Lines over periods: points where something was reported, gaps where nothing was, names at the line's end."""

from __future__ import annotations

import math
from collections.abc import Mapping

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
        _line(figure, rows, unit, colours.accent, "", colours)
    for branch_id, rows in branches.groupby("branch_id", sort=False):
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


def _line(figure: go.Figure, rows: pd.DataFrame, unit: str, colour: str, name: str, colours: theme.Palette) -> None:
    rows = rows.sort_values("period_order")
    records = rows.to_dict("records")
    labels = [_point_label(r, unit) for r in records]
    figure.add_scatter(
        x=rows["period"],
        y=rows["value"],
        mode="lines+markers+text",
        connectgaps=False,
        text=labels,
        textposition="top center",
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
    last = rows[rows["value"].notna()].tail(1)
    if name and len(last):
        figure.add_annotation(
            x=last["period"].iloc[0],
            y=last["value"].iloc[0],
            text=formats.plotly_text(name),
            showarrow=False,
            xanchor="right",
            yshift=-16,
            font={"size": 12, "color": colour},
        )


def _is_open(row: Mapping[str, object]) -> bool:
    high = row.get("high")
    return not formats.is_missing(high) and math.isinf(float(high))  # type: ignore[arg-type]


def _point_label(row: Mapping[str, object], unit: str) -> str:
    if formats.is_missing(row.get("value")):
        return ""
    return formats.plotly_text(formats.amount_of(row, unit, short=unit == "vnd"))
