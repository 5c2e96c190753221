"""In which periods and tiers there are targets: what a page of targets offers where its own period has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from comparison.held import Array, in_view, span
from comparison.questions import TIERS, Grain, View
from comparison.warehouse import Warehouse, sql

Held = dict[tuple[Grain, str], tuple[Array, Array]]


def target_periods(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The periods other than the view's in which its filter holds targets: grain, period, targets; those of its own
    grain first and the nearest of them first, of two as near the later one; then those of the other grain, the latest
    first."""
    return _laid_out(_rows(warehouse, view))


def target_tiers(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The other tiers with targets under the rest of the filter, from the top down: tier, grain, period (of the view's
    grain the nearest, else of the other one the latest), targets."""
    rows = []
    for tier in TIERS:
        if tier != view.tier:
            # Chosen branches are of one tier.
            there = replace(view, tier=tier, branch_ids=())
            found = _rows(warehouse, there, with_own=True)
            rows += [(tier, *row) for row in _laid_out(found).head(1).itertuples(index=False)]
    return pd.DataFrame(rows, columns=["tier", "grain", "period", "targets"])


def _rows(warehouse: Warehouse, view: View, with_own: bool = False) -> list[tuple[Grain, str, int, float]]:
    """Each period with targets: grain, period, how many, and its middle as a year."""
    rows = []
    for (grain, period), (at, targets) in warehouse.once("target periods", _read).items():
        if (grain, period) == (view.grain, view.period) and not with_own:
            continue
        there = replace(view, grain=grain, period=period)
        count = int(targets[in_view(warehouse, there).is_in[at]].sum())
        rows += [(grain, period, count, _middle(warehouse, there))] if count else []
    own = _middle(warehouse, view)
    # The other grain is in the order of time alone.
    rows.sort(key=lambda row: (row[0] != view.grain, abs(row[3] - own) if row[0] == view.grain else 0.0, -row[3]))
    return rows


def _middle(warehouse: Warehouse, view: View) -> float:
    first, last = (float(day.astype("M8[Y]").astype(int)) + 1970 for day in span(warehouse, view))
    return (first + last) / 2


def _laid_out(rows: list[tuple[Grain, str, int, float]]) -> pd.DataFrame:
    return pd.DataFrame([row[:3] for row in rows], columns=["grain", "period", "targets"])


def _read(warehouse: Warehouse) -> Held:
    """Of each period the places of branches and how many targets each has."""
    frame = warehouse.frame(sql("held_target_periods"))
    grains: tuple[Grain, Grain] = ("year", "term")
    return {
        (grain, str(period)): (rows["at"].to_numpy(dtype=np.int32), rows["targets"].to_numpy(dtype=np.int64))
        for grain in grains
        for period, rows in frame[frame["grain"] == grain].groupby("period")
    }
