"""Lines over periods: points where something was reported, gaps where nothing was, the words that have room."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from ui import formats, theme
from ui.figures.drawing import Drawing
from ui.rows import mappings

HEIGHT = 300
# What words are laid out for: the narrowest screen; on a wider one they only stand further apart.
NARROW = 340.0
PLOT_HEIGHT = 236.0
LETTER, LINE = 7.0, 15.0
# How far words may reach into the margins of the figure, and half the width of a point.
MARGIN, POINT = 8.0, 5.0
EDGE = 0.4
HEADROOM = 1.2


@dataclass(frozen=True)
class Box:
    """Where words stand, in pixels from the lower left corner of the plot."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: Box) -> bool:
        """Whether two boxes cover each other anywhere."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


class Room:
    """Where words still fit: pixels of a point, and the boxes taken so far."""

    def __init__(self, periods: int, low: float, high: float) -> None:
        self.step = NARROW / (periods - 1 + 2 * EDGE)
        self.low, self.scale = low, PLOT_HEIGHT / (high - low)
        self.taken: list[Box] = []

    def pixels(self, place: int, value: float) -> tuple[float, float]:
        """A point in pixels."""
        return (place + EDGE) * self.step, (value - self.low) * self.scale

    def side(self, place: int, text: str) -> str:
        """Whether words over a point stand at its middle, or to the side that has room."""
        x, half = self.pixels(place, self.low)[0], len(text) * LETTER / 2
        if x - half < -MARGIN:
            return "right"
        return "left" if x + half > NARROW + MARGIN else "center"

    def box(self, place: int, value: float, text: str, shift: float) -> Box:
        """The box of words whose lower edge is `shift` pixels above their point."""
        x, y = self.pixels(place, value)
        width = len(text) * LETTER
        start = {"right": x, "left": x - width, "center": x - width / 2}[self.side(place, text)]
        return Box(start, y + shift, start + width, y + shift + LINE)

    def mark(self, place: int, value: float, has_stem: bool) -> None:
        """Keep words off a point, and off the stem below it."""
        x, y = self.pixels(place, value)
        ground = self.pixels(place, 0.0)[1]
        self.taken.append(Box(x - POINT, y - POINT, x + POINT, y + POINT))
        if has_stem:
            self.taken.append(Box(x - 1, min(y, ground), x + 1, max(y, ground)))

    def mark_line(self, place: int, value: float, next_place: int, next_value: float) -> None:
        """Keep words off the line between two points."""
        (x0, y0), (x1, y1) = self.pixels(place, value), self.pixels(next_place, next_value)
        steps = max(int(abs(x1 - x0) // (2 * POINT)), int(abs(y1 - y0) // (2 * POINT)), 1)
        for step in range(1, steps):
            x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
            self.taken.append(Box(x - 1, y - 1, x + 1, y + 1))

    def take(self, box: Box) -> bool:
        """Take the room where nobody stands yet."""
        if any(box.meets(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


def line_figure(
    frame: pd.DataFrame, branches: pd.DataFrame, unit: str, chosen: Mapping[str, str], colours: theme.Palette
) -> Drawing:
    """Branches as coloured lines with their names; without any, the total (or median) of the view in grey.

    The axis spans the periods with figures, those of a total with its coverage. The last, the first and the extreme
    points carry their value where it has room on a phone; every value is in the hover text.
    """
    figure = theme.new_figure(colours, HEIGHT, margin={"l": 8, "r": 16, "t": 28, "b": 8})
    every = list(frame.sort_values("period_order")["period"])
    lines = _lines(frame, branches, chosen, colours)
    order = span([str(p) for p in every], [rows for rows, _, _ in lines])
    drawn = [(_whole(rows, order), colour, name) for rows, colour, name in lines]
    low, high = _reach([rows for rows, _, _ in drawn])
    room = Room(len(order), low, high)
    for rows, _, _ in drawn:
        for place, value in enumerate(rows["value"]):
            if not formats.is_missing(value):
                room.mark(place, float(value), has_stem=branches.empty)
    told = [_told(rows, unit, room) for rows, _, _ in drawn]
    # After the values, which stand above their points whatever runs below them; names have more places to go.
    for rows, _, _ in drawn if not branches.empty else ():
        _mark_lines(rows, room)
    for (rows, colour, name), texts in zip(drawn, told, strict=True):
        _line(figure, rows, unit, colour, name, texts, room, colours, joined=not branches.empty)
    for rows, colour, name in drawn:
        _name(figure, rows, colour, name, room)
    axis = {"type": "category", "categoryorder": "array", "categoryarray": order, "tickangle": 0}
    words = _with_coverage(frame, order) if branches.empty else order
    named = periods_named(order, words)
    if branches.empty:
        axis |= {"tickmode": "array", "tickvals": named, "ticktext": _with_coverage(frame, named)}
    elif len(named) < len(order):
        axis |= {"tickmode": "array", "tickvals": named, "ticktext": named}
    figure.update_xaxes(theme.label_axis(colours, **axis, range=[-EDGE, len(order) - 1 + EDGE]))
    figure.update_yaxes(theme.hidden_axis(range=[low, high]))
    return figure


def _lines(
    frame: pd.DataFrame, branches: pd.DataFrame, chosen: Mapping[str, str], colours: theme.Palette
) -> list[tuple[pd.DataFrame, str, str]]:
    """Rows, colour and name of each line."""
    if branches.empty:
        column = "value" if frame["value"].notna().any() else "median"
        return [(frame.assign(value=frame[column]) if column in frame else frame, colours.accent, "")]
    return [
        (rows, chosen.get(str(b), colours.quiet), formats.short_name(str(rows["name_vi"].iloc[0]), 26))
        for b, rows in branches.groupby("branch_id", sort=False)
    ]


def periods_named(order: list[str], words: list[str]) -> list[str]:
    """The periods whose words have room below the axis of a phone: all of a few, else every so many from the last."""
    longest = max((len(line) for text in words for line in text.split("<br>")), default=1)
    step = math.ceil(len(order) * (longest * LETTER + POINT) / NARROW)
    return order[::-1][::step][::-1]


def _with_coverage(frame: pd.DataFrame, order: list[str]) -> list[str]:
    """Each period with how many reported below it: totals of different periods rest on different branches."""
    rows = {str(r["period"]): r for r in mappings(frame)}
    return [
        f"{period}<br>{formats.number(rows[period]['reported'], 0)}/{formats.number(rows[period]['in_view'], 0)}"
        if rows.get(period, {}).get("reported")
        else period
        for period in order
    ]


def span(every: list[str], lines: list[pd.DataFrame]) -> list[str]:
    """The periods from the first to the last with a figure; the neighbours too where that is only one."""
    known = {str(p) for rows in lines for p in rows.loc[rows["value"].notna(), "period"]}
    places = [n for n, period in enumerate(every) if period in known]
    if not places:
        return every
    first, last = places[0], places[-1]
    if first == last:
        first, last = max(first - 1, 0), min(last + 1, len(every) - 1)
    return every[first : last + 1]


def _whole(rows: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """One row for each period of the axis, also those without a figure: a gap is drawn as a gap."""
    named = rows.assign(period=rows["period"].astype(str))
    return pd.DataFrame({"period": order}).merge(named, how="left", on="period")


def _reach(lines: list[pd.DataFrame]) -> tuple[float, float]:
    """From where to where the values go, nought included, with room for words above."""
    numbers = pd.concat([rows["value"] for rows in lines]).dropna()
    top, bottom = max(float(numbers.max()), 0.0) if len(numbers) else 0.0, min([0.0, *numbers])
    size = (top - bottom) or 1.0
    return bottom - (size * (HEADROOM - 1) if bottom < 0 else 0.0), top + size * (HEADROOM - 1)


def _told(rows: pd.DataFrame, unit: str, room: Room) -> list[str]:
    """The words over each point, '' where they have no room: the last, the first, the highest, the lowest."""
    records = mappings(rows)
    known = rows["value"].dropna()
    texts = [""] * len(records)
    if known.empty:
        return texts
    for place in dict.fromkeys([known.index[-1], known.index[0], known.idxmax(), known.idxmin()]):
        text = _amount(records[place], unit)
        if room.take(room.box(int(place), float(known[place]), text, 6)):
            texts[place] = formats.plotly_text(text)
    return texts


def _line(
    figure: Drawing,
    rows: pd.DataFrame,
    unit: str,
    colour: str,
    name: str,
    texts: list[str],
    room: Room,
    colours: theme.Palette,
    joined: bool = True,
) -> None:
    records = mappings(rows)
    amounts = [_amount(r, unit) for r in records]
    figure.add_scatter(
        x=rows["period"],
        y=rows["value"],
        mode="lines+markers+text" if joined else "markers+text",
        connectgaps=False,
        text=texts,
        customdata=[formats.plotly_text(amount) for amount in amounts],
        textposition=[f"top {room.side(place, amount)}" for place, amount in enumerate(amounts)],
        textfont={"size": 12, "color": colours.ink},
        line={"color": colour, "width": 2},
        marker={
            "size": 8,
            "color": [colours.paper if _is_open(r) else colour for r in records],
            "line": {"color": colour, "width": 2},
            "symbol": ["triangle-up" if _is_open(r) else "circle" for r in records],
        },
        hovertemplate=f"<b>{formats.plotly_text(name)}</b> %{{x}}: %{{customdata}}<extra></extra>",
        cliponaxis=False,
    )
    if not joined:
        _stems(figure, rows, colour)


def _mark_lines(rows: pd.DataFrame, room: Room) -> None:
    """The line of a branch from each point to its neighbour; a gap is not bridged."""
    values = list(rows["value"])
    for place, (value, after) in enumerate(pairwise(values)):
        if not formats.is_missing(value) and not formats.is_missing(after):
            room.mark_line(place, float(value), place + 1, float(after))


def _name(figure: Drawing, rows: pd.DataFrame, colour: str, name: str, room: Room) -> None:
    """A line's name at its last point, moved down or up until it stands clear of other words and above the axis."""
    known = rows["value"].dropna()
    if not name or known.empty:
        return
    place, value = int(known.index[-1]), float(known.iloc[-1])
    shifts = [8.0 + step * LINE if up else -8.0 - step * LINE for step in range(1, 9) for up in (False, True)]
    boxes = {shift: room.box(place, value, name, shift) for shift in shifts}
    above = [shift for shift, box in boxes.items() if box.bottom >= 0]
    shift = next((s for s in above if room.take(boxes[s])), above[-1])
    side = room.side(place, name)
    figure.add_annotation(
        # By its place: years look like numbers to Plotly.
        x=place,
        y=value,
        text=formats.plotly_text(name),
        showarrow=False,
        xanchor={"left": "right", "right": "left", "center": "center"}[side],
        yanchor="bottom",
        yshift=shift,
        font={"size": 12, "color": colour},
    )


def _stems(figure: Drawing, rows: pd.DataFrame, colour: str) -> None:
    """A thin stem under each point: totals of periods that rest on different branches are not joined."""
    line = {"color": colour, "width": 1.5}
    # A category is named by its place: years look like numbers to Plotly.
    stems = [
        {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": value, "line": line, "opacity": 0.55}
        for place, value in enumerate(rows["value"])
        if not formats.is_missing(value)
    ]
    figure.update_layout(shapes=stems)


def _is_open(row: Mapping[Any, Any]) -> bool:
    high: Any = row.get("high")
    return not formats.is_missing(high) and math.isinf(float(high))


def _amount(row: Mapping[Any, Any], unit: str) -> str:
    """The value with its bounds, as it is written beside a point."""
    return "" if formats.is_missing(row.get("value")) else _bounded(row, unit)


def _bounded(row: Mapping[Any, Any], unit: str) -> str:
    about = row.get("is_approximate")
    is_about = not formats.is_missing(about) and bool(about)
    return formats.bounded(row["value"], row.get("low"), row.get("high"), is_about, unit, short=unit == "vnd")
