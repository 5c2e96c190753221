"""Figures of the branches in view as rows: one metric of each branch, as it is or by its members."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from comparison.dimensions import about_branches
from comparison.figure_rows import figure_columns, one_word
from comparison.figures import Figures, is_one_value, reported
from comparison.held import Array, InView, branches, in_view, inside_year
from comparison.members import members_of, sources_with
from comparison.picked import Picked
from comparison.questions import Basis, View
from comparison.summing import missing_part
from comparison.term_years import years_beside
from comparison.warehouse import Warehouse

_OF_BRANCH = (
    *("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain", "parent_name", "name_order"),
    "heir_ids",
)
_COLUMNS = (
    *("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain", "parent_name"),
    *("value", "low", "high", "is_approximate", "is_partial", "years_present", "years_expected", "period_kind"),
    *("period_start", "period_end", "counted_on", "has_conflict", "source_ids"),
    *("flow_value", "flow_low", "flow_high", "members_value", "members_low", "members_high", "members_date"),
    *("members_gap_days", "has_heir_in_view", "is_left_out", "is_missing_part", "name_order", "heir_ids"),
    *("has_other_figure", "has_figure_of_years", "names_no_term"),
)
_BESIDE = {"has_heir_in_view", "is_left_out", "is_missing_part", "has_other_figure"}
_OF_YEARS = {"has_figure_of_years", "names_no_term"}


def measured(
    warehouse: Warehouse, view: View, asked: Metric, basis: Basis, per_year: bool, only: tuple[str, ...] = _COLUMNS
) -> pd.DataFrame:
    """The frame of BranchValues without its ranks: one row per branch in view, best first, not reported last.

    `per_year` divides by the years of the term, its last year less its first. `only` names the columns that are wanted.
    """
    seen, figures = in_view(warehouse, view), reported(warehouse, view, asked.metric_id)
    told = told_of(warehouse, view, asked, basis, figures)
    if per_year:
        years = told["period_end"].astype("M8[Y]") - told["period_start"].astype("M8[Y]")
        divisor = np.where(np.isnat(years), 1, np.maximum(years.astype(int), 1))
        told |= {name: told[name] / divisor for name in ("value", "low", "high")}
    ranked = _best_first(warehouse, figures, told, asked.direction)
    rest = seen.is_in.copy()
    rest[ranked] = False
    places = np.concatenate([ranked, branches(warehouse).named_in_order(rest)])
    # What is beside a figure depends on these two.
    wanted = {*only, "value", "is_partial"}
    rows = laid_out({name: told[name] for name in told if name in wanted}, figures.at, places, len(seen.is_in))
    if wanted & _BESIDE:
        rows |= _beside(warehouse, view, asked, seen, places, rows)
    if wanted & _OF_YEARS:
        rows |= _of_years(warehouse, view, asked, places)
    about = about_branches(warehouse, view, places + 1, tuple(name for name in _OF_BRANCH if name in wanted))
    columns: dict[str, Any] = about | rows | {"period_kind": one_word(view.grain, len(places))}
    return pd.DataFrame({name: columns[name] for name in _COLUMNS if name in only}, copy=False)


def _best_first(warehouse: Warehouse, figures: Figures, told: dict[str, Any], direction: str) -> Array:
    """The places of branches with a value by it, the best first and partial sums last, then by name."""
    sign, name_order = 1.0 if direction == "lower" else -1.0, branches(warehouse).name_order
    if told["value"] is figures.value:
        return figures.at[figures.ordered(sign, name_order)]
    has = np.flatnonzero(~np.isnan(told["value"]))
    at = figures.at[has]
    return at[np.lexsort((name_order[at], sign * told["value"][has], told["is_partial"][has]))]


def told_of(warehouse: Warehouse, view: View, asked: Metric, basis: Basis, figures: Figures) -> dict[str, Any]:
    """Columns of figures of a metric on a basis: those of `figure_columns`, and of what value, low and high are made:
    flow_value, flow_low, flow_high, members_value, members_low, members_high, members_gap_days, members_date."""
    return _by_member(warehouse, view, asked, figures) if basis == "per_member" else _as_is(warehouse, figures)


def _as_is(warehouse: Warehouse, figures: Figures) -> dict[str, Any]:
    """Columns of figures and what they are made of: themselves."""
    told = figure_columns(warehouse, figures)
    nothing = np.broadcast_to(np.nan, len(figures.at))
    told |= {f"flow_{end}": told[end] for end in ("value", "low", "high")}
    told |= {f"members_{name}": nothing for name in ("value", "low", "high", "gap_days")}
    return told | {"members_date": np.broadcast_to(np.datetime64("NaT", "us"), len(figures.at))}


def _by_member(warehouse: Warehouse, view: View, asked: Metric, figures: Figures) -> dict[str, Any]:
    """The same divided by members; without a value where these are not known or printed as nought."""
    told = _as_is(warehouse, figures)
    found = members_of(warehouse, view, figures)
    mine, counts = found.row, found.counts
    scale = catalogue.per_member_scale(asked)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(counts.value == 0, np.nan, scale * figures.value[mine] / counts.value)
        low = np.where(counts.high == 0, np.nan, scale * figures.low[mine] / counts.high)
        high = np.where(counts.low == 0, np.inf, scale * figures.high[mine] / counts.low)
    divided = {"value": value, "low": low, "high": np.where(counts.value == 0, np.nan, high)}
    divided |= {f"members_{name}": getattr(counts, name) for name in ("value", "low", "high")}
    divided |= {"members_date": counts.counted_on.astype("M8[us]"), "members_gap_days": found.gap_days}
    for name, column in divided.items():
        told[name] = np.full(len(figures.at), _nothing_of(told[name].dtype))
        told[name][mine] = column
    told["is_approximate"] = told["is_approximate"].copy()
    told["is_approximate"][mine] |= counts.is_approximate
    return told | {"source_ids": sources_with(warehouse, figures, found)}


def laid_out(told: dict[str, Any], at: Array, places: Array, branches: int) -> dict[str, Any]:
    """Columns of figures of the branches `at` in the rows of `places`; NaN, False and () without a figure."""
    row = np.empty(branches, dtype=np.int32)
    row[places] = np.arange(len(places), dtype=np.int32)
    rows = row[at]
    # One column may stand under several names: a value that is not divided is its own flow.
    laid = {id(column): _laid(column, rows, len(places)) for column in {id(one): one for one in told.values()}.values()}
    return {name: laid[id(column)] for name, column in told.items()}


def _laid(column: Any, rows: Array, size: int) -> Any:
    if isinstance(column, Picked):
        laid = np.full(size, column.words.place_of_none, dtype=np.int32)
        laid[rows] = column.places
        return Picked(column.words, laid)
    nothing = _nothing_of(column.dtype)
    if is_one_value(column) and (len(rows) == size or column[0] == nothing or pd.isna(column[0])):
        return np.broadcast_to(column[:1], size)
    laid = np.full(size, nothing)
    laid[rows] = column
    return laid


def _nothing_of(kind: np.dtype[Any]) -> Any:
    if kind.kind == "b":
        return False
    return np.nan if kind.kind == "f" else np.datetime64("NaT", "us")


def _beside(
    warehouse: Warehouse, view: View, asked: Metric, seen: InView, places: Array, rows: dict[str, Any]
) -> dict[str, Array]:
    """What is said of each branch beside its figure (see BranchValues)."""
    every = branches(warehouse)
    has = np.zeros(len(seen.is_in), dtype=bool)
    is_silent = np.isnan(rows["value"])
    has[places] = ~is_silent & ~rows["is_partial"]
    return {
        "has_heir_in_view": every.replaced(seen.is_in)[places],
        "is_left_out": (has & every.replaced(has))[places],
        "is_missing_part": missing_part(every, seen, has)[places],
        "has_other_figure": is_silent & inside_year(warehouse, view, asked.metric_id)[places],
    }


def _of_years(warehouse: Warehouse, view: View, asked: Metric, places: Array) -> dict[str, Array]:
    """What is said of branches without a figure of a view's term: whether they have any of its years."""
    # Without members there is no value by them, yet the term may have a figure of its own.
    is_silent = np.ones(len(branches(warehouse).tier), dtype=bool)
    is_silent[reported(warehouse, view, asked.metric_id).at] = False
    return years_beside(warehouse, view, ((asked.metric_id,),), places, is_silent[places])
