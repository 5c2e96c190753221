"""The net change of a branch's head count beside its admissions and transfers, and what these leave unexplained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.answers import Coverage, Note
from comparison.asking import united
from comparison.intervals import Bounds
from comparison.movement import moved_between
from comparison.questions import View
from comparison.values import branch_values
from comparison.warehouse import Warehouse

# Head counts this many days from the ends of the period still frame what happened in it.
MOST_DAYS_APART = 31
PARTS = {"admitted": "members_admitted", "transferred": "members_transferred_in"}


@dataclass(frozen=True)
class Growth:
    """Growth of the branches in view from the period `earlier`. `frame`: one row per branch with a head count in both
    periods or with admissions or transfers: branch_id, name_vi, province, change_value/low/high/is_approximate
    (members now less members then), admitted_... and transferred_... likewise (NaN where not reported),
    before_counted_on and after_counted_on (days of the head counts), counts_frame_period (they stand at its two ends),
    rest_value (change less admissions less transfers: who left, if negative; NaN unless all three are exact and the
    counts frame the period), rest_state ('known' | 'open' | 'missing': no change or no admissions known), source_ids.
    Largest change first. `coverage`: branches with both head counts."""

    earlier: str
    frame: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()


def growth(warehouse: Warehouse, view: View, earlier: str) -> Growth:
    """How head counts changed since `earlier`, and how much of it admissions and transfers explain (see Growth).

    Raises ValueError where both periods are the same.
    """
    if earlier == view.period:
        raise ValueError("a change needs two periods")
    after = branch_values(warehouse, view, "members_total")
    before = branch_values(warehouse, _at(view, earlier), "members_total")
    moved = moved_between(after, before, view, earlier)
    counts = after.frame
    frame = counts[["branch_id", "name_vi", "name_order", "province"]].copy()
    branches = frame["branch_id"]
    ends = ("value", "low", "high", "is_approximate")
    change = moved.frame.set_index("branch_id").reindex(branches)
    for end in ends:
        frame[f"change_{end}"] = change[f"change_{end}"].to_numpy()
    frame["before_counted_on"] = pd.to_datetime(
        before.frame.set_index("branch_id")["counted_on"].reindex(branches)
    ).to_numpy()
    frame["after_counted_on"] = pd.to_datetime(counts["counted_on"])
    # One count at a congress closes a term and opens the next: it shows no change between them.
    is_one_count = frame["before_counted_on"].notna() & (frame["before_counted_on"] == frame["after_counted_on"])
    for end in ("value", "low", "high"):
        frame[f"change_{end}"] = frame[f"change_{end}"].mask(is_one_count)
    sources = [change["source_ids"]]
    for name, metric_id in PARTS.items():
        flows = branch_values(warehouse, view, metric_id).frame.set_index("branch_id")
        flows = flows[flows["value"].notna() & ~flows["is_partial"]].reindex(branches)
        for end in (*ends, "period_start", "period_end"):
            frame[f"{name}_{end}"] = flows[end].to_numpy()
        sources.append(flows["source_ids"])
    frame["source_ids"] = united(*sources)
    frame = _with_rest(frame)
    known = frame[["change_value", "admitted_value", "transferred_value"]].notna().any(axis=1)
    frame = frame[known].sort_values(["change_value", "name_order"], ascending=[False, True], ignore_index=True)
    drop = [f"{name}_{end}" for name in PARTS for end in ("period_start", "period_end")]
    notes = (Note("members_leave_too"),) if (frame["rest_state"] == "known").any() else ()
    coverage = Coverage(int(frame["change_value"].notna().sum()), len(counts))
    return Growth(earlier, frame.drop(columns=drop), coverage, notes)


def _at(view: View, period: str) -> View:
    return View(period, view.grain, view.tier, view.boundary, view.provinces, view.sectors, view.branch_ids, view.scope)


def _with_rest(frame: pd.DataFrame) -> pd.DataFrame:
    """The rest as a number only where nothing about it is open."""
    frame = frame.copy()
    for name in ("change", *PARTS):
        flag = f"{name}_is_approximate"
        frame[flag] = frame[flag].astype("boolean").fillna(False).astype(bool)
    starts = pd.to_datetime(frame["admitted_period_start"])
    ends = pd.to_datetime(frame["admitted_period_end"])
    near = pd.Timedelta(days=MOST_DAYS_APART)
    frame["counts_frame_period"] = ((frame["before_counted_on"] - starts).abs() <= near) & (
        (frame["after_counted_on"] - ends).abs() <= near
    )
    bounds = {name: Bounds.of(frame, f"{name}_") for name in ("change", *PARTS)}
    exact = pd.Series(True, index=frame.index)
    for part in bounds.values():
        exact &= (part.low == part.high) & ~part.is_approximate & part.value.notna()
    known = exact & frame["counts_frame_period"]
    rest = bounds["change"].minus(bounds["admitted"]).minus(bounds["transferred"])
    frame["rest_value"] = rest.value.where(known)
    missing = frame["change_value"].isna() | frame["admitted_value"].isna()
    frame["rest_state"] = np.select([missing, known], ["missing", "known"], "open")
    return frame
