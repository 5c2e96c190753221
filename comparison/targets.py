"""What branches set themselves and whether they reached it, in five states."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from comparison.answers import Coverage, Note, Targets
from comparison.asking import ask
from comparison.questions import View
from comparison.warehouse import Warehouse

STATES = ("met", "not_met", "undecided", "no_result", "running")

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
    frame = ask(warehouse, ("judged", "targets"), view, (), about=_ABOUT)[list(_COLUMNS)]
    in_view = ask(warehouse, "in_view", view, ())
    coverage = Coverage(int(frame["branch_id"].nunique()), int(in_view["branches"].iloc[0]))
    shared = frame[frame["shares_result"] & frame["result_low"].notna()]
    notes = _notes(int(shared["target_id"].nunique()), bool((frame["comparator"] == "eq").any()))
    return Targets(frame, yearly_summary(frame), state_counts(frame), coverage, notes)


def state_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per state, all five in order: status, targets."""
    counts = frame["status"].value_counts()
    return pd.DataFrame({"status": STATES, "targets": [int(counts.get(state, 0)) for state in STATES]})


def yearly_summary(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target judged year by year over several years: k of n years met."""
    columns = ["target_id", "branch_id", "metric_id", "years_met", "years_judged", "years_total"]
    several = frame[(frame["cadence"] == "per_year") & (frame["target_period_kind"] != "year")]
    if several.empty:
        return pd.DataFrame(columns=columns)
    status = several["status"]
    judged = several.assign(
        years_met=(status == "met").astype(int),
        years_judged=status.isin(["met", "not_met"]).astype(int),
        years_total=1,
    )
    return judged.groupby(columns[:3], sort=True)[columns[3:]].sum().reset_index()[columns]


@dataclass(frozen=True)
class TargetCounts:
    """Targets of the branches in view without their rows: `counts` and `coverage` as in Targets, `targets` (each once,
    however many years it is judged in), and the sources of them all."""

    counts: pd.DataFrame
    targets: int
    coverage: Coverage
    source_ids: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def target_counts(warehouse: Warehouse, view: View) -> TargetCounts:
    """How many targets `targets` holds, in which states, of whom."""
    rows = ask(warehouse, ("judged", "targets_counted"), view, ())
    in_view = int(ask(warehouse, "in_view", view, ())["branches"].iloc[0])
    found = rows.set_index("status")["judgements"]
    counts = pd.DataFrame({"status": STATES, "targets": [int(found.get(state, 0)) for state in STATES]})
    if rows.empty:
        return TargetCounts(counts, 0, Coverage(0, in_view))
    whole = rows.iloc[0]
    coverage = Coverage(int(whole["branches"]), in_view)
    notes = _notes(int(whole["sharing"]), bool(whole["has_plans"]))
    return TargetCounts(counts, int(whole["targets"]), coverage, whole["source_ids"], notes)


def _notes(sharing: int, has_plans: bool) -> tuple[Note, ...]:
    shared = (Note("targets_share_result", (("targets", sharing),)),) if sharing else ()
    return (*shared, Note("plan_is_reached_or_beaten")) if has_plans else shared
