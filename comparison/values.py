"""One metric over branches, provinces and periods: values with bounds, ranks, totals that respect tiers, coverage."""

from __future__ import annotations

import pandas as pd

from comparison import catalogue
from comparison.answers import Amount, BranchValues, Coverage, Metric, Note, ProvinceValues, Series, Total
from comparison.asking import ask, look_up
from comparison.dimensions import sources_of_sets
from comparison.questions import Basis, View
from comparison.ranking import with_ranks
from comparison.warehouse import Warehouse

_OF_BRANCH = (
    *("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain", "parent_name", "name_order"),
    "heir_ids",
)
_COLUMNS = (
    *("branch_id", "name_vi", "tier", "sector", "province", "province_is_certain", "parent_name"),
    *("value", "low", "high", "is_approximate", "is_partial", "years_present", "years_expected", "period_kind"),
    *("period_start", "period_end", "counted_on", "has_conflict", "source_ids"),
    *("flow_value", "flow_low", "flow_high", "members_value", "members_low", "members_high", "members_date"),
    *("members_gap_days", "has_heir_in_view", "is_left_out", "is_missing_part", "name_order", "heir_ids"),
    "has_other_figure",
)


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
    question = (f"measured_{basis}", "branch_values")
    frame = ask(warehouse, question, view, (metric_id,), about=_OF_BRANCH, scale=scale, per_year=per_year)
    frame = with_ranks(frame[list(_COLUMNS)], asked.direction)
    notes = _value_notes(frame, view, basis, per_year)
    reported = int((frame["value"].notna() & ~frame["is_partial"]).sum())
    coverage = Coverage(reported, len(frame), int(frame["has_heir_in_view"].sum()))
    return BranchValues(asked, basis, scale, frame, coverage, notes)


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
    """`total` for several metrics in one question."""
    frame = ask(warehouse, "totals", view, metric_ids)
    upper = _stated_by_upper(warehouse, view, metric_ids)
    known = catalogue.metrics(warehouse)
    answers = {}
    for metric_id in metric_ids:
        asked = known[metric_id]
        rows = frame[frame["metric_id"] == metric_id]
        stated = upper[upper["metric_id"] == metric_id].drop(columns="metric_id").reset_index(drop=True)
        answers[metric_id] = _total(asked, rows, stated, view)
    return answers


def coverages(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> dict[str, Coverage]:
    """The coverage of each of `totals`, without the totals."""
    rows = ask(warehouse, "counts", view, metric_ids)
    return {
        str(row["metric_id"]): Coverage(int(row["reported"]), int(row["in_view"]), int(row["merged"]))
        for row in rows.to_dict("records")
    }


def _total(asked: Metric, rows: pd.DataFrame, stated: pd.DataFrame, view: View) -> Total:
    if rows.empty:
        return Total(asked, None, Coverage(0, 0), refused=_refusal(asked), stated_by_upper=stated)
    row = rows.iloc[0]
    coverage = Coverage(int(row["reported"]), int(row["in_view"]), int(row["merged"]))
    refused = _refusal(asked)
    has_values = coverage.reported > 0
    amount = None
    if has_values and not refused:
        amount = Amount(float(row["value"]), float(row["low"]), float(row["high"]), bool(row["is_approximate"]))
    notes = []
    if row["partial"]:
        notes.append(Note("partial_terms", (("branches", int(row["partial"])),)))
    if view.boundary == "before_2025_07" and row["not_separable"]:
        notes.append(Note("not_separable", (("branches", int(row["not_separable"])),)))
    if len(row["left_out"]) and not refused:
        notes.append(Note("predecessors_left_out", (("branches", len(row["left_out"])),)))
    return Total(
        asked,
        amount,
        coverage,
        refused,
        median=float(row["median"]) if has_values else None,
        lowest=float(row["lowest"]) if has_values else None,
        highest=float(row["highest"]) if has_values else None,
        left_out=row["left_out"] if not refused else (),
        stated_by_upper=stated,
        notes=tuple(notes),
    )


def _refusal(asked: Metric) -> str:
    if asked.unit == "rank":
        return "rank_not_additive"
    return "ratio_not_additive" if asked.measure == "ratio" else ""


def _stated_by_upper(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """What the upper unions of the branches in view state themselves; none where only some branches are asked."""
    if view.branch_ids or view.sectors:
        return pd.DataFrame(
            columns=[
                "metric_id",
                "branch_id",
                "name_vi",
                "tier",
                "value",
                "low",
                "high",
                "is_approximate",
                "source_ids",
            ]
        )
    return ask(warehouse, "stated_by_upper", view, metric_ids)


def by_province(warehouse: Warehouse, view: View, metric_id: str) -> ProvinceValues:
    """One metric by province under the view's borders (see ProvinceValues)."""
    asked = catalogue.metric(warehouse, metric_id)
    frame = ask(warehouse, "provinces", view, (metric_id,), is_additive=catalogue.is_additive(asked))
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
    frame = ask(warehouse, "totals", view, (metric_id,), periods=periods)
    frame = pd.DataFrame({"period": periods}).merge(frame.drop(columns=["metric_id"]), how="left", on="period")
    frame["source_ids"] = sources_of_sets(warehouse, frame["source_sets"])
    frame["period_order"] = range(len(frame))
    for name in ("reported", "in_view"):
        frame[name] = frame[name].fillna(0).astype(int)
    if not catalogue.is_additive(asked):
        frame[["value", "low", "high"]] = float("nan")
    columns = "period period_order value low high is_approximate median lowest highest reported in_view left_out"
    frame["is_approximate"] = frame["is_approximate"].astype("boolean").fillna(False).astype(bool)
    branches = _branch_series(warehouse, view, metric_id, periods)
    return Series(asked, frame[[*columns.split(), "source_ids"]], branches, (Note("coverage_differs_by_period"),))


def _branch_series(warehouse: Warehouse, view: View, metric_id: str, periods: tuple[str, ...]) -> pd.DataFrame:
    columns = ["branch_id", "name_vi", "period", "period_order", "value", "low", "high", "is_approximate"]
    if not view.branch_ids:
        return pd.DataFrame(columns=columns)
    frame = ask(warehouse, "branch_periods", view, (metric_id,), periods=periods)
    frame["period_order"] = frame["period"].map({period: index for index, period in enumerate(periods)})
    return frame[columns].sort_values(["branch_id", "period_order"], ignore_index=True)


def periods_of(warehouse: Warehouse, view: View) -> tuple[str, ...]:
    """The years or cycles, in order of time and without a gap, that hold any figure of the view's tier and scope."""
    if view.grain == "term":
        rows = warehouse.rows("select cycle from term_cycle order by starts_from")
        return tuple(row[0] for row in rows)
    first, last = look_up(warehouse, "years", view).iloc[0]
    return tuple(str(year) for year in range(int(first), int(last) + 1)) if pd.notna(first) else (view.period,)
