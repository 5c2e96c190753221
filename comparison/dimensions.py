"""What every answer about branches needs and no question should carry along: their names, sources and heirs, read once
from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison.picked import Picked, Words
from comparison.questions import View
from comparison.warehouse import TEXT, Warehouse, sql


@dataclass(frozen=True, eq=False)
class Dimensions:
    """`branches`, `metrics` and `sources` have one row each, that of key k at place k - 1; `source_sets` the sources of
    each set of them, by its number, and () after the last. `of_branches`, `of_metrics`, `of_sources`: what columns pick
    from; of branches also `heir_ids`, those that each one lives on in. `metric_keys` by metric_id."""

    branches: pd.DataFrame
    metrics: pd.DataFrame
    sources: pd.DataFrame
    source_sets: Words
    of_branches: dict[str, Words]
    of_metrics: dict[str, Words]
    of_sources: dict[str, Words]
    metric_keys: dict[str, int]

    def sources_of(self, source_set: np.ndarray[Any, Any]) -> Picked:
        """The ids of the sources of each of some sets by their numbers; () for -1."""
        return Picked(self.source_sets, np.where(source_set < 0, self.source_sets.place_of_none, source_set))


_OF_METRIC = {name: name for name in ("metric_id", "unit", "direction", "group")} | {
    "metric_name_vi": "name_vi",
    "metric_name_en": "name_en",
}
_OF_SOURCE = {name: name for name in ("source_id", "publisher", "title", "url")}


def dimensions(warehouse: Warehouse) -> Dimensions:
    """The dimensions of a snapshot, read the first time they are asked for and let go with it."""
    return warehouse.once("dimensions", _read)


def _read(warehouse: Warehouse) -> Dimensions:
    branches, metrics, sources = (_by_key(warehouse, name) for name in ("branch", "metric", "source"))
    rows = warehouse.rows("select source_ids from source_set order by source_set")
    source_sets = _tuples([*(tuple(ids) for (ids,) in rows), ()])
    heirs = warehouse.rows(
        "select s.branch_key, list(h.branch_id) from succession s join branch_dim h on h.branch_key = s.heir_key "
        "group by s.branch_key"
    )
    heir_ids = _tuples([()] * len(branches))
    for key, ids in heirs:
        heir_ids[int(key) - 1] = tuple(ids)
    return Dimensions(
        branches,
        metrics,
        sources,
        Words(source_sets, place_of_none=len(source_sets) - 1),
        _words(branches) | {"heir_ids": Words(heir_ids)},
        _words(metrics),
        _words(sources),
        dict(zip(metrics["metric_id"], metrics["metric_key"], strict=True)),
    )


def _tuples(rows: list[tuple[str, ...]]) -> np.ndarray[Any, Any]:
    made = np.empty(len(rows), dtype=object)
    made[:] = rows
    return made


def _words(frame: pd.DataFrame) -> dict[str, Words]:
    return {str(name): Words(column.array) for name, column in frame.items() if column.dtype == TEXT}


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
    for key, words, named in (
        ("metric_key", known.of_metrics, _OF_METRIC),
        ("source_key", known.of_sources, _OF_SOURCE),
    ):
        if key in frame:
            places = frame[key].to_numpy(dtype=np.int32) - 1
            about |= {name: Picked(words[named[name]], places) for name in columns if name in named}
    rest = [name for name in frame if name not in ("branch_key", "metric_key", "source_key")]
    told = {name: about[name] for name in columns} | {name: frame[name].array for name in rest}
    return pd.DataFrame(told, index=frame.index, copy=False)


def about_branches(
    warehouse: Warehouse, view: View, keys: np.ndarray[Any, Any], columns: tuple[str, ...]
) -> dict[str, Any]:
    """What is known of branches by their keys: those of `columns` that are of branches, as arrays."""
    known = dimensions(warehouse)
    places = keys.astype(np.int32) - 1
    about: dict[str, Any] = {
        name: Picked(known.of_branches[name], places) for name in columns if name in known.of_branches
    }
    about |= {
        name: known.branches[name].array.take(places)
        for name in columns
        if name in known.branches and name not in about
    }
    if "province" in columns or "province_is_certain" in columns:
        home = warehouse.once(f"provinces of branches {view.boundary}", lambda _: _home(view, known))
        about |= {"province": Picked(home[0], places), "province_is_certain": home[1][places]}
    return about


def _home(view: View, known: Dimensions) -> tuple[Words, np.ndarray[Any, Any]]:
    found = place_of(view, known.branches)
    return Words(found["province"].array), found["province_is_certain"].to_numpy(dtype=bool)


def with_source_ids(warehouse: Warehouse, frame: pd.DataFrame) -> pd.DataFrame:
    """`result_source` in the place of `result_set`: the ids of that set of sources as one tuple, () for none."""
    sets = frame["result_set"].fillna(-1).to_numpy(dtype=np.int32)
    ids = pd.Series(dimensions(warehouse).sources_of(sets), index=frame.index)
    return frame.assign(result_set=ids).rename(columns={"result_set": "result_source"})
