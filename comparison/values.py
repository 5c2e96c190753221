"""One metric over branches, provinces and periods: values with bounds, ranks, totals that respect tiers, coverage."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Amount, BranchValues, Coverage, Metric, Note, ProvinceValues, Series, Total
from comparison.asking import look_up
from comparison.dimensions import dimensions
from comparison.figures import figures, read_ahead, reported
from comparison.held import branches, coded, in_view
from comparison.measuring import measured
from comparison.questions import Basis, View
from comparison.ranking import with_ranks
from comparison.reports import cells, reported_by_metric
from comparison.summing import Summary, provinces_summed, summary
from comparison.warehouse import Warehouse


def branch_values(
    warehouse: Warehouse, view: View, metric_id: str, basis: Basis = "value", per_year: bool = False
) -> BranchValues:
    """How the branches in view stand in one metric (see BranchValues for the frame).

    `basis` per_member divides flows by the members of the same period, else by the head count nearest within 366 days
    (DESIGN.md 5.6). `per_year` divides a term's flow by the years of the term, its last year less its first.
    Raises KeyError for an unknown metric, ValueError where the metric has no value per member or per year.
    """
    asked = catalogue.metric(warehouse, metric_id)
    if basis == "per_member" and not catalogue.has_per_member(asked):
        raise ValueError(f"{metric_id} has no value per member: only flows of counts and money do")
    if per_year and (view.grain != "term" or asked.measure != "flow"):
        raise ValueError("only a flow of a term is compared per year")
    scale = catalogue.per_member_scale(asked) if basis == "per_member" else 1
    frame = with_ranks(measured(warehouse, view, asked, basis, per_year), asked.direction)
    notes = _value_notes(frame, view, basis, per_year)
    reported = int((frame["value"].notna() & ~frame["is_partial"]).sum())
    coverage = Coverage(reported, len(frame), int(frame["has_heir_in_view"].sum()))
    return BranchValues(asked, basis, scale, frame, coverage, notes)


def foremost(warehouse: Warehouse, view: View, metric_id: str, most: int) -> tuple[str, ...]:
    """The ids of the branches in view that `branch_values` ranks first, in its order."""
    rows = reported(warehouse, view, metric_id).whole
    sign = 1.0 if catalogue.metric(warehouse, metric_id).direction == "lower" else -1.0
    first = rows.at[rows.ordered(sign, branches(warehouse).name_order)[:most]]
    return tuple(dimensions(warehouse).branches["branch_id"].array.take(first).tolist())


def _value_notes(frame: pd.DataFrame, view: View, basis: str, per_year: bool) -> tuple[Note, ...]:
    notes = []
    partial = int(frame["is_partial"].sum())
    if partial:
        notes.append(Note("partial_terms", (("branches", partial),)))
    if basis == "per_member":
        without = int((frame["flow_value"].notna() & frame["value"].isna()).sum())
        other_day = int((frame["members_gap_days"] > 0).sum())
        if without:
            notes.append(Note("no_head_count", (("branches", without),)))
        if other_day:
            notes.append(Note("nearest_head_count", (("branches", other_day),)))
    if per_year:
        notes.append(Note("per_year_of_term"))
    uncertain = int((~frame["province_is_certain"] & frame["value"].notna()).sum())
    if view.boundary == "before_2025_07" and uncertain:
        notes.append(Note("not_separable", (("branches", uncertain),)))
    predecessors = int(frame["has_heir_in_view"].sum())
    if predecessors:
        notes.append(Note("predecessors_in_view", (("branches", predecessors),)))
    undecided = int(frame["rank_is_undecided"].sum())
    if undecided:
        notes.append(Note("order_undecided", (("branches", undecided),)))
    if view.grain == "term":
        notes.append(Note("terms_by_cycle", (("cycle", view.period),)))
    return tuple(notes)


def total(warehouse: Warehouse, view: View, metric_id: str) -> Total:
    """The total of the branches in view, or their median and range where values do not add up (see Total)."""
    return totals(warehouse, view, (metric_id,))[metric_id]


def totals(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> dict[str, Total]:
    """`total` for several metrics. Raises KeyError for an unknown one."""
    known = catalogue.metrics(warehouse)
    read_ahead(warehouse, view, metric_ids)
    return {
        metric_id: _total(
            known[metric_id], summary(warehouse, view, metric_id), stated_by_upper(warehouse, view, metric_id), view
        )
        for metric_id in metric_ids
    }


def coverages(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> dict[str, Coverage]:
    """The coverage of each of `totals`, without the totals."""
    seen, reported_of = in_view(warehouse, view), reported_by_metric(warehouse, view)
    return {name: Coverage(reported_of.get(name, 0), len(seen), seen.merged) for name in metric_ids}


def _total(asked: Metric, found: Summary, stated: pd.DataFrame, view: View) -> Total:
    coverage = Coverage(found.reported, found.in_view, found.merged)
    refused = _refusal(asked)
    has_values = found.reported > 0
    amount = None
    if has_values and not refused:
        amount = Amount(found.value, found.low, found.high, found.is_approximate)
    notes = []
    if found.partial:
        notes.append(Note("partial_terms", (("branches", found.partial),)))
    if view.boundary == "before_2025_07" and found.not_separable:
        notes.append(Note("not_separable", (("branches", found.not_separable),)))
    if found.left_out and not refused:
        notes.append(Note("predecessors_left_out", (("branches", len(found.left_out)),)))
    return Total(
        asked,
        amount,
        coverage,
        refused,
        median=found.median if has_values else None,
        lowest=found.lowest if has_values else None,
        highest=found.highest if has_values else None,
        left_out=found.left_out if not refused else (),
        stated_by_upper=stated,
        notes=tuple(notes),
    )


def _refusal(asked: Metric) -> str:
    if asked.unit == "rank":
        return "rank_not_additive"
    return "ratio_not_additive" if asked.measure == "ratio" else ""


def stated_by_upper(warehouse: Warehouse, view: View, metric_id: str) -> pd.DataFrame:
    """What the upper unions of the branches in view state themselves: branch_id, name_vi, tier, value, low, high,
    is_approximate, source_ids; none where only some branches are asked."""
    every, known = branches(warehouse), dimensions(warehouse).branches
    parents = np.zeros(0, dtype=np.intp)
    if not (view.branch_ids or view.sectors):
        # Branches without a parent mark the place after the last.
        is_parent = np.zeros(len(every.parent) + 1, dtype=bool)
        is_parent[every.parent[in_view(warehouse, view).places]] = True
        parents = np.flatnonzero(is_parent[:-1] & (every.tier != every.codes.get(view.tier, -2)))
    if view.scope.branch_ids is not None:
        parents = parents[[known["branch_id"].iloc[place] in view.scope.branch_ids for place in parents]]
    figures_of_all = figures(warehouse, view, metric_id).whole
    is_asked = np.zeros(len(every.parent), dtype=bool)
    is_asked[parents] = True
    stated = figures_of_all.taken(is_asked[figures_of_all.at])
    stated = stated.taken(np.argsort(every.name_order[stated.at]))
    about = known[["branch_id", "name_vi", "tier"]].take(stated.at).reset_index(drop=True)
    numbers = {name: getattr(stated, name) for name in ("value", "low", "high", "is_approximate")}
    return about.assign(**numbers, source_ids=pd.Series(stated.source_ids(warehouse)))


def by_province(warehouse: Warehouse, view: View, metric_id: str) -> ProvinceValues:
    """One metric by province under the view's borders (see ProvinceValues)."""
    asked = catalogue.metric(warehouse, metric_id)
    frame = provinces_summed(warehouse, view, metric_id, catalogue.is_additive(asked))
    coverage = Coverage(int(frame["reported"].sum()), int(frame["in_view"].sum()))
    notes = []
    lost = int(frame["not_separable"].sum())
    if lost:
        notes.append(Note("not_separable", (("branches", lost),)))
    if not catalogue.is_additive(asked):
        notes.append(Note("median_of_branches"))
    if frame["is_part"].any():
        names = frame.loc[frame["is_part"], "province"]
        notes.append(Note("part_of_merged_province", (("names", ", ".join(names)),)))
    return ProvinceValues(asked, frame, coverage, tuple(notes))


def series(warehouse: Warehouse, view: View, metric_id: str) -> Series:
    """One metric over all years, or all cycles, that hold figures of the view's tier (see Series).

    Totals of different periods rest on different branches: each row carries its own coverage.
    """
    asked = catalogue.metric(warehouse, metric_id)
    periods = periods_of(warehouse, view)
    found = [summary(warehouse, view, metric_id, period) for period in periods]
    names = [
        "value",
        "low",
        "high",
        "is_approximate",
        "median",
        "lowest",
        "highest",
        "reported",
        "in_view",
        "left_out",
        "source_ids",
    ]
    frame = pd.DataFrame({name: [getattr(one, name) for one in found] for name in names})
    frame.insert(0, "period", pd.Series(periods, dtype="str"))
    frame.insert(1, "period_order", range(len(frame)))
    if not catalogue.is_additive(asked):
        frame[["value", "low", "high"]] = float("nan")
    of_branches = _branch_series(warehouse, view, metric_id, periods)
    return Series(asked, frame, of_branches, (Note("coverage_differs_by_period"),))


def _branch_series(warehouse: Warehouse, view: View, metric_id: str, periods: tuple[str, ...]) -> pd.DataFrame:
    columns = ["branch_id", "name_vi", "period", "period_order", "value", "low", "high", "is_approximate"]
    if not view.branch_ids:
        return pd.DataFrame(columns=columns)
    known = dimensions(warehouse).branches
    parts = []
    for place, period in enumerate(periods):
        rows = reported(warehouse, view, metric_id, period).whole
        part = known[["branch_id", "name_vi"]].take(rows.at).reset_index(drop=True)
        numbers = {name: getattr(rows, name) for name in columns[4:]}
        parts.append(part.assign(period=period, period_order=place, **numbers))
    return pd.concat(parts).sort_values(["branch_id", "period_order"], ignore_index=True)[columns]


def periods_of(warehouse: Warehouse, view: View) -> tuple[str, ...]:
    """The years or cycles, in order of time and without a gap, that hold any figure of the view's tier and scope."""
    if view.grain == "term":
        rows = warehouse.rows("select cycle from term_cycle order by starts_from")
        return tuple(row[0] for row in rows)
    if view.scope.branch_ids is not None:
        first, last = look_up(warehouse, "years", view).iloc[0]
        return tuple(str(year) for year in range(int(first), int(last) + 1)) if pd.notna(first) else (view.period,)
    of_cells = cells(warehouse)
    is_of_tier = coded(branches(warehouse), of_cells.tier, (view.tier,))
    there = of_cells.by_period.items()
    years = [int(period) for (grain, period), rows in there if grain == "year" and is_of_tier[rows.cell].any()]
    return tuple(str(year) for year in range(min(years), max(years) + 1)) if years else (view.period,)
