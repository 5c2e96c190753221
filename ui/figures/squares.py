"""Squares filled by their value in flat steps, each with words in the ink that can be read on its fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui import theme
from ui.contrast import ink_on
from ui.figures.drawing import Drawing

Grid = Sequence[Sequence[Any]]


def flat_steps(fills: tuple[str, ...]) -> list[list[object]]:
    """A scale of flat steps: one fill for all values of a step, no shade between two."""
    count = len(fills)
    scale: list[list[object]] = []
    for n, colour in enumerate(fills):
        scale += [[n / count, colour], [(n + 1) / count, colour]]
    return scale


def step_of(value: float, bounds: tuple[float, float], count: int) -> int:
    """Which of `count` equal steps between the bounds a value falls into, from 0."""
    low, high = bounds
    return min(int((value - low) / (high - low) * count), count - 1)


def bounds_of(z: Grid) -> tuple[float, float]:
    """The least and the greatest value; around a single one, so that it stands in the middle step."""
    values = [float(v) for line in z for v in line if v is not None]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def add_squares(
    figure: Drawing,
    z: Grid,
    text: Grid,
    fills: tuple[str, ...],
    bounds: tuple[float, float],
    colours: theme.Palette,
    **more: Any,
) -> None:
    """Add the squares of `z`; None is no square. Plotly knows one ink for a whole grid and would take grey or white by
    itself, which cannot be read on the middle steps; so squares that need the paper's colour lie over the others."""
    size = more.pop("text_size", 12)

    def needs_paper(value: Any) -> bool:
        return value is not None and ink_on(fills[step_of(value, bounds, len(fills))], colours) == colours.paper

    dark = [[needs_paper(v) for v in line] for line in z]
    only_dark = [
        [v if d else None for v, d in zip(line, marks, strict=True)] for line, marks in zip(z, dark, strict=True)
    ]
    for values, on_dark, ink in ((z, False, colours.ink), (only_dark, True, colours.paper)):
        if on_dark and not any(any(line) for line in dark):
            continue
        words = [
            [x if d is on_dark else "" for x, d in zip(line, marks, strict=True)]
            for line, marks in zip(text, dark, strict=True)
        ]
        figure.add_heatmap(
            z=values,
            text=words,
            texttemplate="%{text}",
            textfont={"size": size, "family": theme.FONT, "color": ink},
            zmin=bounds[0],
            zmax=bounds[1],
            colorscale=flat_steps(fills),
            showscale=False,
            xgap=3,
            ygap=3,
            hoverongaps=False,
            **more,
        )
