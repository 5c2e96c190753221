"""What a page of comparisons asks before it compares: who stands where, which periods meet, what was reported when."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Metric
from comparison.dimensions import dimensions, with_branches
from comparison.figures import figures, read_ahead, reported
from comparison.held import branches, in_view
from comparison.peers import with_peers
from comparison.picked import Picked
from comparison.questions import Basis, View
from comparison.reports import cells, groups, reported_by_metric, stated
from comparison.summing import marked
from comparison.values import branch_values
from comparison.warehouse import Warehouse

KEPT = (
    *("branch_id", "name_vi", "sector", "province", "value", "low", "high", "is_approximate", "is_partial"),
    *("peer_group", "peers", "peer_median", "peer_rank", "peer_percentile", "peer_order_is_open", "source_ids"),
)

_NAMES = ("branch_id", "name_vi", "province")


def _stated(warehouse: Warehouse, view: View, metric: Metric) -> pd.DataFrame:
    """The figures of a metric in the order of `branch_values`, whole ones before partial ones, the best first: one row
    per branch that has one, with its key and sector."""
    rows = reported(warehouse, view, metric.metric_id)
    place = rows.value if metric.direction == "lower" else -rows.value
    rows = rows.taken(np.lexsort((branches(warehouse).name_order[rows.at], place, rows.is_partial)))
    numbers = {name: getattr(rows, name) for name in ("value", "low", "high", "is_approximate", "is_partial")}
    sector = Picked(dimensions(warehouse).of_branches["sector"], rows.at)
    ids = rows.source_ids(warehouse)
    return pd.DataFrame({"branch_key": rows.at + 1} | numbers | {"sector": sector, "source_ids": ids})


def positions(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...], basis: Basis = "value") -> pd.DataFrame:
    """Each branch in view that has a figure, with its place among its peers (see `peers.with_peers`), one row per
    branch and metric: metric_id, branch_id, name_vi, sector, province, value, low, high, is_approximate, is_partial,
    peer_group, peers, peer_median, peer_rank, peer_percentile, peer_order_is_open, source_ids. With basis per_member,
    metrics without such a value keep their own."""
    metrics = [catalogue.metric(warehouse, metric_id) for metric_id in metric_ids]
    by_member = [m.metric_id for m in metrics if basis == "per_member" and catalogue.has_per_member(m)]
    read_ahead(warehouse, view, metric_ids)
    parts = []
    for metric in metrics:
        if metric.metric_id in by_member:
            frame = branch_values(warehouse, view, metric.metric_id, basis).frame
            placed = with_peers(frame[frame["value"].notna()], metric.direction, with_distance=False)
        else:
            # Names come last: to carry them through every order and choice costs more than the places.
            rows = with_peers(_stated(warehouse, view, metric), metric.direction, with_distance=False)
            placed = with_branches(warehouse, view, rows, _NAMES)
        parts.append(placed[list(KEPT)].assign(metric_id=metric.metric_id))
    whole = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(whole, ignore_index=True) if whole else pd.DataFrame(columns=[*KEPT, "metric_id"])


def both_periods(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """How many branches in view have a whole figure in the view's period and in another one of its grain: metric_id,
    other, branches; no row for a period in which none has."""
    periods = sorted({period for grain, period in cells(warehouse).by_period if grain == view.grain} - {view.period})
    rows = []
    for metric_id in sorted(metric_ids):
        for other in periods:
            both = in_both(warehouse, view, metric_id, other)
            rows += [(metric_id, other, both)] if both else []
    return pd.DataFrame(rows, columns=["metric_id", "other", "branches"])


def in_both(warehouse: Warehouse, view: View, metric_id: str, other: str) -> int:
    """How many branches in view have a whole figure both in the view's period and in another one."""
    now = reported(warehouse, view, metric_id).whole
    has = marked(in_view(warehouse, view), now)
    return int(has[figures(warehouse, view, metric_id, other).whole.at].sum())


def most_comparable(warehouse: Warehouse, view: View, earlier: tuple[str, ...], most: int) -> pd.DataFrame:
    """The metrics that most branches have both in the view's period and in one of some earlier ones, nearest first:
    metric_id, other (the period in which most have it, the nearest of equals), branches."""
    counts = {period: reported_by_metric(warehouse, view, period) for period in (view.period, *earlier)}
    # No more branches can have both than have the metric in either period.
    bounds = {
        metric_id: min(now, max((counts[period].get(metric_id, 0) for period in earlier), default=0))
        for metric_id, now in counts[view.period].items()
    }
    found: list[tuple[int, int, str, str]] = []
    for metric_id in sorted(bounds, key=lambda name: (-bounds[name], name)):
        if not bounds[metric_id] or (len(found) >= most and bounds[metric_id] < -found[most - 1][0]):
            break
        both = both_periods(warehouse, view, (metric_id,))
        there = both[both["other"].isin(earlier)]
        pairs = zip(there["other"], there["branches"], strict=True)
        rows = [(-number, earlier.index(period), metric_id, period) for period, number in pairs]
        found = sorted([*found, *sorted(rows)[:1]])
    told = [(metric_id, other, -less) for less, _, metric_id, other in found[:most]]
    return pd.DataFrame(told, columns=["metric_id", "other", "branches"])


def counts_by_period(warehouse: Warehouse, view: View, periods: tuple[str, ...]) -> pd.DataFrame:
    """How many branches in view have a whole figure in each of several periods of the view's grain: metric_id, period,
    reported; a pair without any has no row."""
    rows = [
        (metric_id, period, reported)
        for period in periods
        for metric_id, reported in reported_by_metric(warehouse, view, period).items()
    ]
    return pd.DataFrame(rows, columns=["metric_id", "period", "reported"])


def coverage_by_year(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Branches in view with figures, and the figures as stated, per metric group and year in which their period ended:
    group, year, branches, figures; a pair that is not there was not reported."""
    told, kinds, places = stated(warehouse), groups(warehouse), in_view(warehouse, view).places
    rows = []
    for line, year in enumerate(told.years):
        for column, kind in enumerate(kinds):
            figures_of = told.figures[line, column][places]
            if reporters := int(np.count_nonzero(figures_of)):
                rows.append((kind, year, reporters, int(figures_of.sum(dtype=np.int64))))
    rows.sort()
    return pd.DataFrame(rows, columns=["group", "year", "branches", "figures"]).astype({"group": "str"})


def coverage_by_branch(warehouse: Warehouse, view: View, year: int | None = None) -> pd.DataFrame:
    """Figures as stated of each branch in view, of one year (in which their period ended) or of all, by name:
    branch_id, name_vi, province, and a column for each group of metrics, NaN where nothing was stated."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    places = every.named_in_order(seen.is_in)
    counts = stated(warehouse).of(year, places)
    told = np.where(counts > 0, counts.astype(float), np.nan)
    frame = pd.DataFrame({"branch_key": places + 1} | dict(zip(groups(warehouse), told, strict=True)))
    return with_branches(warehouse, view, frame, _NAMES)
