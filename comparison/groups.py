"""One metric by groups of branches (province, sector, region, upper union): sums where they may be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import BranchValues, Coverage, Metric, Note
from comparison.order import vietnamese_order
from comparison.questions import Basis, View
from comparison.ranking import with_ranks
from comparison.values import branch_values
from comparison.warehouse import Warehouse

GroupBy = Literal["province", "sector", "parent_name"]


@dataclass(frozen=True)
class GroupValues:
    """A metric by groups of branches of one tier. `frame`: one row per group in view: group ('' = none stated), value,
    low, high, is_approximate, reported, in_view, lowest, highest (of its branches), is_part, source_ids, and rank
    columns as in `ranking.with_ranks`. Sums for what adds up; the sum of flows over the sum of members with basis
    per_member (of branches with both); the median for percentages and ratings, its bounds the medians of theirs.
    `kind`: sum, rate or median. A group's sum holds only what its branches reported: compare `reported` with `in_view`
    first. `reported`, `lowest` and `highest` count every branch with a figure, also one whose successor's is
    added instead. is_part (provinces only): of branches that merged into one, some have a figure, others none, and
    the merged one none either. A sum then is a lower bound, and the place of a rate is open."""

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
    counted = frame[frame["value"].notna() & ~frame["is_partial"]]
    counted = counted.assign(is_left_out=_makes_room(counted))
    size = frame.groupby("group").agg(in_view=("branch_id", "size"), is_part=("is_missing_part", "any"))
    summary = size.reset_index()
    parts = [_summarise(str(name), rows, kind, answer.scale) for name, rows in counted.groupby("group")]
    empty = ["group", "value", "low", "high", "is_approximate", "reported", "lowest", "highest", "source_ids"]
    summary = summary.merge(pd.DataFrame(parts, columns=empty), how="left", on="group")
    summary["reported"] = summary["reported"].fillna(0).astype(int)
    summary["is_approximate"] = summary["is_approximate"].astype("boolean").fillna(False).astype(bool)
    summary["source_ids"] = [ids if isinstance(ids, tuple) else () for ids in summary["source_ids"]]
    summary["is_part"] &= (by == "province") & (kind != "median") & (summary["reported"] > 0)
    if kind == "sum":
        summary["high"] = summary["high"].mask(summary["is_part"], float("inf"))
    summary = _with_ranks(summary, kind, answer.metric.direction)
    notes = [Note("median_of_branches")] if kind == "median" else []
    if summary["is_part"].any():
        notes.append(part_note(summary.loc[summary["is_part"], "group"]))
    if ((summary["reported"] > 0) & (summary["reported"] < summary["in_view"])).any() and kind == "sum":
        notes.append(Note("sums_of_what_was_reported"))
    return GroupValues(answer.metric, kind, answer.scale, summary, answer.coverage, tuple(notes))


def _makes_room(counted: pd.DataFrame) -> pd.Series:
    """Whether a branch's successor is added in the same group: one total never holds both, two totals may."""
    there = set(zip(counted["group"], counted["branch_id"], strict=True))
    rows = zip(counted["group"], counted["heir_ids"], strict=True)
    return pd.Series(
        [any((group, heir) in there for heir in heirs) for group, heirs in rows], counted.index, dtype=bool
    )


def part_note(names: pd.Series) -> Note:
    """Which provinces are known by a part of the branches that merged."""
    return Note("part_of_merged_province", (("names", ", ".join(sorted(names, key=vietnamese_order))),))


def _with_ranks(summary: pd.DataFrame, kind: str, direction: str) -> pd.DataFrame:
    """Groups with their ranks, best first; a rate known of a part may stand anywhere."""
    bounded = summary.fillna({"low": summary["value"], "high": summary["value"]})
    if kind == "rate":
        bounded["low"] = bounded["low"].mask(summary["is_part"], 0.0)
        bounded["high"] = bounded["high"].mask(summary["is_part"], np.inf)
    ranked = with_ranks(bounded, direction)
    for name in ("rank", "rank_best", "rank_worst", "rank_is_undecided"):
        summary[name] = ranked[name]
    places = {name: place for place, name in enumerate(sorted(summary["group"], key=vietnamese_order))}
    summary["_order"] = summary["group"].map(places)
    return summary.sort_values(["rank", "_order"], na_position="last", ignore_index=True).drop(columns="_order")


def _summarise(name: str, rows: pd.DataFrame, kind: str, scale: int) -> tuple[object, ...]:
    value = rows["value"]
    added = rows[~rows["is_left_out"]] if kind != "median" else rows
    sources = tuple(sorted({source for ids in added["source_ids"] for source in ids}))
    if kind == "median":
        bounds = (float(value.median()), float(rows["low"].median()), float(rows["high"].median()))
    elif kind == "sum":
        bounds = (float(added["value"].sum()), float(added["low"].sum()), float(added["high"].sum()))
    else:
        bounds = _rate(added, scale)
    approximate = bool(added["is_approximate"].any())
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
