"""Growth of head counts: the net change as a dark bar, admissions and transfers stacked beneath it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ui import differences, formats, theme
from ui.figures.bars import label_margin, linked_name
from ui.figures.drawing import Drawing
from ui.rows import mappings

ROW = 56
UP, DOWN, WIDTH = 0.2, -0.2, 0.34


def growth_figure(frame: pd.DataFrame, colours: theme.Palette, link: Callable[[str], str] | None = None) -> Drawing:
    """Two bars a branch. `frame` has branch_id, name_vi and value, low, high, is_approximate of change_, admitted_,
    transferred_; what is not reported is not drawn, and said in words."""
    rows = mappings(frame.iloc[::-1])
    figure = theme.new_figure(colours, max(len(rows), 2) * ROW + 24, barmode="overlay")
    inflow = [_known(r["admitted_value"]) + _known(r["transferred_value"]) for r in rows]
    change = [_known(r["change_value"]) for r in rows]
    places = [[n + shift for n in range(len(rows))] for shift in (UP, DOWN)]
    _bar(figure, places[0], change, [0.0] * len(rows), colours.ink, [_is_open(r, "change") for r in rows], colours)
    base = [0.0] * len(rows)
    for name, tint in (("admitted", colours.parts[2]), ("transferred", colours.parts[4])):
        lengths = [_known(r[f"{name}_value"]) for r in rows]
        _bar(figure, places[1], lengths, base, tint, [_is_open(r, name) for r in rows], colours)
        base = [b + x for b, x in zip(base, lengths, strict=True)]
    words = [change_words(r) for r in rows], [inflow_words(r) for r in rows]
    _words(figure, [max(c, 0.0) for c in change], UP, words[0], colours)
    _words(figure, inflow, DOWN, words[1], colours)
    lowest, highest = min([0.0, *change]), max([1.0, *change, *inflow])
    figure.add_vline(x=0, line={"color": colours.muted, "width": 1})
    figure.update_layout(margin={"r": label_margin([*words[0], *words[1]])})
    figure.update_xaxes(theme.hidden_axis(range=[lowest * 1.05, highest * 1.01]))
    names = [linked_name(str(r["branch_id"]), str(r["name_vi"]), link) for r in rows]
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=names,
            range=[min(-0.6, len(rows) - 2.6), len(rows) - 0.4],
        )
    )
    return figure


def _known(value: Any) -> float:
    """The length to draw: nothing for what is not reported."""
    return 0.0 if formats.is_missing(value) else float(value)


def _is_open(row: Mapping[Any, Any], name: str) -> bool:
    """Whether bounds leave the figure open; it is then drawn as an outline."""
    return row[f"{name}_low"] != row[f"{name}_high"] or row[f"{name}_is_approximate"] is True


def _bar(
    figure: Drawing,
    places: list[float],
    lengths: list[float],
    base: list[float],
    tint: str,
    opened: list[bool],
    colours: theme.Palette,
) -> None:
    drawn = [n for n, length in enumerate(lengths) if length]
    marker = {
        "color": [colours.paper if opened[n] else tint for n in drawn],
        "line": {"color": tint, "width": [1.6 if opened[n] else 0 for n in drawn]},
    }
    figure.add_bar(
        orientation="h",
        y=[places[n] for n in drawn],
        x=[lengths[n] for n in drawn],
        base=[base[n] for n in drawn],
        width=WIDTH,
        marker=marker,
        hoverinfo="skip",
    )


def change_words(row: Mapping[Any, Any]) -> str:
    """The net change in words, marked where its bounds are open."""
    return differences.signed_bounds(*(row[f"change_{end}"] for end in ("value", "low", "high", "is_approximate")))


def inflow_words(row: Mapping[Any, Any]) -> str:
    """Admissions and transfers in words; the sign for what is not reported."""
    if all(formats.is_missing(row[f"{name}_value"]) for name in ("admitted", "transferred")):
        return formats.MISSING
    ends = ("value", "low", "high", "is_approximate")
    return " + ".join(formats.bounded(*(row[f"{name}_{end}"] for end in ends)) for name in ("admitted", "transferred"))


def _words(figure: Drawing, ends: list[float], shift: float, texts: list[str], colours: theme.Palette) -> None:
    is_main = math.isclose(shift, UP)
    figure.add_scatter(
        x=ends,
        y=[n + shift for n in range(len(texts))],
        mode="text",
        text=[f" <b>{formats.plotly_text(x)}</b>" if is_main else f" {formats.plotly_text(x)}" for x in texts],
        textposition="middle right",
        textfont={"size": 12, "color": colours.ink if is_main else colours.muted},
        hoverinfo="skip",
        cliponaxis=False,
    )
