"""What moved between two periods: differences with their bounds, biggest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from comparison.answers import BranchValues, Coverage, Metric, Note
from comparison.asking import united
from comparison.intervals import Bounds, sign_is_open
from comparison.questions import Basis, View
from comparison.values import branch_values
from comparison.warehouse import Warehouse


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
    after = branch_values(warehouse, view, metric_id, basis, per_year)
    before = branch_values(warehouse, replace(view, period=earlier), metric_id, basis, per_year)
    return moved_between(after, before, view, earlier, per_year)


def moved_between(
    after: BranchValues, before: BranchValues, view: View, earlier: str, per_year: bool = False
) -> Movement:
    """The same from both periods' values already at hand."""
    columns = ["value", "low", "high", "is_approximate", "source_ids", "period_start", "period_end", "counted_on"]
    joined = _whole(after.frame).merge(
        _whole(before.frame)[["branch_id", *columns]], on="branch_id", suffixes=("_after", "_before")
    )
    # The count of a congress closes one term and opens the next: one count is no change of nought.
    is_one_count = (joined["counted_on_after"] == joined["counted_on_before"]) & (after.metric.measure == "stock")
    joined = joined[~is_one_count].reset_index(drop=True)
    frame = joined[["branch_id", "name_vi", "name_order", "sector", "province", "province_is_certain"]].copy()
    sides = {side: _side(joined, side) for side in ("before", "after")}
    for side, bounds in sides.items():
        frame = frame.join(bounds.named(f"{side}_"))
    change = sides["after"].minus(sides["before"])
    frame = frame.join(change.named("change_"))
    frame["change_pct"] = 100.0 * change.value / sides["before"].value.where(sides["before"].value > 0)
    frame["direction_is_open"] = sign_is_open(change.low, change.high)
    frame["is_better"] = _is_better(frame, after.metric.direction)
    frame["source_ids"] = united(joined["source_ids_after"], joined["source_ids_before"])
    frame = frame.sort_values(["change_value", "name_order"], ascending=[False, True], ignore_index=True)
    notes = tuple(_notes(frame, joined, view, per_year))
    if is_one_count.any():
        notes = (*notes, Note("one_head_count", (("branches", int(is_one_count.sum())),)))
    return Movement(
        after.metric, earlier, view.period, after.scale, frame, Coverage(len(frame), len(after.frame)), notes
    )


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["value"].notna() & ~frame["is_partial"]]


def _side(joined: pd.DataFrame, side: str) -> Bounds:
    return Bounds.of(joined.rename(columns={f"{n}_{side}": n for n in ("value", "low", "high", "is_approximate")}))


def _is_better(frame: pd.DataFrame, direction: str) -> pd.Series:
    if direction == "neutral":
        return pd.Series([None] * len(frame), index=frame.index, dtype=object)
    sign = -1 if direction == "lower" else 1
    change = sign * frame["change_value"]
    better = pd.Series((change > 0).tolist(), index=frame.index, dtype=object)
    return better.where((change != 0) & ~frame["direction_is_open"], None)


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
