"""A briefing before it is written: what the page shows, in order, as plain words, tables of texts and figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.formats import MISSING


@dataclass(frozen=True)
class Cell:
    """How a cell reads, and the colour behind it as #rrggbb where it has one."""

    text: str
    tint: str = ""


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Head:
    """A column of a printed table: its label; `name` is who a row is about, `is_figure` stands to the right."""

    label: str
    is_figure: bool = False
    is_name: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as it is printed. `more`: a sentence on the rows left out, '' where there are none."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    foot: tuple[Row, ...] = ()
    more: str = ""


@dataclass(frozen=True)
class Picture:
    """A chart: its figure as Plotly's plain data, in the light palette; what it shows in words."""

    figure: dict[str, Any]
    alt: str

    @property
    def height(self) -> int:
        """In points of a picture that is pictures.WIDTH wide."""
        return int(self.figure["layout"]["height"])


@dataclass(frozen=True)
class Facts:
    """Labels with their values, such as the filter or what a branch is."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Figures:
    """Large figures: label, value, detail."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Section:
    """A heading with a sentence below it."""

    title: str
    text: str = ""


@dataclass(frozen=True)
class Remark:
    """A sentence to be read before figures."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Listed:
    """Short texts below each other."""

    items: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Sentences, rather than names that stand in two columns."""
        return any(len(item) > 70 for item in self.items)


@dataclass(frozen=True)
class Panel:
    """A card: a chart, a table or both, with the words around them. `silent`: the branches without a figure."""

    title: str
    subtitle: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    picture: Picture | None = None
    grid: Grid | None = None
    notes: tuple[str, ...] = ()
    silent: str = ""


Part = Facts | Figures | Section | Remark | Listed | Panel


@dataclass(frozen=True)
class Citation:
    """A source as it is listed: its number, who published what, when, where."""

    number: int
    publisher: str
    title: str
    published: str
    address: str

    @property
    def words(self) -> str:
        """Title, publisher and date, of what is known."""
        told = [part for part in (self.publisher, self.published) if part not in ("", MISSING)]
        return f"{self.title}. {', '.join(told)}." if told else f"{self.title}."

    @property
    def is_web(self) -> bool:
        """Whether the address may be a link; other schemes stay text."""
        return self.address.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class Briefing:
    """The whole paper. `build` says which data it shows, `address` opens the same view."""

    language: str
    kind: str
    title: str
    question: str
    filter: str
    build: str
    address: str
    parts: tuple[Part, ...]
    sources: tuple[Citation, ...]
    filters: tuple[tuple[str, str], ...] = ()
    period: str = ""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every chart, in order."""
        return tuple(p.picture for p in self.parts if isinstance(p, Panel) and p.picture is not None)
