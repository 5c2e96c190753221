"""The tile map of provinces: a square each, empty squares for the unreported, archipelagos with their provinces."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ui import formats, theme
from ui.figures.drawing import Drawing
from ui.figures.squares import add_squares, bounds_of
from ui.rows import mappings
from ui.texts import t
from ui.tile_map import Tile, label_lines, tiles

ROW_HEIGHT = {"since_2025_07": 46, "before_2025_07": 44}
# With names on one line, for a map that shares the first screen with words.
LOW_ROW_HEIGHT = 33


def tile_figure(frame: pd.DataFrame, boundary: str, unit: str, colours: theme.Palette, is_low: bool = False) -> Drawing:
    """A tile for each province. `frame` has province, value, low, high, is_approximate, reported, in_view. With
    `is_low` the names stand on one line and the map is a third lower."""
    values = {r["province"]: r for r in mappings(frame)}
    shown = tiles(boundary)
    rows, columns = 1 + max(x.row for x in shown), 1 + max(x.column for x in shown)
    height = LOW_ROW_HEIGHT if is_low else ROW_HEIGHT[boundary]
    figure = theme.new_figure(colours, rows * height + 12)
    empty: list[Tile] = []
    z: list[list[float | None]] = [[None] * columns for _ in range(rows)]
    text, hover = [[""] * columns for _ in range(rows)], [[""] * columns for _ in range(rows)]
    for tile in shown:
        row = values.get(tile.province, {})
        has = not formats.is_missing(row.get("value"))
        z[tile.row][tile.column] = _scaled(float(row["value"])) if has else None
        text[tile.row][tile.column] = _tile_text(tile, row, unit, is_low) if has else ""
        hover[tile.row][tile.column] = _hover(tile, row, unit)
        if not has:
            empty.append(tile)
    add_squares(
        figure,
        z,
        text,
        colours.sequential,
        bounds_of(z),
        colours,
        text_size=10,
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
    )
    _empty_names(figure, empty, colours, is_low)
    # All at once: adding shapes one by one takes time that grows with their square.
    figure.update_layout(shapes=[_outline(tile, colours) for tile in empty] or None)
    figure.update_xaxes(theme.hidden_axis(range=[-0.5, columns - 0.5]))
    figure.update_yaxes(theme.hidden_axis(range=[rows - 0.5, -0.5]))
    return figure


def _scaled(value: float) -> float:
    """Shade by the root of the value: one large city must not make all others look alike."""
    return math.copysign(math.sqrt(abs(value)), value)


def _name(tile: Tile, is_low: bool) -> str:
    label = formats.plotly_text(tile.label)
    return label if is_low else label_lines(label)


def _tile_text(tile: Tile, row: Mapping[Any, Any], unit: str, is_low: bool) -> str:
    name = _name(tile, is_low)
    if tile.is_islands:
        return name
    return f"{name}<br><b>{formats.plotly_text(tile_number(row, unit))}</b>"


def tile_number(row: Mapping[Any, Any], unit: str) -> str:
    """A value short enough for a square; of what is known in bounds the lower one, rounded so that it still holds, or
    the upper one where that alone is known."""
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    about = "≈ " if row.get("is_approximate") is True else ""
    if low == high:
        return about + _short(value, unit)
    if low <= 0 and not math.isinf(high):
        return f"≤ {about}{_short(high, unit, 1)}"
    return f"≥ {about}{_short(low, unit, -1)}"


def _short(value: float, unit: str, toward: int = 0) -> str:
    if unit == "vnd":
        return formats.money(value, short=True, toward=toward)
    if abs(value) >= 1_000_000:
        return t("money.million.short", n=formats.number(value / 1_000_000, 1, toward))
    if abs(value) >= 100_000:
        return t("tile.thousand", n=formats.number(value / 1000, 0, toward))
    return formats.number(value, 0 if abs(value) >= 100 else 1, toward)


def _hover(tile: Tile, row: Mapping[Any, Any], unit: str) -> str:
    if tile.is_islands:
        return (
            f"<b>{formats.plotly_text(tile.label)}</b><br>{formats.plotly_text(t('map.belongs', name=tile.province))}"
        )
    name = formats.plotly_text(tile.label if tile.label == tile.province else f"{tile.label} ({tile.province})")
    counts = {name: formats.number(row.get(name, 0), 0) for name in ("reported", "in_view")}
    covered = t("map.hover", **counts)
    amount = formats.amount_of(row, unit) if not formats.is_missing(row.get("value")) else formats.MISSING
    return f"<b>{name}</b><br>{formats.plotly_text(amount)}<br>{formats.plotly_text(covered)}"


def _outline(tile: Tile, colours: theme.Palette) -> dict[str, Any]:
    """A dotted square: not reported looks like nothing else."""
    edge = 0.46
    return {
        "type": "rect",
        "x0": tile.column - edge,
        "x1": tile.column + edge,
        "y0": tile.row - edge,
        "y1": tile.row + edge,
        "line": {"color": colours.line, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def _empty_names(figure: Drawing, empty: list[Tile], colours: theme.Palette, is_low: bool) -> None:
    """The names of squares without a figure, with a dash; an archipelago is not a unit of its own and has none."""
    figure.add_scatter(
        x=[tile.column for tile in empty],
        y=[tile.row for tile in empty],
        mode="text",
        text=[_name(x, is_low) + ("" if x.is_islands else f"<br>{formats.MISSING}") for x in empty],
        textfont={"size": 10, "color": colours.muted},
        hoverinfo="skip",
    )
