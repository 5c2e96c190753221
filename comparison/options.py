"""What a reader can choose next, where to begin, and who has reported."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from comparison import catalogue
from comparison.answers import Coverage, FilterOptions, Reporting
from comparison.asking import ask, look_up, view_parameters
from comparison.questions import EVERYTHING, TIERS, Scope, View
from comparison.warehouse import Warehouse, sql

# Long enough to scroll through; beyond it a reader types.
MOST_OFFERED = 200


def filter_options(warehouse: Warehouse, view: View) -> FilterOptions:
    """Every filter's choices under the other filters' values, with branches and figures (see FilterOptions).

    Tiers stand from the top down, periods latest first, provinces and branches in Vietnamese order;
    of the branches the MOST_OFFERED with most figures (the others are found by `search`).
    """
    frame = look_up(warehouse, "options", view, most=MOST_OFFERED)
    facet = {name: rows.drop(columns="facet").reset_index(drop=True) for name, rows in frame.groupby("facet")}
    plain = ["value", "label", "branches", "figures"]
    empty = frame.head(0).drop(columns="facet")
    tiers = facet.get("tier", empty)[plain]
    tiers = tiers.sort_values("value", key=lambda values: values.map(TIERS.index), ignore_index=True)
    branches = facet.get("branch", empty).rename(columns={"value": "branch_id", "label": "name_vi"})
    return FilterOptions(
        periods=_periods(warehouse, view),
        tiers=tiers,
        provinces=facet.get("province", empty)[plain],
        sectors=facet.get("sector", empty)[plain],
        branches=branches[["branch_id", "name_vi", "search_key", "province", "sector", "figures"]],
    )


def periods_in_place(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The periods with figures of the view's tier in its provinces and sectors: years latest first, then every cycle:
    value, label, grain, branches, figures (0 for a cycle without any)."""
    return _laid_out(warehouse, look_up(warehouse, "periods_in_place", view))


def _periods(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Years with figures of the tier, latest first, then every cycle: value, label, grain, branches, figures."""
    return periods_in_place(warehouse, replace(view, provinces=(), sectors=()))


def _laid_out(warehouse: Warehouse, known: pd.DataFrame) -> pd.DataFrame:
    years = known[known["grain"] == "year"].sort_values("value", ascending=False)
    years = years.assign(label=years["value"])
    cycles = warehouse.once("cycles", _cycles).merge(
        known[known["grain"] == "term"].drop(columns="grain"), how="left", on="value"
    )
    cycles = cycles.assign(grain="term").fillna({"branches": 0, "figures": 0})
    columns = ["value", "label", "grain", "branches", "figures"]
    both = pd.concat([years[columns], cycles[columns]], ignore_index=True)
    return both.astype({"branches": int, "figures": int})


def _cycles(warehouse: Warehouse) -> pd.DataFrame:
    rows = warehouse.rows("select cycle, national_congress from term_cycle order by starts_from desc")
    return pd.DataFrame(rows, columns=["value", "label"])


def default_view(warehouse: Warehouse, scope: Scope = EVERYTHING) -> View:
    """Where a reader begins: provincial federations where the scope holds any (else its highest tier), in the year with
    most figures of that tier, the later one where two have as many."""
    rows = warehouse.rows(
        """
        select tier from branch_dim
        where $scope::varchar[] is null or branch_id in (select unnest($scope::varchar[]))
        group by tier
        """,
        {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)},
    )
    present = {row[0] for row in rows}
    below = [tier for tier in TIERS if tier in present]
    tier = "provincial_federation" if "provincial_federation" in present or not below else below[0]
    probe = View(period="2025", tier=tier, scope=scope)
    periods = _periods(warehouse, probe)
    years = periods[periods["grain"] == "year"]
    if years.empty:
        return probe
    best = years.sort_values(["figures", "value"], ascending=False).iloc[0]
    return View(period=str(best["value"]), tier=tier, scope=scope)


def nearest_periods(warehouse: Warehouse, view: View, metric_id: str) -> pd.DataFrame:
    """Other periods of the view's grain in which its branches have a figure of the metric, nearest first: period,
    figures."""
    return _nearest(warehouse, view, metric_id)


def other_tiers(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """Where else figures of these metrics are: one row per other tier that has any, those of most branches first: tier,
    grain, period (in which most of its branches reported one), branches."""
    scope = view_parameters(view)["scope"]
    return warehouse.frame(sql("other_tiers"), {"metrics": list(metric_ids), "tier": view.tier, "scope": scope})


def reporting_counts(warehouse: Warehouse, view: View) -> tuple[pd.DataFrame, Coverage]:
    """`groups` and `coverage` of `reporting` alone: who reported by metric group, and anything at all."""
    groups = list(dict.fromkeys(m.group for m in catalogue.metrics(warehouse).values()))
    counts = ask(warehouse, "reported_groups", view, ())
    of_group = dict(zip(counts["group"], counts["reported"], strict=True))
    every = counts[counts["group"].isna()].iloc[0]
    in_view = int(every["in_view"])
    reported = [int(of_group.get(group, 0)) for group in groups]
    by_group = pd.DataFrame({"group": groups, "reported": reported, "in_view": in_view})
    return by_group, Coverage(int(every["reported"]), in_view, int(every["merged"]))


def reporting(warehouse: Warehouse, view: View) -> Reporting:
    """Who in view reported anything in the period, by metric group, and where figures are (see Reporting)."""
    by_group, coverage = reporting_counts(warehouse, view)
    silent = ask(warehouse, "reporting", view, ())
    return Reporting(by_group, silent, _nearest(warehouse, view), coverage)


def _nearest(warehouse: Warehouse, view: View, metric_id: str | None = None) -> pd.DataFrame:
    """Other periods of the same grain that hold figures for the same filter, nearest first: period, figures."""
    periods = _periods(warehouse, view)
    order = periods[periods["grain"] == view.grain]["value"].tolist()
    others = tuple(period for period in order if period != view.period)
    if not others:
        return pd.DataFrame({"period": pd.Series(dtype=str), "figures": pd.Series(dtype=int)})
    if metric_id is None:
        frame = ask(warehouse, "figures_by_period", view, (), periods=others)
    else:
        frame = ask(warehouse, "figures_of_metric", view, (), periods=others, metric_id=metric_id)
    place = order.index(view.period) if view.period in order else -1
    frame["distance"] = [abs(order.index(period) - place) for period in frame["period"]]
    frame = frame.sort_values(["distance", "period"], ascending=[True, False])
    return frame[["period", "figures"]].head(5).reset_index(drop=True)
