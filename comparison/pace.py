"""Targets that are still running: time gone, aim reached, and what came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison.aims import AimRows, Aims, few_words, in_turn, of_metrics
from comparison.answers import Note
from comparison.dimensions import dimensions
from comparison.figures import picked_ids
from comparison.held import Array, span
from comparison.picked import Picked
from comparison.questions import View
from comparison.running import running
from comparison.targets import STATES, targets
from comparison.warehouse import TEXT, Warehouse, sql


class Pace(AimRows):
    """Running targets of a cycle or year, one row per running target (a yearly one by its current year), as `part`
    gives them: target_id, branch_id, name_vi, province, metric_id, metric_name_vi, metric_name_en, unit, cadence,
    comparator, value, period_start, period_end, time_gone_pct, reached_value, reached_low, reached_high,
    reached_is_approximate, reached_basis ('period' the figure of the period so far, 'years' the years known, 'last' the
    latest head count or share, or what an aim for the end is judged on; None: nothing known yet), years_known,
    reached_pct (of the aim, by the printed value), pace ('ahead' | 'behind' | 'open': the bounds or gaps allow both |
    'unknown': nothing known), source_ids.

    Only a flow that is to add up over the period is held against time; an aim for a level (a head count, a share) is
    ahead once reached, else open: nothing says it should grow evenly. Against a ceiling nothing is ahead before the
    end; a flow that is surely above it already is behind."""

    notes: tuple[Note, ...] = (Note("pace_assumes_even_years"),)


def pace(warehouse: Warehouse, view: View) -> Pace:
    """How the running targets of the branches in view stand at the day the snapshot was judged (see Pace)."""
    every = running(warehouse)
    first, last = span(warehouse, view)
    if view.grain == "year":
        is_asked = (every.columns["period_start"] <= last) & (every.columns["period_end"] >= first)
    else:
        starts = every.columns["target_start"]
        is_asked = every.columns["is_of_term"] & (starts >= first) & (starts <= last)
    return Pace(warehouse, view, every, is_asked)


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


class NextTerm(AimRows):
    """What branches set for the cycle of the view against what they achieved in the one before, one row per target of a
    term, as `part` gives them: target_id, branch_id, name_vi, province, metric_id, metric_name_vi, metric_name_en,
    unit, cadence, comparator, value, period_start, period_end, last_value, last_low, last_high, last_is_approximate,
    last_start, last_end (of the compared term of the cycle before; NaN where nothing is known: not reported, not zero),
    source_ids. A yearly aim stands beside the term's figure per year (its last year less its first)."""

    @property
    def notes(self) -> tuple[Note, ...]:
        has_yearly = bool(np.any(self["cadence"] == "per_year"))
        return (Note("yearly_aim_beside_yearly_mean"),) if has_yearly else ()


def next_term(warehouse: Warehouse, view: View) -> NextTerm:
    """Aims of the view's cycle beside the results of the cycle before (see NextTerm). Raises ValueError for years."""
    if view.grain != "term":
        raise ValueError("aims of a coming term are asked for a cycle, not for a year")
    held = warehouse.shelf.get(("next term", view.period), lambda: _read_next_term(warehouse, view.period))
    return NextTerm(warehouse, view, held)


def _read_next_term(warehouse: Warehouse, period: str) -> Aims:
    cycles = [str(cycle) for (cycle,) in warehouse.rows("select cycle from term_cycle order by starts_from")]
    place = cycles.index(period) if period in cycles else 0
    bound = {"period": period, "previous": cycles[place - 1] if place else None}
    frame = warehouse.texts(sql("held_next_term"), bound)
    columns: dict[str, Any] = {str(name): column.to_numpy() for name, column in frame.items() if column.dtype != TEXT}
    columns |= {name: few_words(frame[name]) for name in ("cadence", "comparator")}
    is_yearly = np.asarray(columns["cadence"] == "per_year")
    is_yearly &= of_metrics(warehouse, columns["metric_key"], "measure") == "flow"
    first, last = (columns[f"last_{side}"].astype("M8[Y]").astype(float) for side in ("start", "end"))
    # A term nobody reported has no length.
    known = ~np.isnat(columns["last_start"])
    years = np.where(is_yearly & known, np.maximum(last - first, 1), 1)
    for name in ("last_value", "last_low", "last_high"):
        columns[name] = columns[name] / years
    columns["source_ids"] = _of_result_and_aim(warehouse, columns.pop("last_set"), columns.pop("source_key"))
    order = in_turn(warehouse, frame)
    told = {name: column[order] for name, column in columns.items()}
    return Aims(told | {"at": told["branch_key"] - 1})


def _of_result_and_aim(warehouse: Warehouse, last_set: Array, source_key: Array) -> Picked:
    """For each row the ids of the sources of its result and of its aim as a tuple."""
    known = dimensions(warehouse)
    sources = known.sources["source_id"].tolist()
    size = len(sources) + 1
    place, pairs = pd.factorize((last_set.astype(np.int64) + 1) * size + source_key)
    made = []
    for pair in pairs:
        number, key = divmod(int(pair), size)
        result = known.source_sets.values[number - 1] if number else ()
        made.append(tuple(sorted({*result, sources[key - 1]})))
    return picked_ids(place, made)
