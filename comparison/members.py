"""The members a figure is divided by: of the same period, else those counted nearest to it (DESIGN.md 5.6)."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from comparison.figures import Figures, ids_of, picked_ids
from comparison.held import Array
from comparison.picked import Picked
from comparison.questions import View
from comparison.warehouse import Warehouse, sql

NEAREST_DAYS = 366


@dataclass(frozen=True, eq=False)
class HeadCounts:
    """Members of branches by their places, with bounds; `is_of_a_day` marks those that may stand for another period."""

    at: Array
    value: Array
    low: Array
    high: Array
    is_approximate: Array
    source_set: Array
    period_start: Array
    period_end: Array
    counted_on: Array
    is_of_a_day: Array

    def taken(self, rows: Array) -> HeadCounts:
        """Those that an array of truths or places chooses."""
        return HeadCounts(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Members:
    """For some of a list of figures, by their `row` in it, the members and how many days they were counted off."""

    row: Array
    counts: HeadCounts
    gap_days: Array


def members_of(warehouse: Warehouse, view: View, figures: Figures) -> Members:
    """The members of each figure's branch in the figure's own period; else those counted nearest to it, within 366
    days, the later ones of two that are as near. Figures without such members are left out."""
    counts = _near(warehouse, view, figures)
    row = np.searchsorted(figures.at, counts.at)
    row[row == len(figures.at)] = 0
    known = figures.at[row] == counts.at if len(figures.at) else np.zeros(0, dtype=bool)
    counts, row = counts.taken(known), row[known]
    first, last = _days(figures.period_start[row]), _days(figures.period_end[row])
    is_same = (_days(counts.period_start) == first) & (_days(counts.period_end) == last)
    day = _days(counts.counted_on)
    gap = np.where(is_same, 0, np.maximum(np.maximum((first - day).astype(int), (day - last).astype(int)), 0))
    may = is_same | (counts.is_of_a_day & (gap <= NEAREST_DAYS))
    counts, row, gap, is_same, day = counts.taken(may), row[may], gap[may], is_same[may], day[may]
    order = np.lexsort((-day.astype(int), gap, ~is_same, row))
    best = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    return Members(row[best], counts.taken(best), gap[best])


def _near(warehouse: Warehouse, view: View, figures: Figures) -> HeadCounts:
    """All head counts that could stand for one of the figures."""
    near = np.timedelta64(NEAREST_DAYS, "D")
    days = {"first": np.datetime64("1900-01-01", "D"), "last": np.datetime64("1900-01-01", "D")}
    if len(figures.at):
        days = {"first": _days(figures.period_start).min() - near, "last": _days(figures.period_end).max() + near}
    asked = {name: day.astype(object) for name, day in days.items()}
    found = warehouse.arrays(sql("head_counts"), asked | {"grain": view.grain, "period": view.period})
    at = found.pop("branch_key").astype(np.int32) - 1
    return HeadCounts(at=at, **found)


def _days(moments: Array) -> Array:
    return moments.astype("M8[D]")


def sources_with(warehouse: Warehouse, figures: Figures, members: Members) -> Picked:
    """For each figure the ids of its sources and of those of its members as a tuple."""
    own = figures.source_set
    theirs = np.full(len(own), -1, dtype=np.int64)
    theirs[members.row] = members.counts.source_set
    place, pairs = pd.factorize((own.astype(np.int64) << 32) + theirs + 1)
    ids = []
    for pair in pairs.tolist():
        mine, number = pair >> 32, (pair & 0xFFFFFFFF) - 1
        ids.append(ids_of(warehouse, figures.sets_of(mine) | (frozenset({number}) if number >= 0 else frozenset())))
    return picked_ids(place, ids)
