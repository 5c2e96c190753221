"""What a reader can choose next, where to begin, and who has reported."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from comparison.answers import Coverage, FilterOptions, Reporting
from comparison.asking import look_up, view_parameters
from comparison.dimensions import dimensions, with_branches
from comparison.held import Array, branches, coded, in_view, inside_year, named, span, words_in_order
from comparison.peers import FEWEST_PEERS
from comparison.questions import EVERYTHING, TIERS, Scope, View
from comparison.reports import (
    by_group,
    cells,
    cells_in_view,
    heard,
    heard_in_view,
    is_named,
    reported_by_metric,
)
from comparison.term_years import by_years
from comparison.warehouse import Warehouse, sql

# Long enough to scroll through; beyond it a reader types.
MOST_OFFERED = 200
MOST_NEAREST = 5
# The tier whose chairs and departments the dashboard is for first, and what share of the fullest year makes a full one.
USUAL_TIER, WELL_COVERED = "provincial_federation", 0.5


def filter_options(warehouse: Warehouse, view: View) -> FilterOptions:
    """Every filter's choices under the other filters' values, with branches and figures (see FilterOptions).

    Each facet is counted under the other facets' filters, so a choice never hides its own alternatives. Tiers stand
    from the top down, periods latest first, provinces and branches in Vietnamese order; of the branches the
    MOST_OFFERED with most figures (the others are found by `search`).
    """
    every = branches(warehouse)
    known = heard(warehouse, view)
    figures = np.zeros(len(every.tier), dtype=np.int64)
    figures[known.at] = known.figures
    exists, in_tier, in_province, in_sector = _facets(warehouse, view)
    # The province as it is known in the chosen system: a branch without an old one belongs to none of the 63.
    province = every.since if view.boundary == "since_2025_07" else every.before
    tiers = _choices(warehouse, every.tier, figures, exists & in_province & in_sector)
    return FilterOptions(
        periods=_periods(warehouse, view),
        tiers=tiers.sort_values("value", key=lambda values: values.map(TIERS.index), ignore_index=True),
        provinces=_choices(warehouse, province, figures, exists & in_tier & in_sector & (province >= 0)),
        sectors=_choices(warehouse, every.sector, figures, exists & in_tier & in_province),
        branches=_fullest(warehouse, province, figures, exists & in_tier & in_province & in_sector),
    )


def _facets(warehouse: Warehouse, view: View) -> tuple[Array, Array, Array, Array]:
    """For every branch whether it exists in the period and the asker may see it, and whether each filter takes it."""
    every = branches(warehouse)
    starts, ends = span(warehouse, view)
    exists = (every.first_day <= ends) & (every.last_day >= starts)
    if view.scope.branch_ids is not None:
        exists &= named(every, view.scope.branch_ids)
    province = every.since if view.boundary == "since_2025_07" else every.before
    everywhere = np.ones(len(exists), dtype=bool)
    in_province = coded(every, province, view.provinces) if view.provinces else everywhere
    in_sector = coded(every, every.sector, view.sectors) if view.sectors else everywhere
    return exists, coded(every, every.tier, (view.tier,)), in_province, in_sector


def _choices(warehouse: Warehouse, codes: Array, figures: Array, chosen: Array) -> pd.DataFrame:
    """One row per word among the chosen branches, in Vietnamese order: value, label, branches, figures."""
    words = words_in_order(warehouse)
    counts = np.bincount(codes[chosen], minlength=len(words))
    sums = np.bincount(codes[chosen], weights=figures[chosen], minlength=len(words))
    there = [(word, code) for word, code in words if counts[code]]
    places = np.array([code for _, code in there], dtype=np.intp)
    return pd.DataFrame(
        {
            "value": texts([word for word, _ in there]),
            "label": texts([None] * len(there)),
            "branches": counts[places],
            "figures": sums[places].astype(np.int64),
        }
    )


def _fullest(warehouse: Warehouse, province: Array, figures: Array, chosen: Array) -> pd.DataFrame:
    """Those with most figures, in Vietnamese order of their names."""
    every, known = branches(warehouse), dimensions(warehouse).branches
    places = np.flatnonzero(chosen)
    if len(places) > MOST_OFFERED:
        # Only those that may be among them are sorted.
        least = np.partition(figures[places], -MOST_OFFERED)[-MOST_OFFERED]
        places = places[figures[places] >= least]
    order = np.lexsort((every.name_order[places], -figures[places]))[:MOST_OFFERED]
    places = places[order][np.argsort(every.name_order[places[order]])]
    words = {code: word for word, code in every.codes.items()}
    about = known[["branch_id", "name_vi"]].take(places).reset_index(drop=True)
    return about.assign(
        province=texts([words.get(code) for code in province[places].tolist()]),
        sector=texts([words.get(code) for code in every.sector[places].tolist()]),
        figures=figures[places],
    )


def texts(words: list[str | None]) -> pd.Series:
    """Words as a column, None for none."""
    return pd.Series(words, dtype="str")


def periods_in_place(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The periods with figures of the view's tier in its provinces and sectors: years latest first, then every cycle:
    value, label, grain, branches, figures (0 for a cycle without any)."""
    if view.scope.branch_ids is not None:
        rows = look_up(warehouse, "periods_in_place", view)
        periods = zip(rows["grain"], rows["value"], strict=True)
        counts = zip(rows["branches"], rows["figures"], strict=True)
        return _laid_out(warehouse, dict(zip(periods, counts, strict=True)))
    if view.sectors or view.provinces:
        return _laid_out(warehouse, _in_cells(warehouse, view))
    # Asked for by every page, and the same for all places.
    return warehouse.once(f"periods of {view.tier}", lambda there: _laid_out(there, _in_cells(there, view)))


def _in_cells(warehouse: Warehouse, view: View) -> dict[tuple[str, str], tuple[int, int]]:
    """Branches and figures by grain and period in the cells of the view's tier, provinces and sectors. A branch without
    an old province belongs to none of the 63."""
    every, of_cells = branches(warehouse), cells(warehouse)
    taken = coded(every, of_cells.tier, (view.tier,))
    if view.sectors:
        taken &= coded(every, of_cells.sector, view.sectors)
    if view.provinces:
        province = of_cells.since if view.boundary == "since_2025_07" else of_cells.before
        taken &= coded(every, province, view.provinces)
    counts = {}
    for period, rows in of_cells.by_period.items():
        chosen = taken[rows.cell]
        if chosen.any():
            counts[period] = (int(rows.branches[chosen].sum()), int(rows.figures[chosen].sum()))
    return counts


def _periods(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Years with figures of the tier, latest first, then every cycle: value, label, grain, branches, figures."""
    return periods_in_place(warehouse, replace(view, provinces=(), sectors=()))


def _laid_out(warehouse: Warehouse, counts: dict[tuple[str, str], tuple[int, int]]) -> pd.DataFrame:
    years = sorted((period for grain, period in counts if grain == "year"), reverse=True)
    cycles = warehouse.once("cycles", _cycles)
    rows = [(year, year, "year", *counts["year", year]) for year in years]
    rows += [(cycle, label, "term", *counts.get(("term", cycle), (0, 0))) for cycle, label in cycles]
    value, label, grain, branches, figures = zip(*rows, strict=True) if rows else ((),) * 5
    named = {"value": texts(list(value)), "label": texts(list(label)), "grain": texts(list(grain))}
    return pd.DataFrame(named | {"branches": np.array(branches, dtype=int), "figures": np.array(figures, dtype=int)})


def _cycles(warehouse: Warehouse) -> list[tuple[str, str]]:
    rows = warehouse.rows("select cycle, national_congress from term_cycle order by starts_from desc")
    return [(str(cycle), str(congress)) for cycle, congress in rows]


def default_view(warehouse: Warehouse, scope: Scope = EVERYTHING) -> View:
    """Where a reader begins: a tier whose branches can be compared, in the latest year that is well covered.

    The tier: provincial federations where one and its FEWEST_PEERS reported in one year, else the tier of which most
    branches did, the higher one of two alike. The year: the latest of those in which half as many branches of the tier
    reported as in any, and half as many figures came as in any of those. Without any figure the scope's highest tier.
    """
    years = _years_of_tiers(warehouse, scope)
    told = {tier: int(of["branches"].max()) for tier, of in years.items() if len(of)}
    if told.get(USUAL_TIER, 0) > FEWEST_PEERS:
        tier = USUAL_TIER
    elif told:
        tier = max(told, key=lambda one: told[one])
    else:
        return View(period="2025", tier=next(iter(years), USUAL_TIER), scope=scope)
    return View(period=_well_covered(years[tier]), tier=tier, scope=scope)


def _years_of_tiers(warehouse: Warehouse, scope: Scope) -> dict[str, pd.DataFrame]:
    """The years with figures of each tier of which the scope holds any branch, from the top down."""
    every = branches(warehouse)
    codes = every.tier if scope.branch_ids is None else every.tier[named(every, scope.branch_ids)]
    there = [tier for tier in TIERS if (codes == every.codes.get(tier, -2)).any()]
    periods = {tier: periods_in_place(warehouse, View(period="2025", tier=tier, scope=scope)) for tier in there}
    return {tier: of[of["grain"] == "year"] for tier, of in periods.items()}


def _well_covered(years: pd.DataFrame) -> str:
    """The year to begin with. A year that has only begun, of one branch or of one figure each, is none."""
    by_many = years[years["branches"] >= WELL_COVERED * years["branches"].max()]
    full = by_many[by_many["figures"] >= WELL_COVERED * by_many["figures"].max()]
    return str(full["value"].max())


def nearest_periods(warehouse: Warehouse, view: View, metric_id: str) -> pd.DataFrame:
    """Other periods of the view's grain in which its branches have a figure of the metric, nearest first: period,
    figures."""
    return _nearest(warehouse, view, metric_id)


def other_tiers(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """Where else figures of these metrics are: one row per other tier that has any, those of most branches first: tier,
    grain, period (in which most of its branches reported one), branches."""
    scope = view_parameters(view)["scope"]
    return warehouse.frame(sql("other_tiers"), {"metrics": list(metric_ids), "tier": view.tier, "scope": scope})


@dataclass(frozen=True)
class ReportingCounts:
    """`groups`, `coverage` and `by_years` of `Reporting` alone."""

    groups: pd.DataFrame
    coverage: Coverage
    by_years: int


def reporting_counts(warehouse: Warehouse, view: View) -> ReportingCounts:
    """Who reported by metric group, and anything at all; of a term also who has figures of its years alone."""
    seen, rows = in_view(warehouse, view), heard_in_view(warehouse, view)
    counts = by_group(warehouse, rows)
    of_years = _of_years_alone(warehouse, view)
    bits = of_years[seen.places]
    frame = pd.DataFrame(
        {
            "group": list(counts),
            "reported": list(counts.values()),
            "by_years": [int((bits >> bit & 1).sum()) for bit in range(len(counts))],
            "in_view": len(seen),
        }
    )
    spoke = np.zeros(len(of_years), dtype=bool)
    spoke[rows.at] = True
    only = int(((bits != 0) & ~spoke[seen.places]).sum())
    return ReportingCounts(frame, Coverage(len(rows.at), len(seen), seen.merged), only)


def _of_years_alone(warehouse: Warehouse, view: View) -> Array:
    """For every branch the groups of metrics (bits) of which it has figures of years of the view's term and none of the
    term; 0 for all in a view of years."""
    if view.grain == "year":
        return np.zeros(len(branches(warehouse).tier), dtype=np.int32)
    groups, known = by_years(warehouse, view).groups.copy(), heard(warehouse, view)
    groups[known.at] &= ~known.groups
    return groups


def reporting(warehouse: Warehouse, view: View) -> Reporting:
    """Who in view reported anything in the period, by metric group, and where figures are (see Reporting)."""
    found = reporting_counts(warehouse, view)
    return Reporting(found.groups, _silent(warehouse, view), _nearest(warehouse, view), found.coverage, found.by_years)


def _silent(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """The branches in view without any figure in the period, nor of years of the term, by name."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    spoke = _of_years_alone(warehouse, view) != 0
    spoke[heard(warehouse, view).at] = True
    is_term = view.grain == "term"
    has_other = by_years(warehouse, view).has_other if is_term else inside_year(warehouse, view)
    places = seen.places[~spoke[seen.places]]
    places = places[np.argsort(every.name_order[places])]
    rows = pd.DataFrame(
        {
            "branch_key": places + 1,
            "last_period_end": every.last_heard[places].astype("M8[us]"),
            "has_other_figure": has_other[places],
        }
    )
    return with_branches(warehouse, view, rows, ("branch_id", "name_vi", "province"))


def _nearest(warehouse: Warehouse, view: View, metric_id: str | None = None) -> pd.DataFrame:
    """Other periods of the same grain that hold figures for the same filter, nearest first: period, figures."""
    periods = _periods(warehouse, view)
    order = periods[periods["grain"] == view.grain]["value"].tolist()
    place = order.index(view.period) if view.period in order else -1
    others = sorted(
        (period for period in order if period != view.period),
        # Of two that are equally near the later one, by name.
        key=lambda period: (-abs(order.index(period) - place), period),
        reverse=True,
    )
    rows = []
    for period in others:
        figures = _figures_in(warehouse, view, period, metric_id)
        rows += [(period, figures)] if figures else []
        if len(rows) == MOST_NEAREST:
            break
    return pd.DataFrame(rows, columns=["period", "figures"]).astype({"period": "str", "figures": "int64"})


def _figures_in(warehouse: Warehouse, view: View, period: str, metric_id: str | None) -> int:
    """How many figures the branches in view have in a period, of one metric or of all."""
    if metric_id is not None:
        return reported_by_metric(warehouse, view, period).get(metric_id, 0)
    if is_named(view):
        known = heard(warehouse, view, period)
        return int(known.figures[in_view(warehouse, view, period).is_in[known.at]].sum())
    rows = cells(warehouse).by_period.get((view.grain, period))
    return 0 if rows is None else int(rows.existing_figures[cells_in_view(warehouse, view)[rows.cell]].sum())
