"""How a table fits on A4: widths by what its columns hold, smaller letters, a page on its side, or several tables."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from ui.briefing.model import Grid, Row

# Millimetres of text on a page, upright and on its side.
UPRIGHT, SIDEWAYS = 178.0, 265.0
# Letters in points, the largest that fits is taken; an average letter is a bit more than half its size wide.
SIZES = (8.5, 7.5)
POINT = 0.3528
# How wide letters are, as shares of their size: figures stand in columns, capitals are wide, signs narrow,
# and those that come from another font (≥, ≈, ◐) the widest.
LOWER, UPPER, DIGIT, SIGN, FOREIGN = 0.57, 0.72, 0.66, 0.34, 0.95
PADDING = 3.2
# A row of more lines than this on average is hard to read across.
LINES = 3.2
# A word that is longer breaks.
LONGEST_WORD = 16
LONGEST_FIGURE = 28


@dataclass(frozen=True)
class Fitted:
    """A table with the width of each column in millimetres, the size of its letters in points, and how it lies."""

    grid: Grid
    widths: tuple[float, ...]
    size: float
    is_sideways: bool


def fitted(grid: Grid) -> list[Fitted]:
    """The table as one or more that are no wider than the page; a table that must be cut keeps its first column."""
    for is_sideways in (False, True):
        for size in SIZES:
            widths = _widths(grid, size, SIDEWAYS if is_sideways else UPRIGHT)
            if widths and _lines(grid, widths, size) <= LINES:
                return [Fitted(grid, widths, size, is_sideways)]
    widths = _widths(grid, SIZES[-1], SIDEWAYS)
    if widths:
        return [Fitted(grid, widths, SIZES[-1], True)]
    return [fit for part in _halves(grid) for fit in fitted(part)]


def _halves(grid: Grid) -> list[Grid]:
    """The columns in two, each with the first; one column less each time, so this ends."""
    middle = 1 + (len(grid.heads) - 1) // 2
    return [_of(grid, (0, *range(1, middle))), _of(grid, (0, *range(middle, len(grid.heads))))]


def _of(grid: Grid, places: tuple[int, ...]) -> Grid:
    def cut(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(tuple(row[n] for n in places) for row in rows)

    return Grid(tuple(grid.heads[n] for n in places), cut(grid.rows), cut(grid.foot), grid.more)


def _widths(grid: Grid, size: float, room: float) -> tuple[float, ...]:
    """Every column at least as wide as its longest word, the rest shared by need; () where even that is too wide."""
    least, most = [], []
    for n, head in enumerate(grid.heads):
        texts = [row[n].text for row in (*grid.rows, *grid.foot)]
        words = [w[:LONGEST_WORD] for text in texts for w in text.split()]
        # A figure never breaks, as long as it is one and not a sentence.
        words += [text for text in texts if head.is_figure and len(text) <= LONGEST_FIGURE]
        longest = max((_long(text, size) for text in texts), default=0.0)
        label = min(_long(head.label, size), _long("m" * LONGEST_FIGURE, size))
        # Heads are bold.
        heads = [_long(w[:LONGEST_WORD], size) * 1.1 for w in head.label.split()]
        least.append(max([*(_long(w, size) for w in words), *heads], default=0.0) + PADDING)
        most.append(max(longest, label) + PADDING)
    if len(grid.heads) > 2 and sum(least) > room:
        return ()
    spare = room - sum(least)
    # The root, so that one long note does not take all the room there is.
    # A name that wraps less makes every row lower.
    weights = [2.0 if h.is_name else 1.0 for h in grid.heads]
    need = [max(m - w, 0.0) ** 0.5 * share for w, m, share in zip(least, most, weights, strict=True)]
    if sum(most) <= room:
        # Room to spare goes to the words, so that figures do not drift apart.
        need = [0.0 if h.is_figure else m for h, m in zip(grid.heads, most, strict=True)]
        least, spare = [max(pair) for pair in zip(least, most, strict=True)], room - sum(map(max, least, most))
    need = need if sum(need) else [1.0] * len(least)
    return tuple(w + spare * n / sum(need) for w, n in zip(least, need, strict=True))


def _long(text: str, size: float) -> float:
    """About how long a text is on one line, in millimetres."""
    return sum(map(_share, text)) * size * POINT


def _share(letter: str) -> float:
    if letter.isdigit():
        return DIGIT
    if letter.isalpha():
        return UPPER if letter.isupper() else LOWER
    return FOREIGN if ord(letter) > 0x2100 else SIGN


def _lines(grid: Grid, widths: tuple[float, ...], size: float) -> float:
    """How many lines a row has on average."""
    counts = [
        max(ceil(_long(c.text, size) * 1.1 / max(w - PADDING, 1.0)) for c, w in zip(row, widths, strict=True))
        for row in (*grid.rows, *grid.foot)
    ]
    return sum(counts) / len(counts) if counts else 1.0
