"""Where each branch stands among its peers in several metrics, side by side: a line for each branch."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.dimensions import with_branches
from comparison.figures import ids_of, read_ahead, reported
from comparison.held import Array, branches, in_view
from comparison.peers import Bounded, placed
from comparison.picked import distinct_words
from comparison.questions import Basis, View
from comparison.values import branch_values
from comparison.warehouse import Warehouse


@dataclass(frozen=True, eq=False)
class Standing:
    """One metric, in the order of the lines: percentile (NaN where the branch has no place), peers (how many others
    there are), group (0 none, 1 its sector, 2 its tier), is_open (see peers.with_peers)."""

    percentile: Array
    peers: Array
    group: Array
    is_open: Array


@dataclass(frozen=True, eq=False)
class Standings:
    """`branches`: one row per branch in view with a place in any of the metrics, by name: branch_id, name_vi.
    `by_metric`: the places of those rows. `source_ids`: of all figures placed."""

    branches: pd.DataFrame
    by_metric: dict[str, Standing]
    source_ids: tuple[str, ...]

    @property
    def nbytes(self) -> int:
        columns = [getattr(one, field.name) for one in self.by_metric.values() for field in fields(one)]
        return int(sum(column.nbytes for column in columns))


def standings(warehouse: Warehouse, view: View, metric_ids: tuple[str, ...], basis: Basis = "value") -> Standings:
    """How the branches in view stand among their peers in some metrics (see Standings). With basis per_member, metrics
    without such a value keep their own."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    read_ahead(warehouse, view, metric_ids)
    of_metric: dict[str, tuple[Array, Standing]] = {}
    source_ids: set[str] = set()
    has_any = np.zeros(len(seen.is_in), dtype=bool)
    for metric_id in metric_ids:
        at, values, ids = _values(warehouse, view, metric_id, basis)
        source_ids |= set(ids)
        direction = catalogue.metric(warehouse, metric_id).direction
        found = placed(every.sector[at], values, direction, with_distance=False)
        of_metric[metric_id] = at, Standing(found.numbers["peer_percentile"], found.peers, found.group, found.is_open)
        has_any[at[~np.isnan(found.numbers["peer_percentile"])]] = True
    places = every.named_in_order(has_any)
    line = np.full(len(has_any), -1, dtype=np.int32)
    line[places] = np.arange(len(places), dtype=np.int32)
    by_metric = {name: _laid(line[at], one, len(places)) for name, (at, one) in of_metric.items()}
    named = with_branches(warehouse, view, pd.DataFrame({"branch_key": places + 1}), ("branch_id", "name_vi"))
    return Standings(named, by_metric, tuple(sorted(source_ids)))


def _values(warehouse: Warehouse, view: View, metric_id: str, basis: Basis) -> tuple[Array, Bounded, tuple[str, ...]]:
    """Places, values and sources of the branches that are placed."""
    if basis == "per_member" and catalogue.has_per_member(catalogue.metric(warehouse, metric_id)):
        frame = branch_values(warehouse, view, metric_id, basis).frame
        frame = frame[frame["value"].notna() & ~frame["is_partial"]]
        at = np.array([branches(warehouse).place_of[one] for one in frame["branch_id"]], dtype=np.int32)
        value, low, high = (frame[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
        about = frame["is_approximate"].to_numpy(dtype=bool)
        ids = {one for row in distinct_words(frame["source_ids"]) for one in row}
        return at, Bounded(value, low, high, about), tuple(ids)
    rows = reported(warehouse, view, metric_id).whole
    return rows.at, Bounded(rows.value, rows.low, rows.high, rows.is_approximate), ids_of(warehouse, rows.sets())


def _laid(lines: Array, one: Standing, size: int) -> Standing:
    """The same in the order of the lines; -1 is none."""
    there = lines >= 0
    empty = Standing(np.full(size, np.nan), *(np.zeros(size, dtype=kind) for kind in (np.int32, np.int8, bool)))
    for field in fields(one):
        getattr(empty, field.name)[lines[there]] = getattr(one, field.name)[there]
    return empty
