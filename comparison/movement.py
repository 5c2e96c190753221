"""What moved between two periods: differences with their bounds, biggest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import BranchValues, Coverage, Metric, Note
from comparison.asking import united
from comparison.dimensions import with_branches
from comparison.figures import of_both, reported, sources_of_both
from comparison.held import in_view
from comparison.intervals import Bounds, sign_is_open
from comparison.questions import Basis, View
from comparison.values import branch_values
from comparison.warehouse import Warehouse

_ENDS = ("value", "low", "high")
_OF_SIDE = (*_ENDS, "is_approximate", "period_start", "period_end", "counted_on")
_OF_BRANCH = ("branch_id", "name_vi", "name_order", "sector", "province", "province_is_certain")


@dataclass(frozen=True)
class Movement:
    """A metric's change between two periods. `frame`: one row per branch in view in either period that has a figure in
    both: branch_id, name_vi, sector, province, before_value, before_low, before_high, before_is_approximate, after_...
    likewise, change_value, change_low, change_high, change_is_approximate, change_pct (of the earlier value, NaN where
    that is 0), direction_is_open (the bounds allow a rise and a fall), is_better (True, False, or None where the change
    is nothing, open, or of a neutral metric), source_ids (of both). Largest rise first. `coverage`: branches with both
    figures, of branches in view in the later period."""

    metric: Metric
    earlier: str
    later: str
    scale: int
    frame: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()


def movement(
    warehouse: Warehouse, view: View, metric_id: str, earlier: str, basis: Basis = "value", per_year: bool = False
) -> Movement:
    """How each branch in view changed from the period `earlier` to the view's period.

    A head count that stands for both periods (a congress between two terms) is no change and is left out.
    Only whole figures are compared: a partial term has no change. Terms of other lengths are compared as they are
    unless `per_year` is asked. Raises as `branch_values`, and ValueError where both periods are the same.
    """
    if earlier == view.period:
        raise ValueError("a change needs two periods")
    if basis == "value":
        asked = catalogue.metric(warehouse, metric_id)
        if per_year and (view.grain != "term" or asked.measure != "flow"):
            raise ValueError("only a flow of a term is compared per year")
        joined = _both(warehouse, view, metric_id, earlier, per_year)
        return _compared(joined, asked, 1, len(in_view(warehouse, view)), view, earlier, per_year)
    after = branch_values(warehouse, view, metric_id, basis, per_year)
    before = branch_values(warehouse, replace(view, period=earlier), metric_id, basis, per_year)
    return moved_between(after, before, view, earlier, per_year)


def moved_between(
    after: BranchValues, before: BranchValues, view: View, earlier: str, per_year: bool = False
) -> Movement:
    """The same from both periods' values already at hand."""
    joined = _whole(after.frame).merge(
        _whole(before.frame)[["branch_id", *_OF_SIDE, "source_ids"]], on="branch_id", suffixes=("_after", "_before")
    )
    joined["source_ids"] = united(joined["source_ids_after"], joined["source_ids_before"])
    return _compared(joined, after.metric, after.scale, len(after.frame), view, earlier, per_year)


def _both(warehouse: Warehouse, view: View, metric_id: str, earlier: str, per_year: bool) -> pd.DataFrame:
    """One row per branch in view in both periods that has a whole figure in both: _OF_BRANCH, _OF_SIDE of both, and the
    sources of both."""
    now, before = of_both(*(reported(warehouse, view, metric_id, period).whole for period in (view.period, earlier)))
    sides = {"after": now, "before": before}
    columns = {f"{name}_{side}": getattr(rows, name) for side, rows in sides.items() for name in _OF_SIDE}
    if per_year:
        for side, rows in sides.items():
            # A term's last year less its first.
            years = (rows.period_end.astype("M8[Y]") - rows.period_start.astype("M8[Y]")).astype(int)
            columns |= {f"{name}_{side}": columns[f"{name}_{side}"] / np.maximum(years, 1) for name in _ENDS}
    columns |= {"branch_key": now.at + 1, "source_ids": sources_of_both(warehouse, *sides.values())}
    frame = pd.DataFrame(columns, copy=False)
    return with_branches(warehouse, view, frame, _OF_BRANCH)


def _compared(
    joined: pd.DataFrame, metric: Metric, scale: int, branches: int, view: View, earlier: str, per_year: bool
) -> Movement:
    # The count of a congress closes one term and opens the next: one count is no change of nought.
    is_one_count = (joined["counted_on_after"] == joined["counted_on_before"]) & (metric.measure == "stock")
    if is_one_count.any():
        joined = joined[~is_one_count].reset_index(drop=True)
    before, after = (_side(joined, side) for side in ("before", "after"))
    change = after.minus(before)
    told: dict[str, Any] = {name: joined[name].array for name in _OF_BRANCH}
    for prefix, bounds in (("before_", before), ("after_", after), ("change_", change)):
        told |= bounds.columns(prefix)
    told["change_pct"] = 100.0 * change.value / before.value.where(before.value > 0)
    told["direction_is_open"] = is_open = sign_is_open(change.low, change.high)
    told["is_better"] = _is_better(change.value, is_open, metric.direction)
    told["source_ids"] = joined["source_ids"].array
    order = np.lexsort((joined["name_order"].to_numpy(), -change.value.to_numpy()))
    frame = pd.DataFrame(told, copy=False).take(order).reset_index(drop=True)
    notes = tuple(_notes(frame, joined, view, per_year))
    if is_one_count.any():
        notes = (*notes, Note("one_head_count", (("branches", int(is_one_count.sum())),)))
    return Movement(metric, earlier, view.period, scale, frame, Coverage(len(frame), branches), notes)


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["value"].notna() & ~frame["is_partial"]]


def _side(joined: pd.DataFrame, side: str) -> Bounds:
    return Bounds(*(joined[f"{name}_{side}"] for name in ("value", "low", "high", "is_approximate")))


def _is_better(change: pd.Series, is_open: pd.Series, direction: str) -> pd.Series:
    better = np.full(len(change), None, dtype=object)
    if direction != "neutral":
        is_known = ((change != 0) & ~is_open).to_numpy()
        better[is_known] = ((-change if direction == "lower" else change) > 0).to_numpy()[is_known].tolist()
    return pd.Series(better, index=change.index, dtype=object)


def _notes(frame: pd.DataFrame, joined: pd.DataFrame, view: View, per_year: bool) -> list[Note]:
    notes = []
    open_rows = int(frame["direction_is_open"].sum())
    if open_rows:
        notes.append(Note("change_is_open", (("branches", open_rows),)))
    if view.grain == "term" and not per_year and len(joined):
        lengths = {
            side: pd.to_datetime(joined[f"period_end_{side}"]).dt.year
            - pd.to_datetime(joined[f"period_start_{side}"]).dt.year
            for side in ("before", "after")
        }
        uneven = int((lengths["before"] != lengths["after"]).sum())
        if uneven:
            notes.append(Note("terms_of_unequal_length", (("branches", uneven),)))
    if per_year:
        notes.append(Note("per_year_of_term"))
    return notes
