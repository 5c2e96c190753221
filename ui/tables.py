"""Tables: columns over a frame, shown as real HTML; the same columns feed the downloads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import pandas as pd

from comparison.order import vietnamese_order
from ui import formats
from ui.help import why_missing
from ui.rows import Later, mappings
from ui.texts import t

Kind = Literal["text", "branch", "number", "amount", "date", "state", "count", "link", "sources"]
RIGHT = ("number", "amount", "count")
# A cell of a row as HTML.
Write = Callable[[Mapping[Any, Any]], str]


@dataclass(frozen=True)
class Column:
    """One column of a table: where it comes from, how it is called, how it is shown.

    `amount` reads value, low, high and is_approximate (or the names in `bounds`) and shows the bounds; `branch` shows
    a name linking to the profile of the row's branch_id; `show` overrides how a cell reads. A number whose `unit` (of
    all rows, or of each) is vnd is money: whole đồng from a hundred on. `shade` draws the size of the value behind the
    number, `tint` gives the cell a colour. A file holds the `raw` value instead of how it is shown, and also the
    columns that `only_in_files` keeps off the screen. `sources` is a list of ids, shown as numbers
    that lead to each source's own page. Where `in_part` names a column and it holds, an amount is that of a part of its
    period: as one of all of it, its upper bound is unknown, and a file leaves it empty.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str | Callable[[Mapping[Any, Any]], str] = ""
    digits: int = 2
    shade: bool = False
    show: Callable[[Mapping[Any, Any]], str] | None = None
    bounds: tuple[str, str, str] = ("low", "high", "is_approximate")
    in_part: str = ""
    link: Callable[[Mapping[Any, Any]], str] | None = None
    tint: Callable[[Mapping[Any, Any]], str] | None = None
    raw: bool = False
    only_in_files: bool = False
    source_link: Callable[[str], str] | None = None
    is_wide: bool = False


@dataclass(frozen=True)
class Table:
    """Columns over the rows shown, in the order shown: a frame, or rows that are put together where they are looked at.
    `foot` stands below them, `is_wide` keeps the names in sight."""

    columns: tuple[Column, ...]
    rows: pd.DataFrame | Later = field(repr=False)
    caption: str = ""
    foot: tuple[Mapping[Any, Any], ...] = ()
    is_wide: bool = False

    def records(self) -> list[dict[str, Any]]:
        """The rows as mappings."""
        return mappings(self.part())

    def part(self, first: int = 0, last: int | None = None) -> pd.DataFrame:
        """The rows from one place up to another, all by default."""
        return self.rows.part(first, last) if isinstance(self.rows, Later) else self.rows.iloc[first:last]


@dataclass(frozen=True)
class Links:
    """Where a branch's name and a metric's name lead."""

    profile: Callable[[str], str]
    metric: Callable[[str], str] | None = None


def in_vietnamese(column: pd.Series) -> pd.Series:
    """For `sort_values(key=...)`: names in Vietnamese order, all other columns as they are."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    # By what it holds: names come in several types of columns, and those of any but one would sort by code points.
    words = column.to_numpy(dtype=object)
    if pd.api.types.infer_dtype(words, skipna=True) != "string":
        return column
    places = ["" if formats.is_missing(name) else vietnamese_order(name) for name in words]
    return pd.Series(places, index=column.index, dtype="str")


def table_unit(unit: str) -> str:
    """The unit in which a table shows full numbers, for the head of its column."""
    return t("money.unit") if unit == "vnd" else unit_name(unit)


def unit_name(unit: str) -> str:
    """What is counted."""
    return t(f"unit.{unit}") if unit else ""


def cell_text(column: Column, row: Mapping[Any, Any]) -> str:
    """What a reader sees in a cell, before any escaping. Amounts in tables are in full, never in millions."""
    if column.show is not None:
        return column.show(row)
    value: Any = row.get(column.key)
    if formats.is_missing(value) or (isinstance(value, str) and not value):
        return formats.MISSING
    unit = formats.in_table(column.unit if isinstance(column.unit, str) else column.unit(row))
    if column.kind == "amount":
        low, high, about = column.bounds
        return formats.bounded(value, row.get(low), row.get(high), bool(row.get(about) or False), unit)
    if column.kind in ("number", "count"):
        if unit:
            return formats.quantity(float(value), unit)
        return formats.number(float(value), 0 if column.kind == "count" else column.digits)
    if column.kind == "date":
        return formats.day(value)
    return str(value)


def html_table(
    table: Table,
    profile_link: Callable[[str], str],
    height: int = 460,
    label: str = "",
    metric_link: Callable[[str], str] | None = None,
) -> str:
    """The table as HTML: escaped, head sticky, figures right-aligned; names link to profiles, metrics to what they
    mean."""
    links = Links(profile_link, cache(metric_link) if metric_link is not None else None)
    columns = tuple(c for c in table.columns if not c.only_in_files)
    head = "".join(
        f'<th scope="col" class="{"n" if c.kind in RIGHT else "s"}">{formats.escape(c.label)}</th>' for c in columns
    )
    tops = {c.key: _top(table.part(), c.key) for c in columns if c.shade}
    body = _lines([_writer(c, tops.get(c.key, 0.0), links) for c in columns], table.records())
    last = _lines([_writer(c, 0.0, links) for c in columns], table.foot)
    foot = f"<tfoot>{last}</tfoot>" if last else ""
    wide = " wide" if table.is_wide else ""
    caption = f"<caption>{formats.escape(table.caption)}</caption>" if table.caption else ""
    named = formats.escape(label or table.caption or t("table.region"))
    return (
        f"{swipe()}"
        f'<div class="ud-scroll" style="max-height:{height}px" tabindex="0" role="region" '
        f'aria-label="{named}"><table class="ud-table{wide}">{caption}'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
    )


def swipe() -> str:
    """What is said above a table that is wider than its frame; ui/table_edges.js finds out which are."""
    return f'<p class="ud-swipe" aria-hidden="true">{formats.escape(t("table.swipe"))}</p>'


def _top(rows: pd.DataFrame, key: str) -> float:
    numbers = pd.to_numeric(rows[key], errors="coerce").abs() if len(rows) else pd.Series(dtype=float)
    top = numbers.max()
    return 0.0 if pd.isna(top) else float(top)


def _lines(writers: list[Write], rows: Iterable[Mapping[Any, Any]]) -> str:
    return "".join(["<tr>" + "".join([write(row) for write in writers]) + "</tr>" for row in rows])


def _writer(column: Column, top: float, links: Links) -> Write:
    """How a column writes a cell of a row: what is the same in all its cells is put together once."""
    tag, scope = ("th", ' scope="row"') if column.kind == "branch" else ("td", "")
    side = "n" if column.kind in RIGHT else "s"
    first = " ".join([side, *(["w"] if column.is_wide else [])])
    last = " state" if column.kind == "state" else ""
    none = f'<span class="none" title="{formats.escape(why_missing(column.kind))}">{formats.MISSING}</span>'
    inside = _inside(column, links)
    begin, end = f'<{tag}{scope} class="{first}{last}"', f"</{tag}>"
    shaded, key = f'<{tag}{scope} class="{first} shade{last}"', column.key

    def write(row: Mapping[Any, Any]) -> str:
        text = inside(row)
        if column.tint is not None and (tint := column.tint(row)):
            head = f'{begin} style="background:{formats.escape(tint)}"'
        elif top and not formats.is_missing(value := row.get(key)):
            share = max(0.0, min(100.0, 100 * abs(float(value)) / top))  # type: ignore[arg-type]
            head = f'{shaded} style="--size:{share:.1f}%"'
        else:
            head = begin
        return f"{head}>{none if text == formats.MISSING else text}{end}"

    return write


def _inside(column: Column, links: Links) -> Write:
    """What stands in a cell: its text, escaped, and where that leads."""
    if column.kind == "sources" and column.source_link is not None:
        return _sources(column.key, column.source_link)
    if column.show is not None:
        show = column.show

        def text(row: Mapping[Any, Any]) -> str:
            return formats.escape(show(row))
    else:

        def text(row: Mapping[Any, Any]) -> str:
            return formats.escape(cell_text(column, row))

    inside: Write = text
    if column.kind == "branch":
        inside = _linked(inside, "branch_id", "", links.profile)
    if column.key == "metric_id" and links.metric is not None:
        inside = _linked(inside, "metric_id", ' class="ud-term"', links.metric)
    return _outward(inside, column.link) if column.link is not None else inside


def _linked(inside: Write, key: str, kind: str, link: Callable[[str], str]) -> Write:
    """A cell that leads to what the id in its row names, where it has one."""

    def write(row: Mapping[Any, Any]) -> str:
        text, name = inside(row), row.get(key)
        if formats.is_missing(name):
            return text
        return f'<a{kind} href="{formats.escape(link(str(name)))}" target="_self">{text}</a>'

    return write


def _sources(key: str, link: Callable[[str], str]) -> Write:
    """A small number for each source, leading to its page; rows of the same sources say the same."""
    told = t("source.own_page")

    @cache
    def numbered(ids: tuple[Any, ...]) -> str:
        links = [
            f'<a href="{formats.escape(link(str(i)))}" target="_self" title="{formats.escape(told)}" '
            f'aria-label="{formats.escape(f"{told} {n}")}">[{n}]</a>'
            for n, i in enumerate(ids, 1)
        ]
        return " ".join(links) or formats.MISSING

    def write(row: Mapping[Any, Any]) -> str:
        ids = row.get(key)
        return numbered(tuple(ids)) if isinstance(ids, (tuple, list)) else formats.MISSING

    return write


def _outward(inside: Write, address: Callable[[Mapping[Any, Any]], str]) -> Write:
    """A link to the outside only for http and https, and to a source's own page; other schemes stay text."""

    def write(row: Mapping[Any, Any]) -> str:
        text, url = inside(row), address(row)
        if url.startswith("/nguon-so-lieu?"):
            return f'<a href="{formats.escape(url)}" target="_self">{text}</a>'
        if not url.lower().startswith(("http://", "https://")):
            return text
        return f'<a href="{formats.escape(url)}" target="_blank" rel="noopener noreferrer nofollow">{text}</a>'

    return write
