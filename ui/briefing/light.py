"""Figures and tints as they go on paper: in the light palette, without links, whatever the theme of the screen."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from functools import cache
from typing import Any

from ui import theme
from ui.figures.drawing import Drawing

HEX = re.compile(r"#[0-9a-fA-F]{6}")
# A colour is the whole of a text or the colour of a span; a name that holds such letters stays as it is.
COLOUR = re.compile(r"\A#[0-9a-fA-F]{6}\Z|(?<=color:)#[0-9a-fA-F]{6}")
# Only figures of ours write links; a name from the data is escaped before it gets there.
LINK = re.compile(r"<a\b[^>]*>|</a>")
MIX = re.compile(r"color-mix\(in srgb, (#[0-9a-fA-F]{6}) (\d+)%, (#[0-9a-fA-F]{6})\)")


@cache
def _light() -> dict[str, str]:
    """Every colour of the dark palette and the one that means the same in the light palette."""
    found: dict[str, str] = {}
    for field in fields(theme.Palette):
        _pair(getattr(theme.DARK, field.name), getattr(theme.LIGHT, field.name), found)
    return found


def _pair(dark: Any, light: Any, found: dict[str, str]) -> None:
    if isinstance(dark, str):
        if HEX.fullmatch(dark):
            found.setdefault(dark, light)
    elif isinstance(dark, dict):
        for name in dark:
            _pair(dark[name], light[name], found)
    else:
        for one, other in zip(dark, light, strict=True):
            _pair(one, other, found)


def colour_for_paper(colour: str) -> str:
    """A colour of either palette as #rrggbb of the light one; a mixture of two is mixed. Raises ValueError for a colour
    that is written in another way."""
    if mixed := MIX.fullmatch(colour):
        one, share, other = mixed[1], int(mixed[2]) / 100, mixed[3]
        pairs = zip(_parts(colour_for_paper(one)), _parts(colour_for_paper(other)), strict=True)
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)
    if not HEX.fullmatch(colour):
        raise ValueError(f"a colour that paper does not know: {colour}")
    return _light().get(colour.lower(), colour)


def _parts(colour: str) -> list[int]:
    return [int(colour[n : n + 2], 16) for n in (1, 3, 5)]


def figure_for_paper(figure: Drawing, is_dark: bool, width: int) -> dict[str, Any]:
    """The figure as Plotly's plain data, `width` pixels wide; its height stays."""
    plain = _walk(json.loads(figure.to_json(validate=False)), is_dark)
    layout = plain.get("layout", {}) | {"width": width, "autosize": False}
    return {"data": plain.get("data", []), "layout": layout}


def _walk(value: Any, is_dark: bool) -> Any:
    if isinstance(value, dict):
        return {k: _walk(v, is_dark) for k, v in value.items()}
    if isinstance(value, list):
        return [_walk(v, is_dark) for v in value]
    if isinstance(value, str):
        text = LINK.sub("", value) if "<" in value else value
        return COLOUR.sub(lambda m: _light().get(m[0].lower(), m[0]), text) if is_dark and "#" in text else text
    return value
