"""Figures of the branches in view as rows: one metric of each branch, as it is or by its members, or as lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from comparison.dimensions import about_branches, dimensions, with_branches
from comparison.figures import Figures, reported
from comparison.held import Array, InView, branches, in_view, inside_year
from comparison.members import members_of, sources_with
from comparison.questions import Basis, View
from comparison.summing import missing_part
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
    "has_other_figure",
)
_OF_ROW = (
    *("branch_key", "metric_key", "value", "low", "high", "is_approximate", "is_partial", "years_present"),
    *("years_expected", "period_kind", "period_start", "period_end", "source_ids"),
)


def measured(warehouse: Warehouse, view: View, asked: Metric, basis: Basis, per_year: bool) -> pd.DataFrame:
    """The frame of BranchValues without its ranks: one row per branch in view, best first, not reported last.

    `per_year` divides by the years of the term, its last year less its first.
    """
    seen = in_view(warehouse, view)
    rows = _by_member(warehouse, view, asked) if basis == "per_member" else _as_is(warehouse, view, asked)
    if per_year:
        years = rows["period_end"].astype("M8[Y]") - rows["period_start"].astype("M8[Y]")
        divisor = np.where(np.isnat(years), 1, np.maximum(years.astype(int), 1))
        rows |= {name: rows[name] / divisor for name in ("value", "low", "high")}
    rows |= _beside(warehouse, view, asked, seen, rows)
    signed = rows["value"] * (1.0 if asked.direction == "lower" else -1.0)
    name_order = branches(warehouse).name_order[seen.places]
    order = np.lexsort((name_order, signed, rows["is_partial"], np.isnan(signed)))
    about = about_branches(warehouse, view, seen.places[order] + 1, _OF_BRANCH)
    kind = pd.array([view.grain], dtype="str").take(np.zeros(len(order), dtype=int))
    columns = about | {name: column[order] for name, column in rows.items()} | {"period_kind": kind}
    return pd.DataFrame({name: columns[name] for name in _COLUMNS})


def _as_is(warehouse: Warehouse, view: View, asked: Metric) -> dict[str, Array]:
    """A row per branch in view, in the order of keys, with its figure."""
    seen = in_view(warehouse, view)
    rows = spread_out(warehouse, seen, reported(warehouse, view, asked.metric_id))
    rows |= {f"flow_{end}": rows[end] for end in ("value", "low", "high")}
    rows |= {f"members_{name}": np.full(len(seen), np.nan) for name in ("value", "low", "high", "gap_days")}
    return rows | {"members_date": np.full(len(seen), np.datetime64("NaT", "us"))}


def _by_member(warehouse: Warehouse, view: View, asked: Metric) -> dict[str, Array]:
    """The same divided by members; without a value where these are not known or printed as nought."""
    seen, figures = in_view(warehouse, view), reported(warehouse, view, asked.metric_id)
    rows = _as_is(warehouse, view, asked)
    found = members_of(warehouse, view, figures)
    at = np.searchsorted(seen.places, figures.at)
    mine, counts = at[found.row], found.counts
    scale = catalogue.per_member_scale(asked)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(counts.value == 0, np.nan, scale * rows["flow_value"][mine] / counts.value)
        low = np.where(counts.high == 0, np.nan, scale * rows["flow_low"][mine] / counts.high)
        high = np.where(counts.low == 0, np.inf, scale * rows["flow_high"][mine] / counts.low)
    divided = {"value": value, "low": low, "high": np.where(counts.value == 0, np.nan, high)}
    divided |= {f"members_{name}": getattr(counts, name) for name in ("value", "low", "high")}
    divided |= {"members_date": counts.counted_on.astype("M8[us]"), "members_gap_days": found.gap_days}
    for name, column in divided.items():
        rows[name] = np.full(len(seen), np.nan if rows[name].dtype == float else np.datetime64("NaT", "us"))
        rows[name][mine] = column
    rows["is_approximate"][mine] |= counts.is_approximate
    rows["source_ids"][at] = sources_with(warehouse, figures, found)
    return rows


def spread_out(warehouse: Warehouse, seen: InView, figures: Figures) -> dict[str, Array]:
    """A row per branch in view, in the order of keys: value, low, high, is_approximate, is_partial, years_present,
    years_expected, period_start, period_end, counted_on, has_conflict, source_ids; () and NaN without a figure."""
    at = np.searchsorted(seen.places, figures.at)
    size = len(seen)

    def laid(values: Array, empty: object, kind: object) -> Array:
        column = np.full(size, empty, dtype=kind)  # type: ignore[call-overload]
        column[at] = values
        return column

    never = np.datetime64("NaT", "us")
    rows = {name: laid(getattr(figures, name), np.nan, float) for name in ("value", "low", "high", "years_present")}
    rows |= {name: laid(getattr(figures, name), False, bool) for name in ("is_approximate", "is_partial")}
    rows["has_conflict"] = laid(figures.has_conflict, False, bool)
    days = {name: laid(getattr(figures, name), never, "M8[us]") for name in ("period_start", "period_end")}
    rows |= days | {"counted_on": laid(figures.counted_on, never, "M8[us]")}
    ids = np.empty(size, dtype=object)
    ids[:] = [()] * size
    ids[at] = figures.source_ids(warehouse)
    first, last = (days[name].astype("M8[Y]").astype(float) for name in ("period_start", "period_end"))
    expected = np.where(np.isnan(rows["years_present"]), np.nan, last - first + 1)
    return rows | {"source_ids": ids, "years_expected": expected}


def _beside(warehouse: Warehouse, view: View, asked: Metric, seen: InView, rows: dict[str, Array]) -> dict[str, Array]:
    """What is said of each branch beside its figure (see BranchValues)."""
    every = branches(warehouse)
    has = np.zeros(len(seen.is_in), dtype=bool)
    is_silent = np.isnan(rows["value"])
    has[seen.places] = ~is_silent & ~rows["is_partial"]
    return {
        "has_heir_in_view": every.replaced(seen.is_in)[seen.places],
        "is_left_out": (has & every.replaced(has))[seen.places],
        "is_missing_part": missing_part(every, seen, has)[seen.places],
        "has_other_figure": is_silent & inside_year(warehouse, view, asked.metric_id)[seen.places],
    }


def figure_rows(
    warehouse: Warehouse, view: View, metric_ids: tuple[str, ...], about: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Every figure of some metrics that a branch in view has, one row each, by name and metric: what `about` names (see
    with_branches; without it branch_key and metric_key), value, low, high, is_approximate, is_partial, years_present,
    years_expected, period_kind, period_start, period_end, source_ids."""
    keys = dimensions(warehouse).metric_keys
    parts = [_listed(warehouse, reported(warehouse, view, name), keys[name]) for name in metric_ids]
    parts = parts or [_listed(warehouse, _nothing(), 0)]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    name_order = branches(warehouse).name_order[columns["branch_key"] - 1]
    order = np.lexsort((columns["metric_key"], name_order))
    kind = pd.array([view.grain], dtype="str").take(np.zeros(len(order), dtype=int))
    rows: dict[str, Any] = {name: column[order] for name, column in columns.items()} | {"period_kind": kind}
    frame = pd.DataFrame({name: rows[name] for name in _OF_ROW})
    return with_branches(warehouse, view, frame, about) if about else frame


def _listed(warehouse: Warehouse, rows: Figures, metric_key: int) -> dict[str, Array]:
    names = ("value", "low", "high", "is_approximate", "is_partial", "years_present", "period_start", "period_end")
    last, first = (getattr(rows, f"period_{end}").astype("M8[Y]").astype(float) for end in ("end", "start"))
    return {name: getattr(rows, name) for name in names} | {
        "branch_key": rows.at + 1,
        "metric_key": np.full(len(rows.at), metric_key, dtype=np.int32),
        "years_expected": np.where(np.isnan(rows.years_present), np.nan, last - first + 1),
        "source_ids": rows.source_ids(warehouse),
    }


def _nothing() -> Figures:
    kinds: dict[str, Any] = {"at": np.int32, "source_set": np.int32}
    kinds |= dict.fromkeys(("value", "low", "high", "years_present"), float)
    kinds |= dict.fromkeys(("is_approximate", "has_conflict", "is_partial"), bool)
    kinds |= dict.fromkeys(("period_start", "period_end", "counted_on"), "M8[us]")
    return Figures({name: np.zeros(0, dtype=kind) for name, kind in kinds.items()})
