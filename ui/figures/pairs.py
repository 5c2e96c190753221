"""Two figures of one thing on one line: a hollow and a full point, triangles where a bound is open."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ui import formats, theme
from ui.figures.bars import label_margin, linked_name
from ui.figures.drawing import Drawing

ROW = 46
# Rows are counted from one: nought is a value, never a place.
FIRST = 1
# The hollow and the full point, as the words name them.
SIGNS = ("○", "●")


@dataclass(frozen=True)
class Pair:
    """One row: whose figures, the first (hollow) and the second (full), each with value, low, high, is_approximate."""

    branch_id: str
    name: str
    first: Mapping[str, Any]
    second: Mapping[str, Any]


def pairs(rows: Sequence[Pair], unit: str, colours: theme.Palette, link: Callable[[str], str] | None = None) -> Drawing:
    """Pairs from the first row at the top, with both amounts in words on the right."""
    rows = list(reversed(rows))
    figure = theme.new_figure(colours, max(len(rows), 2) * ROW + 24)
    tops = [float(end["value"]) for row in rows for end in (row.first, row.second)]
    room = 0.06 * (max(tops, default=1.0) or 1.0)
    lines: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    for place, row in enumerate(rows, FIRST):
        ends = (row.first, row.second)
        lines.append(_stick(ends, place, colours))
        words.append(_words(ends, place, unit, colours))
    for n in (0, 1):
        _points(figure, [(r.first, r.second)[n] for r in rows], n == 1, unit, colours)
    longest = [line for word in words for line in str(word["text"]).split("<br>")]
    figure.update_layout(shapes=lines, annotations=words, margin={"r": label_margin(longest)})
    figure.update_xaxes(theme.hidden_axis(range=[min(tops, default=0.0) - room, max(tops, default=1.0) + room]))
    figure.update_yaxes(
        theme.label_axis(
            colours,
            # Not a line of nought: the points stand where they stand among each other.
            showline=False,
            tickmode="array",
            tickvals=list(range(FIRST, len(rows) + FIRST)),
            ticktext=[linked_name(r.branch_id, r.name, link) for r in rows],
            range=[min(-0.7, len(rows) - 2.7) + FIRST, len(rows) - 0.3 + FIRST],
        )
    )
    return figure


def _stick(ends: Sequence[Mapping[str, Any]], place: int, colours: theme.Palette) -> dict[str, Any]:
    x0, x1 = (float(end["value"]) for end in ends)
    line = {"color": colours.quiet, "width": 3}
    return {"type": "line", "x0": x0, "x1": x1, "y0": place, "y1": place, "line": line, "layer": "below"}


def _symbol(end: Mapping[str, Any]) -> str:
    if math.isinf(float(end["high"])):
        return "triangle-right"
    return "triangle-left" if float(end["low"]) < float(end["value"]) == float(end["high"]) else "circle"


def _points(
    figure: Drawing, ends: Sequence[Mapping[str, Any]], is_full: bool, unit: str, colours: theme.Palette
) -> None:
    figure.add_scatter(
        x=[float(end["value"]) for end in ends],
        y=list(range(FIRST, len(ends) + FIRST)),
        mode="markers",
        marker={
            "size": 12,
            "symbol": [_symbol(end) for end in ends],
            "color": colours.parts[0] if is_full else colours.paper,
            "line": {"color": colours.parts[0], "width": 2},
        },
        hovertext=[formats.plotly_text(formats.amount_of(end, unit)) for end in ends],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _words(ends: Sequence[Mapping[str, Any]], place: int, unit: str, colours: theme.Palette) -> dict[str, Any]:
    """Both amounts below each other beside the row, each with its sign."""
    texts = [
        f"{sign} {formats.plotly_text(formats.amount_of(end, unit, short=unit == 'vnd'))}"
        for sign, end in zip(SIGNS, ends, strict=True)
    ]
    return {
        "xref": "paper",
        "x": 1,
        "y": place,
        "text": "<br>".join(reversed(texts)),
        "align": "left",
        "showarrow": False,
        "xanchor": "left",
        "xshift": 6,
        "font": {"size": 12, "color": colours.ink},
    }
