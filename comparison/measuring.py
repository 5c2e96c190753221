"""Figures of the branches in view as rows: one metric of each branch, as it is or by its members, or as lists."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from comparison.asking import ask
from comparison.dimensions import dimensions, with_branches
from comparison.held import Array, Figures, InView, branches, in_view, inside_year, reported
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


def measured(warehouse: Warehouse, view: View, asked: Metric, basis: Basis, per_year: bool) -> pd.DataFrame:
    """The frame of BranchValues without its ranks: one row per branch in view, best first, not reported last.

    `per_year` divides by the years of the term, its last year less its first.
    """
    seen = in_view(warehouse, view)
    rows = _by_member(warehouse, view, asked, per_year) if basis == "per_member" else _as_is(warehouse, view, asked)
    if per_year and basis == "value":
        years = rows["period_end"].dt.year - rows["period_start"].dt.year
        rows = rows.assign(**{name: rows[name] / years.clip(lower=1) for name in ("value", "low", "high")})
    rows = rows.assign(period_kind=view.grain, **_beside(warehouse, view, asked, seen, rows))
    signed = rows["value"].to_numpy() * (1.0 if asked.direction == "lower" else -1.0)
    name_order = branches(warehouse).name_order[seen.places]
    order = np.lexsort((name_order, signed, rows["is_partial"].to_numpy(), np.isnan(signed)))
    rows = rows.take(order).assign(branch_key=seen.places[order] + 1).reset_index(drop=True)
    frame = with_branches(warehouse, view, rows, _OF_BRANCH)[list(_COLUMNS)]
    return frame.astype({"period_kind": "str"})


def _as_is(warehouse: Warehouse, view: View, asked: Metric) -> pd.DataFrame:
    """A row per branch in view, in the order of keys, with its figure."""
    figures = reported(warehouse, view, asked.metric_id)
    rows = spread_out(warehouse, in_view(warehouse, view), figures)
    rows = rows.assign(**{f"flow_{end}": rows[end] for end in ("value", "low", "high")})
    never = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us]")
    nothing = {f"members_{name}": np.nan for name in ("value", "low", "high", "gap_days")}
    return rows.assign(**nothing, members_date=never)


def _by_member(warehouse: Warehouse, view: View, asked: Metric, per_year: bool) -> pd.DataFrame:
    """The same divided by members; the database looks for the head count nearest to each figure."""
    scale = catalogue.per_member_scale(asked)
    return ask(warehouse, "measured_per_member", view, (asked.metric_id,), scale=scale, per_year=per_year)


def spread_out(warehouse: Warehouse, seen: InView, figures: Figures) -> pd.DataFrame:
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
    return pd.DataFrame(rows).assign(source_ids=ids, years_expected=expected)


def _beside(warehouse: Warehouse, view: View, asked: Metric, seen: InView, rows: pd.DataFrame) -> dict[str, Array]:
    """What is said of each branch beside its figure (see BranchValues)."""
    every = branches(warehouse)
    has = np.zeros(len(seen.is_in), dtype=bool)
    has[seen.places] = (rows["value"].notna() & ~rows["is_partial"]).to_numpy()
    is_silent = rows["value"].isna().to_numpy()
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
    frame = pd.concat(parts, ignore_index=True) if parts else _listed(warehouse, _nothing(), 0)
    name_order = branches(warehouse).name_order[frame["branch_key"].to_numpy() - 1]
    frame = frame.take(np.lexsort((frame["metric_key"], name_order))).reset_index(drop=True)
    frame.insert(8, "period_kind", pd.Series(view.grain, index=frame.index, dtype="str"))
    return with_branches(warehouse, view, frame, about) if about else frame


def _listed(warehouse: Warehouse, rows: Figures, metric_key: int) -> pd.DataFrame:
    names = ("value", "low", "high", "is_approximate", "is_partial", "years_present")
    last, first = (getattr(rows, f"period_{end}").astype("M8[Y]").astype(float) for end in ("end", "start"))
    return pd.DataFrame(
        {"branch_key": rows.at + 1, "metric_key": np.full(len(rows.at), metric_key, dtype=np.int32)}
        | {name: getattr(rows, name) for name in names}
        | {"years_expected": np.where(np.isnan(rows.years_present), np.nan, last - first + 1)}
        | {name: getattr(rows, name).astype("M8[us]") for name in ("period_start", "period_end")}
        | {"source_ids": pd.Series(rows.source_ids(warehouse), dtype=object)}
    )


def _nothing() -> Figures:
    kinds: dict[str, Any] = {"at": np.int32, "source_set": np.int32}
    kinds |= dict.fromkeys(("value", "low", "high", "years_present"), float)
    kinds |= dict.fromkeys(("is_approximate", "has_conflict", "is_partial"), bool)
    kinds |= dict.fromkeys(("period_start", "period_end", "counted_on"), "M8[us]")
    return Figures({name: np.zeros(0, dtype=kind) for name, kind in kinds.items()})
