"""A few branches among all: their figures, ranks and places among peers, without the rows of all others."""

from __future__ import annotations

from typing import Any

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

_ENDS = ("value", "low", "high", "is_approximate")


def among_all(
    warehouse: Warehouse,
    view: View,
    metric_id: str,
    basis: Basis,
    branch_ids: tuple[str, ...],
    with_standing: bool = True,
) -> pd.DataFrame:
    """Those of some branches that are in view, indexed by their ids: subject (the same), label, scale, reported (0 or
    1), in_view, ranked (how many have a rank), and of `values.branch_values` and `peers.with_peers` what they say of
    them: the figure, its ranks, its place among peers. Without `with_standing`, ranked, ranks and places are left
    out."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    asked = catalogue.metric(warehouse, metric_id)
    figures = reported(warehouse, view, metric_id)
    places = np.array([every.place_of[name] for name in branch_ids if name in every.place_of], dtype=np.int32)
    places = places[seen.is_in[places]]
    mine = _places_among(figures.at, places)
    if basis == "per_member":
        # Ranks go by the quotients of all.
        told = told_of(warehouse, view, asked, basis, figures)
        own = {name: column[mine] for name, column in told.items()}
    else:
        own = told_of(warehouse, view, asked, basis, figures.taken(mine))
        told = {name: getattr(figures, name) for name in (*_ENDS, "is_partial")}
    rows = laid_out(own, figures.at[mine], places, len(seen.is_in))
    is_whole = ~np.isnan(rows["value"]) & ~rows["is_partial"]
    known = dimensions(warehouse).branches
    rows |= {
        "subject": known["branch_id"].array.take(places),
        "label": known["name_vi"].array.take(places),
        "scale": np.full(len(places), catalogue.per_member_scale(asked) if basis == "per_member" else 1),
        "reported": is_whole.astype(int),
        "in_view": np.ones(len(places), dtype=int),
    }
    if with_standing:
        rows |= _standing(figures.at, told, every.sector, asked.direction, rows, is_whole, places)
    return pd.DataFrame(rows, copy=False).set_index("subject", drop=False)


def _standing(
    at: Array,
    told: dict[str, Array],
    sector: Array,
    direction: str,
    rows: dict[str, Any],
    is_whole: Array,
    places: Array,
) -> dict[str, Any]:
    """Ranks and places among peers of the branches `places`, whose figures are `rows`, among all figures `told` of the
    branches `at`."""
    counted = ~np.isnan(told["value"]) & ~told["is_partial"]
    if not counted.all():
        at, told = at[counted], {name: column[counted] for name, column in told.items()}
    ranked = Bounded(*(told[name] for name in _ENDS))
    is_asked = np.zeros(len(at), dtype=bool)
    is_asked[_places_among(at, places)] = True
    found = placed(sector[at], ranked, direction, is_asked)
    return {
        **ranks_among(rows, is_whole, ranked.value, ranked.low, ranked.high, direction),
        **_of_peers(found, at, places),
        "ranked": np.full(len(places), len(at)),
    }


def _places_among(at: Array, places: Array) -> Array:
    """Where some of `places` are in `at`, which ascends."""
    rows = np.searchsorted(at, np.sort(places))
    rows = rows[rows < len(at)]
    return rows[np.isin(at[rows], places)]


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
