"""What branches set themselves and whether they reached it, in five states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.answers import Amount, Coverage, Note, Targets
from comparison.dimensions import dimensions, with_branches, with_source_ids
from comparison.held import distinct, in_view
from comparison.judging import STATES, Judged, judged
from comparison.questions import View
from comparison.warehouse import Warehouse

_ABOUT = (
    *("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain"),
    *("metric_id", "metric_name_vi", "metric_name_en", "unit", "direction", "group"),
    *("source_id", "publisher", "title", "url"),
)
_COLUMNS = (
    *("target_id", "branch_id", "metric_id", "period_kind", "period_start", "period_end", "cadence", "comparator"),
    *("value", "attained_value", "attained_pct", "source_id", "paragraph", "note"),
    *("result_value", "result_low", "result_high", "result_is_approximate", "result_source", "status", "shares_result"),
    *("target_period_kind", "target_period_start", "target_period_end"),
    *("name_vi", "tier", "sector", "province", "province_is_certain"),
    *("metric_name_vi", "metric_name_en", "unit", "direction", "group", "publisher", "title", "url"),
)


def targets(warehouse: Warehouse, view: View) -> Targets:
    """Targets of the branches in view for a year or a cycle of terms, with their state (see Targets).

    A year holds what is judged in that year: yearly targets, and term or other targets that end in it. A cycle holds
    every target set for a term of the cycle.
    """
    rows = judged(warehouse, view)
    frame = with_branches(warehouse, view, with_source_ids(warehouse, rows.frame()), _ABOUT)[list(_COLUMNS)]
    return Targets(frame, _counted(rows), _coverage(warehouse, view, rows), _notes_on(rows))


def _counted(rows: Judged) -> pd.DataFrame:
    """One row per state, all five in order: status, targets."""
    numbers = np.bincount(rows["state"], minlength=len(STATES))
    return pd.DataFrame({"status": STATES, "targets": [int(number) for number in numbers]})


def _coverage(warehouse: Warehouse, view: View, rows: Judged) -> Coverage:
    return Coverage(len(distinct(rows["at"])), len(in_view(warehouse, view)))


@dataclass(frozen=True)
class TargetCounts:
    """Targets of the branches in view without their rows: `counts` and `coverage` as in Targets, `targets` (each once,
    however many years it is judged in), and the sources of them all."""

    counts: pd.DataFrame
    targets: int
    coverage: Coverage
    source_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def is_by_year(self) -> bool:
        """Whether `counts` counts judgements, of which some targets have one a year, rather than targets."""
        return int(self.counts["targets"].sum()) > self.targets


@dataclass(frozen=True)
class Missed:
    """A target that was not met: its metric and branch, the result, the aim, and the sources of the result."""

    metric_id: str
    branch_id: str
    name_vi: str
    result: Amount
    aim: float
    comparator: str
    source_ids: tuple[str, ...]


def target_counts(warehouse: Warehouse, view: View) -> TargetCounts:
    """How many targets `targets` holds, in which states, of whom."""
    rows = judged(warehouse, view)
    sources = dimensions(warehouse).sources["source_id"]
    source_ids = tuple(sorted(sources.iloc[int(key) - 1] for key in distinct(rows["source_key"])))
    targets = len(distinct(rows["target_id"]))
    return TargetCounts(_counted(rows), targets, _coverage(warehouse, view, rows), source_ids, _notes_on(rows))


def furthest_below(warehouse: Warehouse, view: View) -> Missed | None:
    """The target of those not met whose result is the smallest share of its aim, of equal ones the first by name,
    metric and time; None where none was missed."""
    rows = judged(warehouse, view)
    missed = rows.taken(rows["state"] == STATES.index("not_met"))
    if not len(missed):
        return None
    aim = missed["value"]
    # Shares of no aim stand last.
    share = np.where(aim > 0, missed["result_value"] / np.where(aim > 0, aim, 1.0), np.inf)
    # Of equal ones the first: rows come by name, metric and time.
    first = np.argmin(np.where(np.isnan(share), np.inf, share), keepdims=True)
    found = with_source_ids(warehouse, missed.taken(first).frame())
    row = with_branches(warehouse, view, found, ("branch_id", "name_vi", "metric_id")).iloc[0]
    value, low, high = (float(row[f"result_{end}"]) for end in ("value", "low", "high"))
    return Missed(
        str(row["metric_id"]),
        str(row["branch_id"]),
        str(row["name_vi"]),
        Amount(value, low, high, bool(row["result_is_approximate"])),
        float(row["value"]),
        str(row["comparator"]),
        row["result_source"],
    )


def _notes_on(rows: Judged) -> tuple[Note, ...]:
    shares = rows["shares_result"] & ~np.isnan(rows["result_low"])
    sharing = len(distinct(rows["target_id"][shares]))
    shared = (Note("targets_share_result", (("targets", sharing),)),) if sharing else ()
    return (*shared, Note("plan_is_reached_or_beaten")) if bool((rows["comparator"] == "eq").any()) else shared
