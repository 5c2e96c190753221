"""What a reader sees of a page run as a session runs it: its words, its tables and its charts by key."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np

from tests.ui.opening import opened

ROOT = Path(__file__).resolve().parents[2]
Row = dict[str, str]
Chart = dict[str, Any]


class _Reader(HTMLParser):
    """Collects the words of a page, and the cells of its tables row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tables: list[list[list[str]]] = []
        self.in_cell = self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style |= tag in ("style", "script")
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables:
            self.tables[-1][-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_style &= tag not in ("style", "script")
        self.in_cell &= tag not in ("td", "th")
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.in_style:
            self.words.append(data)
        if self.in_cell:
            self.tables[-1][-1][-1] += data


@dataclass(frozen=True)
class Seen:
    """A page as drawn: `tables` as rows of cells by column head, `charts` by the key of their card."""

    words: str
    tables: tuple[tuple[Row, ...], ...]
    charts: dict[str, Chart]

    def rows(self, *heads: str) -> list[Row]:
        """The rows of every table that has these columns."""
        return [row for table in self.tables for row in table if all(h in row for h in heads)]

    def cell(self, head: str, **of: str) -> str:
        """The one cell under a head in the row whose other cells read as said."""
        found = {r[head] for r in self.rows(head, *of) if all(r[k] == v for k, v in of.items())}
        assert len(found) == 1, f"{head} of {of}: {found}"
        return found.pop()

    def after(self, words: str, length: int = 200) -> str:
        """What stands right behind some words."""
        assert words in self.words, f"{words!r} is not on the page"
        return self.words.split(words, 1)[1][:length]


def see(screen: str, **query: Any) -> Seen:
    """A new session that opens a page by its link; `screen` is the file of the page without its ending."""
    app = opened(screen, **query)
    reader = _Reader()
    for element in app.get("html"):
        reader.feed(element.proto.body)
    tables = [[dict(zip(t[0], r, strict=False)) for r in t[1:]] for t in reader.tables if t]
    charts = {c.proto.id.split("-chart_")[-1]: json.loads(c.proto.spec) for c in app.get("plotly_chart")}
    return Seen(re.sub(r"\s+", " ", "".join(reader.words)), tuple(map(tuple, tables)), charts)


def values(data: Any) -> list[float | None]:
    """The numbers of a trace, also where they were packed; None where nothing is drawn."""
    if isinstance(data, dict):
        packed = np.frombuffer(base64.b64decode(data["bdata"]), dtype=data["dtype"])
        shape = [int(n) for n in str(data.get("shape", "")).split(",") if n.strip()]
        data = (packed.reshape(shape) if shape else packed).tolist()
    flat = [x for line in data or [] for x in (line if isinstance(line, list) else [line])]
    return [None if x is None or x != x else x for x in flat]


def bars(chart: Chart) -> dict[str, float]:
    """How long the bars of each branch are together, by the branch that the name beside them leads to."""
    axis = chart["layout"]["yaxis"]
    branches = [re.findall(r"don_vi=([^&\"]+)", text)[0] for text in axis.get("ticktext", [])]
    lengths = dict.fromkeys(branches, 0.0)
    for trace in chart["data"]:
        if trace["type"] == "bar" and not trace.get("marker", {}).get("pattern"):
            for place, length in zip(values(trace["y"]), values(trace["x"]), strict=True):
                lengths[branches[int(place or 0)]] += length or 0.0
    return lengths


def zeros(chart: Chart) -> int:
    """How many places of a chart stand at nought: bars without any length, points and tiles at zero."""
    found = 0
    lengths: dict[Any, float] = {}
    for trace in chart["data"]:
        if trace["type"] == "bar":
            for place, length in zip(values(trace["y"]), values(trace["x"]), strict=True):
                lengths[place] = lengths.get(place, 0.0) + abs(length or 0.0)
        elif trace["type"] == "heatmap":
            found += values(trace.get("z")).count(0)
        elif "lines" in trace.get("mode", "") or "markers" in trace.get("mode", ""):
            found += values(trace["y"]).count(0)
    return found + sum(not length for length in lengths.values())


def apart(open_page: Callable[..., Seen], **query: str) -> dict[str, float]:
    """What stands apart from spending: the length of all bars of each kind of money, lent and saved or raised."""
    found = {}
    for part in ("vay_von", "xa_hoi"):
        charts = open_page("cham_lo", muc=part, **query).charts
        found |= {k.removeprefix("apart_"): sum(bars(c).values()) for k, c in charts.items() if k.endswith("_amount")}
    return found
