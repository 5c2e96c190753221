"""How far two colours stand apart in light, as WCAG counts it, and which ink can be read on a fill."""

from __future__ import annotations

from ui.theme import Palette


def parts_of(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of #rrggbb, each from 0 to 1."""
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb: 0 is black, 1 is white."""
    shares = zip((0.2126, 0.7152, 0.0722), parts_of(colour), strict=True)
    return sum(share * (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for share, c in shares)


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(colour: str, share: float, other: str) -> str:
    """The colour that `share` (0 to 1) of one and the rest of another give, as CSS mixes them in sRGB."""
    pairs = zip(parts_of(colour), parts_of(other), strict=True)
    return "#" + "".join(f"{round(255 * (a * share + b * (1 - share))):02x}" for a, b in pairs)


def ink_on(fill: str, colours: Palette) -> str:
    """The ink or the paper of a palette, whichever reads better on a fill."""
    return max((colours.ink, colours.paper), key=lambda ink: ratio(ink, fill))
