"""The data table of the reader's choice: what stands in its rows and columns, how it reads, sorts and is searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from comparison.answers import Metric
from comparison.search import search_key
from comparison.table import DataTable, Subtotal
from ui import choices, depth, differences, formats, pickers, url
from ui.cards import Card, metric_name
from ui.compare_cards import amount, unit_of
from ui.ranking import all_sources, unit_words
from ui.rows import Later, in_order, mappings
from ui.screen import Screen, current, no_province, period_words
from ui.tables import Column, Table, in_vietnamese
from ui.texts import coded, t, tn

ROWS = {"don_vi": "branch", "tinh": "province", "nganh": "sector", "cap": "tier"}
MODES = {
    "gia_tri": "value",
    url.PER_MEMBER: "per_member",
    "hang": "rank",
    "vi_tri": "percentile",
    "thay_doi": "change",
}
MOST_METRICS, MOST_PERIODS, USUAL_METRICS = 6, 4, 3
BY_NAME = "ten"
# The years that a sum of some of them holds, and those of its term.
PRESENT, EXPECTED = "sum_years_present", "sum_years_expected"
KEPT = (
    *("value", "low", "high", "is_approximate", "is_partial", "years_present", "years_expected"),
    *("is_undecided", "does_not_apply", "reported", "in_view"),
)


@dataclass(frozen=True)
class Grid:
    """What the table holds: kind of rows, way of reading, metrics, periods."""

    rows: str
    mode: str
    metric_ids: tuple[str, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Cells:
    """One column of figures: its metric and period, and the prefix of its columns in the wide frame."""

    metric: Metric
    period: str
    prefix: str


def choose(screen: Screen) -> Grid:
    """Draw the pickers of rows and columns."""
    page = screen.page
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        rows = choices.one(page, url.ROWS, t("grid.rows"), {k: t(f"grid.rows.{v}") for k, v in ROWS.items()}, "don_vi")
        mode = choices.one(
            page, url.MODE, t("grid.mode"), {k: t(f"grid.mode.{v}") for k, v in MODES.items()}, "gia_tri"
        )
    return Grid(ROWS[rows], MODES[mode], _metrics(screen), _periods(screen))


def _metrics(screen: Screen) -> tuple[str, ...]:
    metrics = screen.answers.metrics()
    covered = depth.counts(screen.answers, screen.view)
    counts = {m: covered[m].reported for m in metrics}
    labels = pickers.metric_labels(metrics.values(), counts)
    fullest = sorted((m for m in metrics if counts[m]), key=lambda m: -counts[m])[:USUAL_METRICS]
    label = t("grid.metrics", most=formats.number(MOST_METRICS, 0))
    return choices.many(
        screen.page,
        url.METRIC,
        label,
        labels,
        fullest or ["members_total"],
        most=MOST_METRICS,
        names=pickers.metric_names(metrics.values()),
        also=pickers.metric_words(metrics.values()),
    )


def _periods(screen: Screen) -> tuple[str, ...]:
    options = screen.answers.filter_options(screen.view).periods
    rows = options[options["grain"] == screen.filters.grain]
    labels = {screen.filters.period: screen.filters.period} | {
        str(r["value"]): f"{r['value']} ({formats.number(r['figures'], 0)})" for r in mappings(rows)
    }
    label = t("compare.periods.year" if screen.filters.grain == "year" else "compare.periods.term")
    picked = choices.many(screen.page, url.PERIODS, label, labels, [screen.filters.period], most=MOST_PERIODS)
    order = [str(v) for v in rows["value"]][::-1]
    return tuple(sorted(picked, key=lambda p: order.index(p) if p in order else len(order)))


def cells_of(screen: Screen, grid: Grid) -> list[Cells]:
    """The columns of figures in order."""
    metrics = screen.answers.metrics()
    return [
        Cells(metrics[m], period, f"c{n}_{k}_")
        for n, m in enumerate(grid.metric_ids)
        for k, period in enumerate(grid.periods)
    ]


@dataclass(frozen=True)
class Beside:
    """The rows of the table and where their figures are. `rows`: row_id, row_label, row_order, branch_id; `places` of
    each column of figures: the place of each row's figure in `figures`, -1 where it has none."""

    rows: pd.DataFrame
    figures: pd.DataFrame
    cells: list[Cells]
    places: list[np.ndarray]

    def values(self, column: int) -> np.ndarray:
        """The figures of a column; NaN where there is none."""
        place, value = self.places[column], self.figures["value"].to_numpy(dtype=float)
        return np.where(place >= 0, value[place], np.nan) if len(value) else np.full(len(place), np.nan)

    def shown(self, order: np.ndarray) -> Later:
        """The rows in an order, each with the figures of every column."""
        return Later(self.rows, order, self._with_figures)

    def _with_figures(self, asked: pd.DataFrame) -> pd.DataFrame:
        lines, parts = asked.index.to_numpy(), [asked.reset_index(drop=True)]
        for c, place in zip(self.cells, self.places, strict=True):
            own = place[lines]
            there = self.figures[list(KEPT)].iloc[own[own >= 0]].set_axis(np.flatnonzero(own >= 0))
            is_sum = there["is_partial"].to_numpy(dtype=bool) & there["value"].notna()
            there = there.assign(
                **{PRESENT: there["years_present"].where(is_sum), EXPECTED: there["years_expected"].where(is_sum)}
            )
            parts.append(there.reindex(parts[0].index).add_prefix(c.prefix))
        return pd.concat(parts, axis=1)


def beside(answer: DataTable, cells: list[Cells]) -> Beside:
    """One row per row of the table, a column of figures for each metric and period."""
    figures = answer.frame
    codes, ids = pd.factorize(figures["row_id"])
    first = np.flatnonzero(~pd.Series(codes).duplicated().to_numpy())
    rows = figures[["row_id", "row_label", "row_order"]].iloc[first].reset_index(drop=True)
    places = []
    for c in cells:
        own = np.flatnonzero((figures["metric_id"] == c.metric.metric_id) & (figures["period"] == c.period))[::-1]
        place = np.full(len(ids), -1)
        # Of several the last one written stays: from the end on, that is the first.
        place[codes[own]] = own
        places.append(place)
    labels = rows["row_label"]
    if answer.rows == "branch":
        nameless = (labels == "").to_numpy(dtype=bool)
        labels = labels.mask(nameless, row_label(answer.rows, "")) if nameless.any() else labels
    else:
        labels = pd.Series([row_label(answer.rows, label) for label in labels], index=rows.index, dtype=labels.dtype)
    rows = rows.assign(row_label=labels, branch_id=rows["row_id"] if answer.rows == "branch" else None)
    return Beside(rows, figures, cells, places)


def row_label(kind: str, label: str) -> str:
    """The name of a row."""
    if kind in ("sector", "tier"):
        return coded(kind, label) or t("grid.no_name")
    return label or (no_province(current().filters) if kind == "province" else t("grid.no_name"))


def searched(labels: pd.Series, words: str) -> np.ndarray:
    """Whether a row's name holds every word, diacritics or not."""
    wanted = search_key(words).split()
    if not wanted:
        return np.ones(len(labels), dtype=bool)
    return np.array([all(w in key for w in wanted) for key in labels.map(search_key)], dtype=bool)


def sorts(cells: list[Cells], several_periods: bool) -> dict[str, str]:
    """What the table can be sorted by: each column from either end, and the name."""
    options = {}
    for n, c in enumerate(cells):
        name = metric_name(c.metric) + (f", {c.period}" if several_periods else "")
        options[f"{n}-"] = t("grid.sort.down", name=name)
        options[f"{n}+"] = t("grid.sort.up", name=name)
    return options | {BY_NAME: t("grid.sort.name")}


def ordered(grid: Grid, table: Beside, words: str, sort: str, only_figures: bool) -> np.ndarray:
    """The rows that are asked for, in the order asked, those without a figure last, equal ones by name."""
    asked = searched(table.rows["row_label"], words)
    if only_figures:
        asked &= np.any([~np.isnan(table.values(n)) for n in range(len(table.cells))], axis=0)
    keys: list[pd.Series | np.ndarray] = [place_of(grid, table.rows)]
    falls = []
    if sort != BY_NAME:
        keys, falls = [table.values(int(sort[:-1])), *keys], [not sort.endswith("+")]
    order = in_order(keys, falls)
    return order[asked[order]]


def place_of(grid: Grid, rows: pd.DataFrame) -> np.ndarray:
    """The place of each row in the order of names as they are shown; tiers from the top down."""
    if grid.rows in ("branch", "tier"):
        return rows["row_order"].to_numpy(dtype=float)
    return in_vietnamese(rows["row_label"]).rank(method="dense").to_numpy(dtype=float)


def card(screen: Screen, grid: Grid, answer: DataTable, frame: Later, filters: tuple[tuple[str, str], ...]) -> Card:
    """The table with its subtotals and three kinds of files."""
    cells = cells_of(screen, grid)
    is_shown = answer.frame["is_partial"] & answer.frame["value"].notna()
    partial = answer.frame.loc[is_shown, ["metric_id", "period"]].drop_duplicates()
    in_part = frozenset(zip(partial["metric_id"], partial["period"], strict=True))
    metrics = tuple(dict.fromkeys(c.metric for c in cells))
    words = [t(f"grid.mode.{grid.mode}"), tn("grid.count", len(frame), n=formats.number(len(frame), 0))]
    return Card(
        key="grid",
        title=t(
            "grid.title",
            names=", ".join(metric_name(m) for m in metrics),
            rows=t(f"grid.by.{grid.rows}"),
            period=", ".join(grid.periods)
            if len(grid.periods) > 1
            else period_words(screen.filters.with_period(grid.periods[0])),
        ),
        subtitle=" · ".join(words),
        table=Table(columns(grid, cells, in_part), frame, foot=(subtotal_row(answer, cells, grid),), is_wide=True),
        metrics=metrics,
        source_ids=all_sources(answer.frame),
        notes=answer.notes,
        open_table=True,
        table_height=760,
        foot=t(f"grid.foot.{grid.mode}"),
        filters=filters,
        endings=("csv", "xlsx", "parquet"),
    )


def _periods_words(screen: Screen, grid: Grid) -> str:
    if len(grid.periods) > 1:
        return ", ".join(grid.periods)
    return period_words(screen.filters.with_period(grid.periods[0]))


def columns(grid: Grid, cells: list[Cells], in_part: frozenset[tuple[str, str]] = frozenset()) -> tuple[Column, ...]:
    """The name of the row and one column for each metric and period; in files of those `in_part`, which hold sums of
    some years of a term, two more beside it that tell how many of how many."""
    first = Column("row_label", t(f"grid.rows.{grid.rows}"), "branch")
    several = len(grid.periods) > 1
    made = []
    for c in cells:
        head = _head(grid, c) + (f", {c.period}" if several else "")
        value = Column(
            f"{c.prefix}value",
            head,
            "amount",
            shade=grid.mode in ("value", "per_member") and c.metric.unit not in ("rank", "percent"),
            show=_shown(grid, c),
            bounds=(f"{c.prefix}low", f"{c.prefix}high", f"{c.prefix}is_approximate"),
            in_part=f"{c.prefix}is_partial",
        )
        made += [value, *(_years(c, head) if (c.metric.metric_id, c.period) in in_part else ())]
    return (first, *made)


def _years(c: Cells, head: str) -> tuple[Column, Column]:
    """How many years of a term a sum holds, and how many there are; nothing where it holds them all."""
    return (
        Column(f"{c.prefix}{PRESENT}", t("grid.years", name=head), "count", only_in_files=True),
        Column(f"{c.prefix}{EXPECTED}", t("grid.years_of_term", name=head), "count", only_in_files=True),
    )


def _of_years(cell: Mapping[Any, Any]) -> str:
    """k of n years."""
    years = {"k": cell["years_present"], "n": cell["years_expected"]}
    return t("mark.partial", **{name: formats.number(number, 0) for name, number in years.items()})


def _head(grid: Grid, c: Cells) -> str:
    name = metric_name(c.metric)
    if grid.mode in ("rank", "percentile"):
        return f"{name} ({t(f'grid.unit.{grid.mode}')})"
    basis = "per_member" if grid.mode == "per_member" else "value"
    return f"{name} ({unit_words(c.metric, basis)})"


def _shown(grid: Grid, c: Cells) -> Callable[[Mapping[Any, Any]], str]:
    """How a cell of the column reads: not applicable, not reported, or the figure with its marks and coverage."""

    def show(row: Mapping[Any, Any]) -> str:
        if f"{c.prefix}text" in row:
            return str(row[f"{c.prefix}text"])
        cell = {name.removeprefix(c.prefix): value for name, value in row.items() if str(name).startswith(c.prefix)}
        if cell.get("does_not_apply") is True:
            return t("grid.not_applicable")
        if formats.is_missing(cell.get("value")):
            return formats.MISSING
        return " ".join(part for part in (cell_text(cell, c.metric, grid.mode), *_marks(cell, grid)) if part)

    return show


def cell_text(cell: Mapping[Any, Any], metric: Metric, mode: str) -> str:
    """A figure as the mode reads it, in full."""
    if mode == "change":
        about = cell.get("is_approximate") is True
        return differences.signed_bounds(cell["value"], cell["low"], cell["high"], about, formats.in_table(metric.unit))
    if mode in ("rank", "percentile"):
        return formats.number(cell["value"], 0)
    if metric.unit == "rank":
        return amount({**cell, "is_partial": False}, metric)
    about = cell.get("is_approximate") is True
    return formats.bounded(cell["value"], cell["low"], cell["high"], about, formats.in_table(metric.unit))


def _marks(cell: Mapping[Any, Any], grid: Grid) -> list[str]:
    marks = [t("mark.undecided")] if cell.get("is_undecided") is True else []
    marks += [_of_years(cell)] if cell.get("is_partial") is True else []
    if grid.rows != "branch" and not formats.is_missing(cell.get("in_view")):
        numbers = (formats.number(cell["reported"], 0), formats.number(cell["in_view"], 0))
        marks.append(t("grid.coverage", reported=numbers[0], in_view=numbers[1]))
    return marks


def subtotal_row(answer: DataTable, cells: list[Cells], grid: Grid) -> dict[str, Any]:
    """The last line: the sum of each column over the whole filter, or the sentence why there is none."""
    found = {(s.metric_id, s.period): s for s in answer.subtotals}
    row: dict[str, Any] = {"row_label": t("grid.total"), "branch_id": None}
    for c in cells:
        subtotal = found[c.metric.metric_id, c.period]
        row[f"{c.prefix}text"] = subtotal_text(subtotal, c.metric)
        a = subtotal.amount
        row |= {f"{c.prefix}{n}": getattr(a, n) if a else float("nan") for n in ("value", "low", "high")}
        row[f"{c.prefix}is_approximate"] = bool(a and a.is_approximate)
    return row


def subtotal_text(subtotal: Subtotal, metric: Metric) -> str:
    """A sum with its coverage, not reported, or why it is refused."""
    if subtotal.refused:
        return t(f"refused.{subtotal.refused}")
    covered = {"reported": formats.number(subtotal.reported, 0), "in_view": formats.number(subtotal.in_view, 0)}
    coverage = t("grid.coverage", **covered)
    a = subtotal.amount
    if a is None:
        return f"{formats.MISSING} {coverage}"
    unit = "percent" if unit_of(metric) == "percent" else formats.in_table(metric.unit)
    return f"{formats.bounded(a.value, a.low, a.high, a.is_approximate, unit)} {coverage}"


def choice_rows(screen: Screen, grid: Grid, words: str, sort: str) -> tuple[tuple[str, str], ...]:
    """What was chosen, for the head of a download."""
    metrics = screen.answers.metrics()
    rows = [
        (t("grid.rows"), t(f"grid.rows.{grid.rows}")),
        (t("grid.mode"), t(f"grid.mode.{grid.mode}")),
        (t("column.metric"), "; ".join(metric_name(metrics[m]) for m in grid.metric_ids)),
        (t("column.period"), ", ".join(grid.periods)),
        (t("grid.sort"), sort),
    ]
    return (*rows, (t("grid.search"), words)) if words else tuple(rows)


def answered(screen: Screen, grid: Grid) -> DataTable:
    """The read model's answer to the table."""
    return depth.table(screen.answers, screen.view, grid.metric_ids, grid.rows, grid.mode, grid.periods)
