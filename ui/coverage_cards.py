"""Who has reported what: metric groups by year, and branches by metric group, as grids with numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from ui import choices, depth, formats, theme, url
from ui.blocks import reporting_card
from ui.cards import Card, show
from ui.rows import Later, Names, in_order
from ui.screen import Screen, remark
from ui.tables import Column, Table
from ui.texts import coded, t, tn

MOST_YEARS = 10
EVERY = "moi_nam"


def draw(screen: Screen) -> None:
    """Who reported of the filter's period and who did not; then both grids, the second for one year or all."""
    show(reporting_card(screen), screen)
    rows = depth.coverage_by_year(screen.answers, screen.view)
    if rows.empty:
        remark(t("coverage.nothing"))
        return
    show(_years_card(screen, rows), screen)
    labels = {EVERY: t("coverage.every_year")} | {str(y): str(y) for y in sorted(rows["year"].unique(), reverse=True)}
    year = choices.one(screen.page, url.COVERED, t("column.year"), labels, EVERY, style="list", width=260)
    show(_branches_card(screen, None if year == EVERY else int(year)), screen)


def shade(share: float, colours: theme.Palette) -> str:
    """From paper to the house's blue, soft enough to read on."""
    return f"color-mix(in srgb, {colours.sequential[3]} {round(8 + 52 * min(max(share, 0.0), 1.0))}%, {colours.paper})"


def _years_card(screen: Screen, rows: pd.DataFrame) -> Card:
    in_view = screen.answers.reporting(screen.view).coverage.in_view
    years = sorted(rows["year"].unique(), reverse=True)[:MOST_YEARS]
    frame = rows.pivot(index="group", columns="year", values="branches").reindex(columns=years)
    groups = dict.fromkeys(m.group for m in screen.answers.metrics().values())
    frame = frame.reindex(list(groups)).rename(columns=str).reset_index()
    top = float(frame[[str(y) for y in years]].max().max())
    columns = [Column("group", t("column.group"), show=lambda r: coded("group", str(r["group"])))]
    columns += [_cell(str(y), str(y), top, screen.colours) for y in years]
    return Card(
        key="coverage_years",
        title=t("coverage.years.title"),
        subtitle=tn("coverage.years.subtitle", in_view, n=formats.number(in_view, 0)),
        table=Table(tuple(columns), frame, is_wide=True),
        open_table=True,
        foot=t("coverage.foot"),
    )


def _branches_card(screen: Screen, year: int | None) -> Card:
    rows = depth.coverage_by_branch(screen.answers, screen.view, year)
    groups = list(dict.fromkeys(m.group for m in screen.answers.metrics().values()))
    table, branches, silent, top = _beside(rows, groups)
    columns = [Column("name_vi", t("column.branch"), "branch"), Column("province", t("column.province"))]
    columns += [_cell(g, coded("group", g), top, screen.colours) for g in groups]
    said = t("coverage.all_years") if year is None else str(year)
    return Card(
        key="coverage_branches",
        title=t("coverage.branches.title", year=said),
        subtitle=tn(
            "coverage.branches.subtitle", branches, n=formats.number(len(table), 0), all=formats.number(branches, 0)
        ),
        table=Table((*columns, Column("figures", t("coverage.total"), "count")), table, is_wide=True),
        open_table=True,
        silent=silent,
        filters=((t("column.year"), said),),
        table_height=640,
    )


def _beside(rows: pd.DataFrame, groups: list[str]) -> tuple[Later, int, Names, float]:
    """A row for each branch with figures, those with most first, a column for each of the groups; how many branches
    there are; those without any; and the most figures of one cell."""
    wide = rows[groups].to_numpy()
    is_known = ~np.isnan(wide).all(axis=1)
    branches = rows[["branch_id", "name_vi", "province"]]
    total = np.nansum(wide, axis=1)
    # Equal ones stand in the order of their ids.
    known = np.flatnonzero(is_known)
    by_id = known[branches["branch_id"].take(known).argsort().to_numpy()]
    order = by_id[in_order([total[by_id]], [True])]

    def put(asked: pd.DataFrame) -> pd.DataFrame:
        lines = asked.index.to_numpy()
        cells = pd.DataFrame(wide[lines], columns=groups)
        return pd.concat([asked.reset_index(drop=True), cells], axis=1).assign(figures=total[lines])

    top = float(np.nanmax(wide)) if len(known) else 1.0
    return Later(branches, order, put), len(rows), Names(branches.loc[~is_known, ["name_vi"]]), top


def _cell(key: str, label: str, top: float, colours: theme.Palette) -> Column:
    return Column(key, label, "count", tint=_tint(key, top, colours))


def _tint(key: str, top: float, colours: theme.Palette) -> Callable[[Mapping[Any, Any]], str]:
    def colour(row: Mapping[Any, Any]) -> str:
        value = row.get(key)
        return "" if formats.is_missing(value) else shade(float(value) / (top or 1.0), colours)  # type: ignore[arg-type]

    return colour
