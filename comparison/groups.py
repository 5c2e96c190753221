"""One metric by groups of branches (province, sector, region, upper union): sums where they may be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import BranchValues, Coverage, Metric, Note
from comparison.questions import Basis, View
from comparison.ranking import with_ranks
from comparison.values import branch_values
from comparison.warehouse import Warehouse

GroupBy = Literal["province", "sector", "parent_name"]


@dataclass(frozen=True)
class GroupValues:
    """A metric by groups of branches of one tier. `frame`: one row per group in view: group ('' = none stated), value,
    low, high, is_approximate, reported, in_view, lowest, highest (of its branches), source_ids, and rank columns as in
    `ranking.with_ranks`. Sums for what adds up; the sum of flows over the sum of members with basis per_member (of
    branches with both); the median for percentages and ratings, whose low and high then are NaN. `kind`: sum, rate or
    median. A group's sum holds only what its branches reported: compare `reported` with `in_view` first."""

    metric: Metric
    kind: str
    scale: int
    frame: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()


def group_values(warehouse: Warehouse, view: View, metric_id: str, by: GroupBy, basis: Basis = "value") -> GroupValues:
    """How the groups of the branches in view stand in one metric (see GroupValues). Raises as `branch_values`."""
    return grouped(branch_values(warehouse, view, metric_id, basis), by)


def grouped(answer: BranchValues, by: GroupBy) -> GroupValues:
    """The same from branch values already at hand."""
    kind = "rate" if answer.basis == "per_member" else "sum" if catalogue.is_additive(answer.metric) else "median"
    group = answer.frame[by].fillna("")
    if by == "province":
        # No old province may claim a branch that is known by its new one only (DESIGN.md 5.11).
        group = group.where(answer.frame["province_is_certain"], "")
    frame = answer.frame.assign(group=group)
    counted = frame[frame["value"].notna() & ~frame["is_partial"] & ~frame["is_left_out"]]
    summary = frame.groupby("group").agg(in_view=("branch_id", "size")).reset_index()
    parts = [_summarise(str(name), rows, kind, answer.scale) for name, rows in counted.groupby("group")]
    empty = ["group", "value", "low", "high", "is_approximate", "reported", "lowest", "highest", "source_ids"]
    summary = summary.merge(pd.DataFrame(parts, columns=empty), how="left", on="group")
    summary["reported"] = summary["reported"].fillna(0).astype(int)
    summary["is_approximate"] = summary["is_approximate"].astype("boolean").fillna(False).astype(bool)
    summary["source_ids"] = [ids if isinstance(ids, tuple) else () for ids in summary["source_ids"]]
    ranked = with_ranks(summary.fillna({"low": summary["value"], "high": summary["value"]}), answer.metric.direction)
    for name in ("rank", "rank_best", "rank_worst", "rank_is_undecided"):
        summary[name] = ranked[name]
    summary = summary.sort_values(["rank", "group"], na_position="last", ignore_index=True)
    notes = [Note("median_of_branches")] if kind == "median" else []
    if ((summary["reported"] > 0) & (summary["reported"] < summary["in_view"])).any() and kind == "sum":
        notes.append(Note("sums_of_what_was_reported"))
    return GroupValues(answer.metric, kind, answer.scale, summary, answer.coverage, tuple(notes))


def _summarise(name: str, rows: pd.DataFrame, kind: str, scale: int) -> tuple[object, ...]:
    value = rows["value"]
    sources = tuple(sorted({source for ids in rows["source_ids"] for source in ids}))
    if kind == "median":
        bounds = (float(value.median()), np.nan, np.nan)
    elif kind == "sum":
        bounds = (float(value.sum()), float(rows["low"].sum()), float(rows["high"].sum()))
    else:
        bounds = _rate(rows, scale)
    approximate = bool(rows["is_approximate"].any())
    return (name, *bounds, approximate, len(rows), float(value.min()), float(value.max()), sources)


def _rate(rows: pd.DataFrame, scale: int) -> tuple[float, float, float]:
    """Sum of flows over sum of members, of the branches where both are known."""
    flow, flow_low, flow_high = (float(rows[f"flow_{end}"].sum()) for end in ("value", "low", "high"))
    members, low, high = (float(rows[f"members_{end}"].sum()) for end in ("value", "low", "high"))
    return (
        scale * flow / members,
        scale * flow_low / high if np.isfinite(high) else 0.0,
        scale * flow_high / low if low > 0 else float("inf"),
    )
