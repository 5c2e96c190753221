"""Targets that are still running: time gone, aim reached, and what came before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.answers import Note
from comparison.asking import ask
from comparison.questions import View
from comparison.targets import STATES, targets
from comparison.warehouse import Warehouse


@dataclass(frozen=True)
class Pace:
    """Running targets of a cycle or year. `frame`: one row per running target (a yearly one by its current year):
    target_id, branch_id, name_vi, metric_id, metric_name_vi, metric_name_en, unit, comparator, value, period_start,
    period_end, time_gone_pct, reached_value, reached_low, reached_high, reached_is_approximate, reached_basis
    ('period' the figure of the period so far, 'years' the years known, 'last' the latest head count or share, or what
    an aim for the end is judged on; None: nothing known yet), years_known, reached_pct (of the aim, by the printed
    value), pace ('ahead' | 'behind' | 'open':
    the bounds or gaps allow both | 'unknown': nothing known), source_ids.

    Only a flow that is to add up over the period is held against time; an aim for a level (a head count, a share) is
    ahead once reached, else open: nothing says it should grow evenly. Against a ceiling nothing is ahead before the
    end; a flow that is surely above it already is behind."""

    frame: pd.DataFrame
    notes: tuple[Note, ...] = ()


def pace(warehouse: Warehouse, view: View) -> Pace:
    """How the running targets of the branches in view stand at the day the snapshot was judged (see Pace)."""
    frame = ask(warehouse, "pace", view)
    reached, aim = frame["reached_value"], frame["value"]
    with np.errstate(divide="ignore", invalid="ignore"):
        frame["reached_pct"] = (100.0 * reached / aim).where(aim > 0)
    low, high = frame["reached_low"], frame["reached_high"]
    is_all = frame["unit"].eq("percent") & aim.eq(100)
    is_down = frame["comparator"].eq("le") | (frame["comparator"].eq("eq") & frame["direction"].eq("lower") & ~is_all)
    due = (aim * frame["time_gone_pct"] / 100.0).where(frame["adds_up"], aim)
    ahead = (low >= due) & ~is_down
    behind = (high < due) & frame["adds_up"] & ~frame["has_gaps"] & ~is_down
    behind |= (low > aim) & frame["adds_up"] & is_down
    state = np.select([reached.isna() | aim.isna(), ahead, behind], ["unknown", "ahead", "behind"], "open")
    frame["pace"] = pd.Series(state, index=frame.index, dtype=object)
    return Pace(frame.drop(columns=["adds_up", "has_gaps", "direction"]), (Note("pace_assumes_even_years"),))


@dataclass(frozen=True)
class AttainmentBy:
    """Counts of target states by group. `frame`: one row per group and state: group, status, targets, targets_in_group,
    met_of_judged_pct (met of met and not met; NaN where none was judged)."""

    frame: pd.DataFrame


def attainment_by(warehouse: Warehouse, view: View, by: str) -> AttainmentBy:
    """How targets ended by province, sector or metric ('province' | 'sector' | 'metric_id') of the branches in view."""
    frame = targets(warehouse, view).frame
    if by not in ("province", "sector", "metric_id"):
        raise ValueError(f"targets are grouped by province, sector or metric_id, not {by!r}")
    group = frame[by].fillna("")
    if by == "province":
        group = group.where(frame["province_is_certain"], "")
    sizes = frame.assign(group=group).groupby(["group", "status"]).size().rename("targets")
    index = pd.MultiIndex.from_product([sorted(set(group)), STATES], names=["group", "status"])
    counted = sizes.reindex(index, fill_value=0).reset_index()
    wide = counted.pivot(index="group", columns="status", values="targets")
    judged = wide["met"] + wide["not_met"] if len(wide) else pd.Series(dtype=float)
    share = (100.0 * wide["met"] / judged.where(judged > 0)) if len(wide) else pd.Series(dtype=float)
    counted["targets_in_group"] = counted.groupby("group")["targets"].transform("sum")
    counted["met_of_judged_pct"] = counted["group"].map(share)
    return AttainmentBy(counted)


@dataclass(frozen=True)
class NextTerm:
    """What branches set for the cycle of the view against what they achieved in the one before. `frame`: one row per
    target of a term: target_id, branch_id, name_vi, metric_id, metric_name_vi, metric_name_en, unit, cadence,
    comparator, value, period_start, period_end, last_value, last_low, last_high, last_is_approximate, last_start,
    last_end (of the compared term of the cycle before; NaN where nothing is known: not reported, not zero),
    source_ids. A yearly aim stands beside the term's figure per year (its last year less its first)."""

    frame: pd.DataFrame
    notes: tuple[Note, ...] = ()


def next_term(warehouse: Warehouse, view: View) -> NextTerm:
    """Aims of the view's cycle beside the results of the cycle before (see NextTerm). Raises ValueError for years."""
    if view.grain != "term":
        raise ValueError("aims of a coming term are asked for a cycle, not for a year")
    frame = ask(warehouse, "next_term", view)
    return NextTerm(frame, (Note("yearly_aim_beside_yearly_mean"),) if (frame["cadence"] == "per_year").any() else ())
