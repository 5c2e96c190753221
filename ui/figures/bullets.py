"""Bullets: results as a share of their aim, a line at the aim, open ends left open, and a tick for the time gone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ui import formats, theme
from ui.figures.bars import OPEN_TAIL, label_margin, segments
from ui.figures.drawing import Drawing

ROW = 44
# Far beyond the aim a bar says no more by its length: it ends here with a mark, and its number stands beside it.
LONGEST = 220.0
OVERFLOW = "»"


@dataclass(frozen=True)
class Bullet:
    """One row: whose aim, which one, the result in percent of it with its bounds, and the words at its end. `mark` is
    the share of time that has gone, in percent; None where time says nothing of the aim."""

    branch_id: str
    name: str
    aim: str
    value: float
    low: float
    high: float
    is_approximate: bool
    text: str
    tint: str
    mark: float | None = None


def bullets(
    rows: Sequence[Bullet],
    colours: theme.Palette,
    reference: str,
    link: Callable[[str], str] | None = None,
) -> Drawing:
    """Bullets from the first row at the top; `reference` names the line at 100 percent."""
    rows = list(reversed(rows))
    figure = theme.new_figure(colours, max(len(rows), 2) * ROW + 40, barmode="stack", bargap=0.5)
    if not rows:
        return figure
    top = min(max([120.0, *(r.value for r in rows), *(r.mark or 0.0 for r in rows)]), LONGEST)
    parts = [_cut(segments(r.low, r.high, r.value, top * OPEN_TAIL), top) for r in rows]
    _bars(figure, rows, parts, colours)
    lines = [_line(100.0, -0.6, len(rows) - 0.4, colours.ink, "solid", 1.2)]
    lines += [_line(min(r.mark, top), n - 0.42, n + 0.42, colours.ink, "dot", 2) for n, r in _marked(rows)]
    words = [*_words(rows, parts, colours), _reference(reference, colours)]
    margin = {"r": label_margin([r.text for r in rows]), "b": 22}
    figure.update_layout(shapes=lines, annotations=words, margin=margin)
    figure.update_xaxes(theme.hidden_axis(range=[0, top * 1.02]))
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(rows))),
            ticktext=[_label(r, colours, link) for r in rows],
            range=[min(-0.9, len(rows) - 2.9), len(rows) - 0.4],
        )
    )
    return figure


def _reference(text: str, colours: theme.Palette) -> dict[str, Any]:
    return {
        "x": 100.0,
        "y": -0.62,
        "yanchor": "top",
        "showarrow": False,
        "text": formats.plotly_text(text),
        "font": {"size": 11.5, "color": colours.muted},
    }


def _marked(rows: Sequence[Bullet]) -> list[tuple[int, Any]]:
    return [(n, r) for n, r in enumerate(rows) if r.mark is not None]


def _cut(part: tuple[float, float], top: float) -> tuple[float, float]:
    """What of a bar fits into the drawing."""
    solid = min(part[0], top)
    return solid, max(min(part[1], top - solid), 0.0)


def _line(x: float, y0: float, y1: float, colour: str, dash: str, width: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": y0,
        "y1": y1,
        "line": {"color": colour, "dash": dash, "width": width},
    }


def _bars(
    figure: Drawing, rows: Sequence[Bullet], parts: Sequence[tuple[float, float]], colours: theme.Palette
) -> None:
    tints, places = [r.tint for r in rows], list(range(len(rows)))
    figure.add_bar(
        orientation="h",
        y=places,
        x=[p[0] for p in parts],
        marker={
            "color": [colours.paper if r.is_approximate else r.tint for r in rows],
            "line": {"color": tints, "width": [1.6 if r.is_approximate else 0 for r in rows]},
        },
        customdata=[[formats.plotly_text(x) for x in (r.name, r.aim, r.text)] for r in rows],
        hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>",
    )
    if any(p[1] for p in parts):
        figure.add_bar(
            orientation="h",
            y=places,
            x=[p[1] for p in parts],
            marker={
                "color": colours.paper,
                "pattern": {"shape": "/", "fgcolor": tints, "bgcolor": colours.paper, "size": 5, "solidity": 0.45},
                "line": {"width": 0},
            },
            hoverinfo="skip",
        )


def _words(
    rows: Sequence[Bullet], parts: Sequence[tuple[float, float]], colours: theme.Palette
) -> list[dict[str, Any]]:
    """The words right of the bar and of the time gone, on paper of their own so that no line crosses them."""
    found = []
    for place, (row, part) in enumerate(zip(rows, parts, strict=True)):
        text = formats.plotly_text(row.text)
        found.append(
            {
                "x": max(sum(part), row.mark or 0.0),
                "y": place,
                "text": f"{OVERFLOW} {text}" if _is_longer(row) else text,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 5,
                "bgcolor": colours.paper,
                "borderpad": 1,
                "font": {"size": 12.5, "color": colours.ink},
            }
        )
    return found


def _is_longer(row: Bullet) -> bool:
    return (row.low if math.isinf(row.high) else row.high) > LONGEST


def _label(row: Bullet, colours: theme.Palette, link: Callable[[str], str] | None) -> str:
    name = formats.plotly_text(formats.short_name(row.name, 27))
    if link is not None:
        name = f'<a href="{formats.escape(link(row.branch_id))}" target="_self">{name}</a>'
    return f'{name}<br><span style="color:{colours.muted};font-size:11px">{formats.plotly_text(row.aim)}</span>'
