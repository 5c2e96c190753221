"""Ranked horizontal bars: certain part solid, possible part hatched, values at the ends, no bar for the unreported."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from ui import formats, theme
from ui.figures.drawing import Drawing
from ui.rows import mappings, picked
from ui.texts import t

MOST_BARS = 20
BAR_HEIGHT = 35
OPEN_TAIL = 0.06
# What of a row goes into its bar.
DRAWN = (
    *("branch_id", "name_vi", "value", "low", "high", "is_approximate"),
    *("rank_is_undecided", "is_partial", "years_present", "years_expected"),
)
# What words below a chart are laid out for: pixels of the bars and of all that is right of the names on a phone.
PHONE_PLOT, PHONE_ROOM, SMALL_LETTER = 90, 215, 6.2


@dataclass(frozen=True)
class BarStyle:
    """How ranked bars look: unit of the values, colours of the chosen, a reference line, links of the names."""

    unit: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    median: float | None = None
    median_label: str = ""
    reserve: int = 0
    link: Callable[[str], str] | None = None


def reported(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a figure; the others are never drawn."""
    return picked(frame, frame["value"].notna())


def charted(frame: pd.DataFrame, chosen: tuple[str, ...] = (), most: int = MOST_BARS) -> pd.DataFrame:
    """The rows a chart shows: the first ones, and the chosen wherever they rank."""
    rows = reported(frame)
    if len(rows) <= most:
        return rows
    if not chosen:
        return rows.head(most)
    keep = rows["branch_id"].isin(chosen).to_numpy(dtype=bool, copy=True)
    rest = max(most - int(keep.sum()), 0)
    keep[np.flatnonzero(~keep)[:rest]] = True
    return rows[keep]


def segments(low: float, high: float, value: float, tail: float) -> tuple[float, float]:
    """How long the certain and the possible part of a bar are: an open end gets a tail of fixed length."""
    if value < 0:
        return value, 0.0
    if math.isinf(high):
        return low, tail
    return (low, high - low) if low < high else (value, 0.0)


def ranked_bars(frame: pd.DataFrame, colours: theme.Palette, style: BarStyle) -> Drawing:
    """Bars for the rows of a ranking that have a figure, best at the top.

    `frame` needs branch_id, name_vi, value, low, high, is_approximate; rank_is_undecided and is_partial are optional.
    """
    rows = reported(frame[[name for name in DRAWN if name in frame]]).iloc[::-1].reset_index(drop=True)
    height = max(len(rows), style.reserve, 2) * BAR_HEIGHT + 34
    figure = theme.new_figure(colours, height, barmode="stack")
    if rows.empty:
        return figure
    top = float(rows["value"].abs().max()) or 1.0
    parts = [
        segments(low, high, value, top * OPEN_TAIL)
        for low, high, value in zip(rows["low"], rows["high"], rows["value"], strict=True)
    ]
    fills = [_fill(r, colours, style) for r in mappings(rows)]
    _solid(figure, rows, parts, fills, colours, style)
    _hatched(figure, rows, parts, fills, colours)
    _labels(figure, rows, parts, colours, style)
    if style.median is not None and not math.isnan(style.median):
        _median(figure, style, colours, len(rows), top)
    _axes(figure, rows, colours, style, top)
    return figure


def _fill(row: Mapping[Any, Any], colours: theme.Palette, style: BarStyle) -> str:
    return style.chosen.get(str(row["branch_id"]), colours.quiet)


def _solid(
    figure: Drawing,
    rows: pd.DataFrame,
    parts: list[tuple[float, float]],
    fills: list[str],
    colours: theme.Palette,
    style: BarStyle,
) -> None:
    about = rows["is_approximate"].fillna(False).astype(bool)
    figure.add_bar(
        orientation="h",
        y=list(range(len(rows))),
        x=[p[0] for p in parts],
        marker={
            "color": [colours.paper if a else f for a, f in zip(about, fills, strict=True)],
            "line": {"color": fills, "width": [1.6 if a else 0 for a in about]},
        },
        customdata=[
            [formats.plotly_text(n), formats.plotly_text(formats.amount_of(r, style.unit))]
            for n, r in zip(rows["name_vi"], mappings(rows), strict=True)
        ],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )


def _hatched(
    figure: Drawing,
    rows: pd.DataFrame,
    parts: list[tuple[float, float]],
    fills: list[str],
    colours: theme.Palette,
) -> None:
    if not any(p[1] for p in parts):
        return
    figure.add_bar(
        orientation="h",
        y=list(range(len(rows))),
        x=[p[1] for p in parts],
        marker={
            "color": colours.paper,
            "pattern": {
                "shape": "/",
                "fgcolor": fills,
                "bgcolor": colours.paper,
                "size": 5,
                "solidity": 0.45,
            },
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )


def end_marks(row: Mapping[Any, Any]) -> str:
    """The marks of doubt at the end of a bar: rank undecided, only some years of the term."""
    marks = [t("mark.undecided")] if row.get("rank_is_undecided") is True else []
    if row.get("is_partial") is True:
        years = {"k": row.get("years_present"), "n": row.get("years_expected")}
        marks.append(t("mark.partial", **{k: formats.number(v, 0) for k, v in years.items()}))
    return " ".join(marks)


def label_margin(labels: list[str]) -> int:
    """Room for the longest label beside the bars, in points, whatever the width of the screen."""
    return 18 + round(7.4 * max((len(x) for x in labels), default=0))


def _tail(rows: pd.DataFrame) -> float:
    """The part of the axis an open end of the longest bar needs."""
    return OPEN_TAIL if rows["high"].map(math.isinf).any() else 0.0


def _plain_label(row: Mapping[Any, Any], unit: str) -> str:
    return f"{formats.amount_of(row, unit, short=unit == 'vnd')} {end_marks(row)}"


def _labels(
    figure: Drawing,
    rows: pd.DataFrame,
    parts: list[tuple[float, float]],
    colours: theme.Palette,
    style: BarStyle,
) -> None:
    records = mappings(rows)
    bold = [str(r["branch_id"]) in style.chosen for r in records]
    texts = [formats.plotly_text(formats.amount_of(r, style.unit, short=style.unit == "vnd")) for r in records]
    marks = [f' <span style="color:{colours.muted}">{formats.plotly_text(end_marks(r))}</span>' for r in records]
    figure.add_scatter(
        x=[max(a + b, 0) for a, b in parts],
        y=list(range(len(rows))),
        mode="text",
        text=[f" <b>{x}</b>{m}" if b else f" {x}{m}" for x, m, b in zip(texts, marks, bold, strict=True)],
        textposition="middle right",
        textfont={"size": 12.5, "color": colours.ink},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _median(figure: Drawing, style: BarStyle, colours: theme.Palette, count: int, top: float) -> None:
    # Words that begin far to the right would leave the frame of a phone; there they end at the line instead.
    share = (style.median or 0.0) / top
    side = (
        "right" if share * PHONE_PLOT + len(style.median_label) * SMALL_LETTER > PHONE_ROOM and share > 0.4 else "left"
    )
    figure.add_shape(
        type="line",
        x0=style.median,
        x1=style.median,
        y0=-0.6,
        y1=count - 0.3,
        line={"color": colours.muted, "width": 1, "dash": "dot"},
        layer="below",
        opacity=0.6,
    )
    figure.add_annotation(
        x=style.median,
        y=-0.55,
        yanchor="top",
        xanchor=side,
        showarrow=False,
        text=formats.plotly_text(style.median_label),
        font={"size": 11.5, "color": colours.muted},
    )


def _axes(figure: Drawing, rows: pd.DataFrame, colours: theme.Palette, style: BarStyle, top: float) -> None:
    names = []
    for branch_id, name in zip(rows["branch_id"], rows["name_vi"], strict=True):
        names.append(linked_name(str(branch_id), str(name), style.link, branch_id in style.chosen))
    lowest = min(0.0, float(rows["value"].min()))
    figure.update_xaxes(theme.hidden_axis(range=[lowest * 1.1, top * (1.02 + _tail(rows))]))
    figure.update_layout(margin={"r": label_margin([_plain_label(r, style.unit) for r in mappings(rows)])})
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=names,
            range=[-1.1 if style.median is not None else min(-0.6, len(rows) - 2.6), len(rows) - 0.4],
        )
    )


def linked_name(branch_id: str, name: str, link: Callable[[str], str] | None, is_chosen: bool = False) -> str:
    """A branch's short name for the side of a chart, leading to its profile."""
    text = "<br>".join(formats.plotly_text(line) for line in formats.wrapped_name(name))
    text = f"<b>{text}</b>" if is_chosen else text
    return text if link is None else f'<a href="{formats.escape(link(branch_id))}" target="_self">{text}</a>'
