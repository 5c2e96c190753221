"""What every answer about branches needs and no question should carry along: their names, sources and heirs, read once
from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison.questions import View
from comparison.warehouse import Warehouse, sql


@dataclass(frozen=True, eq=False)
class Dimensions:
    """`branches`, `metrics` and `sources` have one row each, that of key k at place k - 1; `source_sets` the sources of
    each set of them, by its number; `heirs` the ids of the branches that each one lives on in, where there are any."""

    branches: pd.DataFrame
    metrics: pd.DataFrame
    sources: pd.DataFrame
    source_sets: np.ndarray[Any, Any]
    heirs: dict[int, tuple[str, ...]]
    metric_keys: dict[str, int]


_OF_METRIC = {name: name for name in ("metric_id", "unit", "direction", "group")} | {
    "metric_name_vi": "name_vi",
    "metric_name_en": "name_en",
}
_PLACES = ("province_since_2025_07", "province_before_2025_07")
_OF_SOURCE = {name: name for name in ("source_id", "publisher", "title", "url")}


def dimensions(warehouse: Warehouse) -> Dimensions:
    """The dimensions of a snapshot, read the first time they are asked for and let go with it."""
    return warehouse.once("dimensions", _read)


def _read(warehouse: Warehouse) -> Dimensions:
    branches, metrics, sources = (_by_key(warehouse, name) for name in ("branch", "metric", "source"))
    rows = warehouse.rows("select source_ids from source_set order by source_set")
    source_sets = np.empty(len(rows), dtype=object)
    source_sets[:] = [tuple(ids) for (ids,) in rows]
    heirs = warehouse.rows(
        "select s.branch_key, list(h.branch_id) from succession s join branch_dim h on h.branch_key = s.heir_key "
        "group by s.branch_key"
    )
    keys = dict(zip(metrics["metric_id"], metrics["metric_key"], strict=True))
    return Dimensions(branches, metrics, sources, source_sets, {int(key): tuple(ids) for key, ids in heirs}, keys)


def _by_key(warehouse: Warehouse, name: str) -> pd.DataFrame:
    frame = warehouse.texts(sql(f"dimension_{name}"))
    if not (frame[f"{name}_key"].to_numpy() == np.arange(1, len(frame) + 1)).all():
        raise AssertionError(f"the keys of {name} are not 1, 2, 3 and so on")
    return frame


def place_of(view: View, branches: pd.DataFrame) -> dict[str, pd.Series]:
    """`province` under the view's borders, and `province_is_certain`: under the old ones a branch whose old province is
    not known stays under its new one (DESIGN.md 5.11)."""
    since, before = branches["province_since_2025_07"], branches["province_before_2025_07"]
    if view.boundary == "since_2025_07":
        return {"province": since, "province_is_certain": pd.Series(True, index=branches.index)}
    return {"province": before.where(before.notna(), since), "province_is_certain": before.notna() | since.isna()}


def with_branches(warehouse: Warehouse, view: View, frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """`frame` with what is known of its branches, metrics and sources in the place of their keys. `columns`: those
    of dimension_branch.sql, province, province_is_certain, heir_ids, and those of _OF_METRIC and _OF_SOURCE."""
    known = dimensions(warehouse)
    about = about_branches(warehouse, view, frame["branch_key"].to_numpy(), columns)
    for key, dimension, named in (("metric_key", known.metrics, _OF_METRIC), ("source_key", known.sources, _OF_SOURCE)):
        if key in frame:
            places = frame[key].to_numpy() - 1
            about |= {name: dimension[named[name]].array.take(places) for name in columns if name in named}
    rest = [name for name in frame if name not in ("branch_key", "metric_key", "source_key")]
    told = {name: about[name] for name in columns} | {name: frame[name].array for name in rest}
    return pd.DataFrame(told, index=frame.index)


def about_branches(
    warehouse: Warehouse, view: View, keys: np.ndarray[Any, Any], columns: tuple[str, ...]
) -> dict[str, Any]:
    """What is known of branches by their keys: those of `columns` that are of branches, as arrays."""
    known = dimensions(warehouse)
    about: dict[str, Any] = {
        name: known.branches[name].array.take(keys - 1) for name in columns if name in known.branches
    }
    if "province" in columns or "province_is_certain" in columns:
        places = {name: known.branches[name].array.take(keys - 1) for name in _PLACES}
        about |= {name: column.array for name, column in place_of(view, pd.DataFrame(places)).items()}
    if "heir_ids" in columns:
        about["heir_ids"] = _heirs(known, keys)
    return about


def _heirs(known: Dimensions, keys: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    ids = np.empty(len(keys), dtype=object)
    ids[:] = [()] * len(keys)
    for place in np.flatnonzero(np.isin(keys, list(known.heirs))):
        ids[place] = known.heirs[int(keys[place])]
    return ids


def with_source_ids(warehouse: Warehouse, frame: pd.DataFrame) -> pd.DataFrame:
    """`result_source` in the place of `result_set`: the ids of that set of sources as one tuple, () for none."""
    known = dimensions(warehouse).source_sets
    place, numbers = pd.factorize(frame["result_set"])
    made = np.empty(len(numbers) + 1, dtype=object)
    # The last place is that of code -1: no set at all.
    made[:] = [*(known[int(number)] for number in numbers), ()]
    ids = pd.Series(made[place], index=frame.index, dtype=object)
    return frame.assign(result_set=ids).rename(columns={"result_set": "result_source"})
