"""A few branches among all: their figures, ranks and places among peers, without the rows of all others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.dimensions import dimensions
from comparison.figures import reported
from comparison.held import Array, branches, in_view
from comparison.measuring import laid_out, told_of
from comparison.peers import GROUPS, Bounded, Places, placed
from comparison.picked import Picked
from comparison.questions import Basis, View
from comparison.ranking import ranks_among
from comparison.warehouse import Warehouse


def among_all(
    warehouse: Warehouse, view: View, metric_id: str, basis: Basis, branch_ids: tuple[str, ...]
) -> pd.DataFrame:
    """Those of some branches that are in view, indexed by their ids: subject (the same), label, scale, reported (0 or
    1), in_view, ranked (how many have a rank), and of `values.branch_values` and `peers.with_peers` what they say of
    them: the figure, its ranks, its place among peers."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    asked = catalogue.metric(warehouse, metric_id)
    figures = reported(warehouse, view, metric_id)
    places = np.array([every.place_of[name] for name in branch_ids if name in every.place_of], dtype=np.int32)
    places = places[seen.is_in[places]]
    mine = np.isin(figures.at, places)
    if basis == "per_member":
        # Ranks go by the quotients of all.
        told = told_of(warehouse, view, asked, basis, figures)
        value, low, high, is_partial = (told[name] for name in ("value", "low", "high", "is_partial"))
        own = {name: column[mine] for name, column in told.items()}
    else:
        value, low, high, is_partial = figures.value, figures.low, figures.high, figures.is_partial
        own = told_of(warehouse, view, asked, basis, figures.taken(mine))
    counted = ~np.isnan(value) & ~is_partial
    at, ranked = figures.at[counted], Bounded(value[counted], low[counted], high[counted])
    rows = pd.DataFrame(laid_out(own, figures.at[mine], places, len(seen.is_in)))
    rows = ranks_among(rows, ranked.value, ranked.low, ranked.high, asked.direction)
    found = placed(every.sector[at], ranked, asked.direction, np.isin(at, places))
    known = dimensions(warehouse).branches
    return rows.assign(
        **_of_peers(found, at, places),
        subject=known["branch_id"].array.take(places),
        label=known["name_vi"].array.take(places),
        scale=catalogue.per_member_scale(asked) if basis == "per_member" else 1,
        reported=(rows["value"].notna() & ~rows["is_partial"]).astype(int),
        in_view=1,
        ranked=len(at),
    ).set_index("subject", drop=False)


def _of_peers(found: Places, at: Array, places: Array) -> dict[str, Array | Picked]:
    """The columns of `with_peers` for some branches; `at` are the branches placed, ascending."""
    row = np.searchsorted(at, places)
    has = np.zeros(len(places), dtype=bool)
    inside = row < len(at)
    has[inside] = at[row[inside]] == places[inside]
    columns: dict[str, Array | Picked] = {}
    for name, numbers in found.numbers.items():
        columns[name] = np.full(len(places), np.nan)
        columns[name][has] = numbers[row[has]]
    group, is_open = np.zeros(len(places), dtype=np.int8), np.zeros(len(places), dtype=bool)
    group[has], is_open[has] = found.group[row[has]], found.is_open[row[has]]
    return columns | {"peer_group": Picked(GROUPS, group), "peer_order_is_open": is_open}
