"""What a page of comparisons asks before it compares: who stands where, which periods meet, what was reported when."""

from __future__ import annotations

import pandas as pd

from comparison import catalogue
from comparison.asking import ask
from comparison.peers import with_peers
from comparison.questions import Basis, View
from comparison.values import branch_values
from comparison.warehouse import Warehouse

KEPT = (
    *("branch_id", "name_vi", "sector", "province", "value", "low", "high", "is_approximate", "is_partial"),
    *("peer_group", "peers", "peer_median", "peer_rank", "peer_percentile", "peer_order_is_open", "source_ids"),
)


def positions(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...], basis: Basis = "value") -> pd.DataFrame:
    """Each branch in view that has a figure, with its place among its peers (see `peers.with_peers`), one row per
    branch and metric: metric_id, branch_id, name_vi, sector, province, value, low, high, is_approximate, is_partial,
    peer_group, peers, peer_median, peer_rank, peer_percentile, peer_order_is_open, source_ids. With basis per_member,
    metrics without such a value keep their own."""
    parts = []
    for metric_id in metric_ids:
        asked = catalogue.metric(warehouse, metric_id)
        own: Basis = basis if catalogue.has_per_member(asked) else "value"
        frame = with_peers(branch_values(warehouse, view, metric_id, own).frame, asked.direction)
        parts.append(frame.loc[frame["value"].notna(), list(KEPT)].assign(metric_id=metric_id))
    whole = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(whole, ignore_index=True) if whole else pd.DataFrame(columns=[*KEPT, "metric_id"])


def both_periods(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...] = ()) -> pd.DataFrame:
    """How many branches in view have a figure in the view's period and in another one of its grain: metric_id, other,
    branches; of all metrics where none is named."""
    return ask(warehouse, "both_periods", view, metric_ids)


def coverage_by_year(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Branches in view with figures, and the figures as stated, per metric group and year in which their period ended:
    group, year, branches, figures; a pair that is not there was not reported."""
    return ask(warehouse, "coverage_by_year", view, ())


def coverage_by_branch(warehouse: Warehouse, view: View, year: int | None = None) -> pd.DataFrame:
    """Figures as stated per branch in view and metric group, of one year or of all: branch_id, name_vi, province,
    group, figures; a branch without any has one row with group None."""
    return ask(warehouse, "coverage_by_branch", view, (), year=year)
