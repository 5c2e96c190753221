"""What branches set themselves and whether they reached it, in five states."""

from __future__ import annotations

import pandas as pd

from comparison.answers import Coverage, Note, Targets
from comparison.asking import ask
from comparison.questions import View
from comparison.warehouse import Warehouse

STATES = ("met", "not_met", "undecided", "no_result", "running")


def targets(warehouse: Warehouse, view: View) -> Targets:
    """Targets of the branches in view for a year or a cycle of terms, with their state (see Targets).

    A year holds what is judged in that year: yearly targets, and term or other targets that end in it. A cycle holds
    every target set for a term of the cycle.
    """
    frame = ask(warehouse, "targets", view, ())
    in_view = ask(warehouse, "in_view", view, ())
    coverage = Coverage(int(frame["branch_id"].nunique()), int(in_view["branches"].iloc[0]))
    notes = []
    shared = frame[frame["shares_result"] & frame["result_low"].notna()]
    if len(shared):
        notes.append(Note("targets_share_result", (("targets", int(shared["target_id"].nunique())),)))
    if (frame["comparator"] == "eq").any():
        notes.append(Note("plan_is_reached_or_beaten"))
    return Targets(frame, yearly_summary(frame), state_counts(frame), coverage, tuple(notes))


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
