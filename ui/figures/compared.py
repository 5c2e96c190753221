"""A few subjects beside each other in one metric: bars of one period, dumbbells of two, lines over more."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from ui import formats, theme
from ui.figures.bars import BAR_HEIGHT, BarStyle, label_margin, linked_name, ranked_bars
from ui.figures.drawing import Drawing
from ui.rows import mappings

ROW = 52
COURSE_HEIGHT, COURSE_MARGIN, WORDS_HEIGHT = 320, 28, 36


def compared_figure(
    rows: pd.DataFrame,
    periods: tuple[str, ...],
    unit: str,
    tints: Mapping[str, str],
    colours: theme.Palette,
    link: Callable[[str], str] | None = None,
) -> Drawing:
    """The chart that suits the number of periods. `rows` has subject, label, period, value, low, high, is_approximate,
    is_partial, rank_is_undecided, years_present, years_expected; the order of subjects is kept."""
    named = rows.rename(columns={"subject": "branch_id", "label": "name_vi"})
    if len(periods) == 1:
        return ranked_bars(named, colours, BarStyle(unit=unit, chosen=tints, link=link))
    if len(periods) == 2:
        return dumbbells(named, periods, unit, tints, colours, link)
    return courses(named, periods, unit, tints, colours)


def dumbbells(
    rows: pd.DataFrame,
    periods: tuple[str, ...],
    unit: str,
    tints: Mapping[str, str],
    colours: theme.Palette,
    link: Callable[[str], str] | None = None,
) -> Drawing:
    """Each subject's earlier (hollow) and later (full) value on one line; triangles point where a bound is open."""
    subjects = [s for s in dict.fromkeys(rows["branch_id"]) if rows.loc[rows["branch_id"] == s, "value"].notna().any()]
    subjects.reverse()
    figure = theme.new_figure(colours, max(len(subjects), 2) * ROW + 40, margin={"l": 4, "r": 24, "t": 8, "b": 8})
    top = float(rows["value"].abs().max()) if len(rows) and rows["value"].notna().any() else 1.0
    names, words = [], []
    for place, subject in enumerate(subjects):
        own = rows[rows["branch_id"] == subject]
        ends = [_end(own, period) for period in periods]
        tint = tints.get(subject, colours.quiet)
        _stick(figure, ends, place, tint)
        for n, end in enumerate(ends):
            if end:
                _point(figure, end, place, tint, colours, is_later=n == 1)
        figure.add_annotation(**_words(ends, periods, place, unit, colours))
        words.append(_plain_words(ends, periods, unit))
        names.append(linked_name(subject, str(own["name_vi"].iloc[0]), link))
    _nought(figure, len(subjects), colours)
    figure.update_xaxes(theme.hidden_axis(range=[-0.06 * top, top * 1.03]))
    figure.update_layout(margin={"r": label_margin(words)})
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(subjects))),
            ticktext=names,
            showline=False,
            range=[-0.7, len(subjects) - 0.3],
        )
    )
    return figure


def _nought(figure: Drawing, count: int, colours: theme.Palette) -> None:
    """The line of nought, on which a value of nought stands clear of the names."""
    line = {"color": colours.line, "width": 1}
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.6, y1=count - 0.4, line=line, layer="below")


def courses(
    rows: pd.DataFrame, periods: tuple[str, ...], unit: str, tints: Mapping[str, str], colours: theme.Palette
) -> Drawing:
    """Each subject's course over the periods; its name and last value at the right, pushed apart where they meet."""
    margin = {"l": 8, "r": 8, "t": COURSE_MARGIN, "b": COURSE_MARGIN}
    figure = theme.new_figure(colours, COURSE_HEIGHT, margin=margin)
    known = rows[rows["value"].notna()]
    top = float(known["value"].max()) if len(known) else 1.0
    lowest = min(0.0, float(known["value"].min())) if len(known) else 0.0
    ends = []
    for subject, own in known.groupby("branch_id", sort=False):
        tint = tints.get(str(subject), colours.quiet)
        _course(figure, own.set_index("period").reindex(periods), periods, unit, tint, colours)
        ends.append((own[own["period"] == max(own["period"], key=periods.index)].iloc[0].to_dict(), tint))
    words = [
        (formats.short_name(str(end["name_vi"]), 22), formats.amount_of(end, unit, unit == "vnd")) for end, _ in ends
    ]
    span = (top * 1.04 - lowest) or 1.0
    room = COURSE_HEIGHT - 2 * COURSE_MARGIN
    heights = apart([room * (float(end["value"]) - lowest) / span for end, _ in ends], WORDS_HEIGHT)
    for (_, tint), (name, amount), height in zip(ends, words, heights, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=height / room,
            yref="paper",
            text=f"{formats.plotly_text(name)}<br><b>{formats.plotly_text(amount)}</b>",
            showarrow=False,
            xanchor="left",
            yanchor="middle",
            align="left",
            xshift=8,
            font={"size": 12, "color": tint},
        )
    figure.update_layout(margin={"r": label_margin([name for name, _ in words])})
    axis = theme.label_axis(colours, type="category", categoryorder="array", categoryarray=list(periods))
    figure.update_xaxes(axis | {"range": [-0.15, len(periods) - 0.85]})
    figure.update_yaxes(theme.hidden_axis(range=[lowest, lowest + span]))
    return figure


def apart(heights: list[float], least: float) -> list[float]:
    """The heights moved as little as keeps each `least` from the next, in the order they had."""
    order = sorted(range(len(heights)), key=lambda n: heights[n])
    moved = list(heights)
    for _ in range(100):
        for below, above in pairwise(order):
            short = least - (moved[above] - moved[below])
            if short > 0:
                moved[below] -= short / 2
                moved[above] += short / 2
    return moved


def _course(
    figure: Drawing, own: pd.DataFrame, periods: tuple[str, ...], unit: str, tint: str, colours: theme.Palette
) -> None:
    records = mappings(own)
    known = [not formats.is_missing(r["value"]) for r in records]
    bounded = [k and _symbol(r) != "circle" for r, k in zip(records, known, strict=True)]
    figure.add_scatter(
        x=list(periods),
        y=own["value"],
        mode="lines+markers",
        connectgaps=False,
        line={"color": tint, "width": 2},
        marker={
            "size": 9,
            "symbol": [_upward(r) if k else "circle" for r, k in zip(records, known, strict=True)],
            "color": [colours.paper if b else tint for b in bounded],
            "line": {"color": tint, "width": 2},
        },
        customdata=[
            formats.plotly_text(formats.amount_of(r, unit)) if k else "" for r, k in zip(records, known, strict=True)
        ],
        hovertemplate="%{x}: %{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _upward(end: Mapping[Any, Any]) -> str:
    return {"triangle-right": "triangle-up", "triangle-left": "triangle-down"}.get(_symbol(end), "circle")


def _end(own: pd.DataFrame, period: str) -> dict[str, Any]:
    found = mappings(own[(own["period"] == period) & own["value"].notna()])
    return {str(k): v for k, v in found[0].items()} if found else {}


def _stick(figure: Drawing, ends: list[dict[str, Any]], place: int, tint: str) -> None:
    if all(ends):
        line = {"color": tint, "width": 3}
        x0, x1 = ends[0]["value"], ends[1]["value"]
        figure.add_shape(type="line", x0=x0, x1=x1, y0=place, y1=place, line=line, layer="below", opacity=0.55)


def _symbol(end: Mapping[Any, Any]) -> str:
    if math.isinf(float(end["high"])):
        return "triangle-right"
    return "triangle-left" if end["low"] < end["value"] == end["high"] else "circle"


def _point(
    figure: Drawing, end: Mapping[str, Any], place: int, tint: str, colours: theme.Palette, is_later: bool
) -> None:
    figure.add_scatter(
        x=[end["value"]],
        y=[place],
        mode="markers",
        marker={
            "size": 13 if is_later else 12,
            "symbol": _symbol(end),
            "color": tint if is_later else colours.paper,
            "line": {"color": tint, "width": 2},
        },
        customdata=[[formats.plotly_text(end["name_vi"]), formats.plotly_text(end["period"])]],
        hovertemplate="<b>%{customdata[0]}</b> %{customdata[1]}<extra></extra>",
        cliponaxis=False,
    )


def _words(
    ends: list[dict[str, Any]], periods: tuple[str, ...], place: int, unit: str, colours: theme.Palette
) -> dict[str, Any]:
    """Both values to the right of the later point on the line, earlier first; a lone one with its period."""
    right = max(end["value"] for end in ends if end)
    text = formats.plotly_text(_plain_words(ends, periods, unit))
    if all(ends):
        before, arrow, after = text.partition(" → ")
        text = f'<span style="color:{colours.muted}">{before}{arrow}</span><b>{after}</b>'
    font = {"size": 12.5, "color": colours.ink}
    place_of = {"x": right, "y": place, "xanchor": "left", "xshift": 11}
    return {"text": text, "showarrow": False, "font": font} | place_of


def _plain_words(ends: list[dict[str, Any]], periods: tuple[str, ...], unit: str) -> str:
    amounts = [formats.amount_of(end, unit, short=unit == "vnd") if end else "" for end in ends]
    if all(ends):
        return " → ".join(amounts)
    return "".join(f"{period}: {amount}" for period, amount in zip(periods, amounts, strict=True) if amount)


def movers_figure(
    rows: pd.DataFrame, unit: str, colours: theme.Palette, link: Callable[[str], str] | None = None
) -> Drawing:
    """Changes as bars from a line of no change: certain part solid, possible part hatched, largest rise at the top.

    `rows` has branch_id, name_vi, change_value, change_low, change_high, direction_is_open, is_better, text (at the end
    of the bar) and words (the same in words, when pointed at).
    """
    rows = rows.iloc[::-1].reset_index(drop=True)
    figure = theme.new_figure(colours, max(len(rows), 2) * BAR_HEIGHT + 24, barmode="overlay")
    top = float(rows["change_value"].abs().max()) if len(rows) else 1.0
    tail = 0.08 * (top or 1.0)
    parts = [change_parts(r["change_value"], r["change_low"], r["change_high"], tail) for r in mappings(rows)]
    fills = [mover_colour(r, colours) for r in mappings(rows)]
    places = list(range(len(rows)))
    figure.add_bar(
        orientation="h",
        y=places,
        x=[solid for solid, _, _ in parts],
        marker={"color": fills},
        customdata=[[formats.plotly_text(r["name_vi"]), formats.plotly_text(r["words"])] for r in mappings(rows)],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
    )
    figure.add_bar(
        orientation="h",
        y=places,
        base=[start for _, start, _ in parts],
        x=[end - start for _, start, end in parts],
        marker={
            "color": colours.paper,
            "pattern": {"shape": "/", "fgcolor": fills, "bgcolor": colours.paper, "size": 5, "solidity": 0.45},
            "line": {"width": 0},
        },
        hoverinfo="skip",
    )
    _mover_words(figure, rows, parts, colours)
    _mover_axes(figure, rows, parts, colours, link)
    return figure


def change_parts(value: float, low: float, high: float, tail: float) -> tuple[float, float, float]:
    """How far a change is certain, and from where to where it is possible; an open end gets a tail of fixed length."""
    solid = low if low > 0 else high if high < 0 else 0.0
    if low == high:
        return value, value, value
    start = max(low, min(value, 0.0) - tail) if math.isinf(low) else low
    end = min(high, max(value, 0.0) + tail) if math.isinf(high) else high
    return solid, (solid if low > 0 else start), (solid if high < 0 else end)


def mover_colour(row: Mapping[Any, Any], colours: theme.Palette) -> str:
    """Better, worse, or neither (open, nothing changed, or a metric without a good direction)."""
    if row.get("is_better") is True:
        return colours.states["met"]
    return colours.states["not_met"] if row.get("is_better") is False else colours.quiet


def _mover_words(
    figure: Drawing, rows: pd.DataFrame, parts: list[tuple[float, float, float]], colours: theme.Palette
) -> None:
    for place, (row, (solid, _, end)) in enumerate(zip(mappings(rows), parts, strict=True)):
        falls = row["change_value"] < 0
        figure.add_annotation(
            # Beside the line of no change for a fall: there is always room on that side.
            x=0.0 if falls and end <= 0 else max(solid, end, 0.0),
            y=place,
            text=formats.plotly_text(row["text"]),
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"size": 12.5, "color": colours.ink},
        )


def _mover_axes(
    figure: Drawing,
    rows: pd.DataFrame,
    parts: list[tuple[float, float, float]],
    colours: theme.Palette,
    link: Callable[[str], str] | None,
) -> None:
    lowest = min((min(solid, start, 0.0) for solid, start, _ in parts), default=0.0)
    highest = max((max(solid, end, 0.0) for solid, _, end in parts), default=1.0)
    names = [linked_name(str(b), str(n), link) for b, n in zip(rows["branch_id"], rows["name_vi"], strict=True)]
    line = {"color": colours.muted, "width": 1}
    figure.add_shape(type="line", x0=0, x1=0, y0=-0.6, y1=len(rows) - 0.4, line=line)
    figure.update_xaxes(theme.hidden_axis(range=[lowest * 1.01, max(highest, -0.02 * lowest) * 1.01]))
    figure.update_layout(margin={"r": label_margin([str(x) for x in rows["text"]])})
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=names,
            range=[min(-0.6, len(rows) - 2.6), len(rows) - 0.4],
            # The line of no change is the only one: a second one at the names would read as another nought.
            showline=False,
        )
    )
