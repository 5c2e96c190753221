"""Targets that run at the day a snapshot was judged, with what is reached of each: read once from the snapshot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparison.aims import Aims, few_words, in_turn, of_metrics
from comparison.held import Array
from comparison.picked import Picked, Words
from comparison.source_sets import ids_of_rows
from comparison.warehouse import TEXT, Warehouse, sql

# In what state a running target can be, and on what ground it is said to be reached so far.
PACES = ("unknown", "ahead", "behind", "open")
BASES = ("period", "years", "last")
_NUMBERS = ("value", "low", "high")


def running(warehouse: Warehouse) -> Aims:
    """One row per running target and judged period: the columns of held_running.sql, those of Pace, and `pace_at`, the
    place of the pace in PACES."""
    return warehouse.shelf.get("running", lambda: _read(warehouse))


def _read(warehouse: Warehouse) -> Aims:
    ((as_of,),) = warehouse.rows("select as_of from build_setting")
    frame = warehouse.texts(sql("held_running"))
    columns: dict[str, Any] = {str(name): column.to_numpy() for name, column in frame.items() if column.dtype != TEXT}
    columns |= {name: few_words(frame[name]) for name in ("cadence", "comparator")}
    columns |= _reached(warehouse, columns)
    columns |= _judged(warehouse, columns, np.datetime64(as_of, "D"))
    order = in_turn(warehouse, frame)
    told = {name: column[order] for name, column in columns.items() if name not in ("row", "result_set", "is_year")}
    return Aims(told | {"at": told["branch_key"] - 1}, frozenset({"at", "pace_at", "is_of_term", "target_start"}))


def _reached(warehouse: Warehouse, of: dict[str, Any]) -> dict[str, Any]:
    """What is reached so far: the period's own figure, else its known years added, else the latest one."""
    found = warehouse.columns(sql("held_reached"))
    size = len(of["row"])
    row, basis = np.searchsorted(of["row"], found["row"]), found["basis"]
    at_end = np.asarray(of["cadence"] == "at_end")
    values = {name: np.where(at_end, np.nan, of[f"reached_{name}"]) for name in _NUMBERS}
    is_approximate = of["reached_is_approximate"] & ~at_end
    ground = np.where(np.isnan(values["value"]), -1, 0)
    numbers = np.where(at_end | (ground < 0), -1, of["result_set"])[:, None]
    years_known = np.full(size, np.nan)
    for place in (0, 1, 2):
        mine = np.flatnonzero(basis == place + 1)
        rows = row[mine]
        count = np.bincount(rows, minlength=size)
        if place == 1:
            years_known = np.where(count > 0, count, np.nan)
        is_new = (count > 0) & (ground < 0)
        for name in _NUMBERS:
            sums = np.bincount(rows, weights=found[name][mine], minlength=size)
            values[name] = np.where(is_new, sums, values[name])
        about = np.bincount(rows[found["is_approximate"][mine]], minlength=size) > 0
        is_approximate = np.where(is_new, about, is_approximate)
        ground = np.where(is_new, place, ground)
        numbers = _with_sets(numbers, rows, found["source_set"][mine], is_new)
    told: dict[str, Any] = {f"reached_{name}": column for name, column in values.items()}
    basis_words = Picked(Words(pd.array(BASES, dtype=TEXT)), ground.astype(np.int8))
    source_ids = ids_of_rows(warehouse, numbers)
    return told | {
        "reached_is_approximate": is_approximate.astype(bool),
        "reached_basis": basis_words,
        "years_known": years_known,
        "source_ids": source_ids,
    }


def _with_sets(numbers: Array, rows: Array, source_set: Array, is_new: Array) -> Array:
    """The sets of sources of each row (-1 none) with those of some figures in them, for the rows that are new."""
    order = np.argsort(rows, kind="stable")
    rows, source_set = rows[order], source_set[order]
    first = np.searchsorted(rows, rows, side="left")
    turn = np.arange(len(rows)) - first
    width = int(turn.max(initial=0)) + 1
    wide = np.full((len(numbers), max(width, numbers.shape[1])), -1, dtype=np.int64)
    wide[:, : numbers.shape[1]] = numbers
    chosen = is_new[rows]
    wide[rows[chosen], turn[chosen]] = source_set[chosen]
    return wide


def _judged(warehouse: Warehouse, of: dict[str, Any], as_of: np.datetime64) -> dict[str, Any]:
    """Time gone, the share of the aim reached, and the pace (see Pace)."""
    unit, measure, direction = (
        of_metrics(warehouse, of["metric_key"], name) for name in ("unit", "measure", "direction")
    )
    start, end = (of[f"period_{side}"].astype("M8[D]") for side in ("start", "end"))
    aim, value, low, high = of["value"], *(of[f"reached_{name}"] for name in _NUMBERS)
    gone = 100.0 * ((as_of - start).astype(int) + 1) / ((end - start).astype(int) + 1)
    adds_up = (measure == "flow") & ~np.asarray(of["cadence"] == "at_end")
    # A year without a figure may hold anything, the present one too.
    years_gone = (as_of.astype("M8[Y]") - start.astype("M8[Y]")).astype(int)
    known = np.nan_to_num(of["years_known"])
    has_gaps = ~np.asarray(of["reached_basis"] == "period") & ~of["is_year"] & (known <= years_gone)
    is_all = (unit == "percent") & (aim == 100)
    is_down = np.asarray(of["comparator"] == "le")
    is_down |= np.asarray(of["comparator"] == "eq") & (direction == "lower") & ~is_all
    due = np.where(adds_up, aim * gone / 100.0, aim)
    ahead = (low >= due) & ~is_down
    behind = (high < due) & adds_up & ~has_gaps & ~is_down
    behind |= (low > aim) & adds_up & is_down
    state = np.select([np.isnan(value) | np.isnan(aim), ahead, behind], [0, 1, 2], 3).astype(np.int8)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(aim > 0, 100.0 * value / aim, np.nan)
    pace = Picked(Words(pd.array(PACES, dtype=TEXT)), state)
    return {"time_gone_pct": gone, "reached_pct": share, "pace": pace, "pace_at": state}
