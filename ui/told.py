"""What a page tells beside its cards, as plain words: kept while the page is drawn, for whoever takes the page away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ui.figures.drawing import Drawing
from ui.tables import Table


@dataclass(frozen=True)
class Heading:
    """The title of the page, what it asks, and facts about its subject."""

    title: str
    question: str = ""
    kind: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Choice:
    """What the reader chose on the page itself, beside the filter."""

    label: str
    value: str


@dataclass(frozen=True)
class Figures:
    """Large figures: what it is, how much, what to know about it."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Section:
    """A heading inside the page, with a sentence below it."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence to be read before figures; with a label in front where it has one."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Listed:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """A figure that stands outside a card, with the words around it."""

    title: str
    subtitle: str
    figure: Drawing | None
    alt: str
    foot: str = ""


@dataclass(frozen=True)
class Matrix:
    """A table that stands outside a card; made only when somebody asks for it."""

    title: str
    make: Callable[[], Table]


Told = Any
