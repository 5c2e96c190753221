"""What every answer about branches needs and no question should carry along: their names, sources and heirs, read once
from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import pyarrow as pa

from comparison.questions import View
from comparison.warehouse import Warehouse, sql


@dataclass(frozen=True, eq=False)
class Dimensions:
    """`branches` has one row per branch, that of branch_key k at place k - 1; `source_sets` the sources of each set of
    them, by its number; `heirs` the ids of the branches that each one lives on in, where there are any."""

    branches: pd.DataFrame
    source_sets: np.ndarray[Any, Any]
    heirs: dict[int, tuple[str, ...]]
    metric_keys: dict[str, int]


_READ: WeakKeyDictionary[Warehouse, Dimensions] = WeakKeyDictionary()
_READING = Lock()


def dimensions(warehouse: Warehouse) -> Dimensions:
    """The dimensions of a snapshot, read the first time they are asked for and let go with it."""
    with _READING:
        known = _READ.get(warehouse)
        if known is None:
            known = _READ[warehouse] = _read(warehouse)
        return known


def _read(warehouse: Warehouse) -> Dimensions:
    branches = _in_one_piece(warehouse.frame(sql("branches")))
    if not (branches["branch_key"].to_numpy() == np.arange(1, len(branches) + 1)).all():
        raise AssertionError("the keys of branches are not 1, 2, 3 and so on")
    rows = warehouse.rows("select source_ids from source_set order by source_set")
    source_sets = np.empty(len(rows), dtype=object)
    source_sets[:] = [tuple(ids) for (ids,) in rows]
    heirs = warehouse.rows(
        "select s.branch_key, list(h.branch_id) from succession s join branch_dim h on h.branch_key = s.heir_key "
        "group by s.branch_key"
    )
    keys = warehouse.rows("select metric_id, metric_key from metric_dim")
    return Dimensions(branches, source_sets, {int(key): tuple(ids) for key, ids in heirs}, dict(keys))


def _in_one_piece(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts without the pieces in which they came: to pick rows from many pieces takes twenty times as long."""
    return frame.assign(**{str(name): _joined(frame[name]) for name in frame.select_dtypes("str")})


def _joined(texts: pd.Series) -> pd.Series:
    whole = pa.chunked_array([pa.array(texts.array, type=pa.large_string(), from_pandas=True)])
    return pd.Series(whole.to_pandas(types_mapper=lambda _: texts.dtype), dtype=texts.dtype)


def place_of(view: View, branches: pd.DataFrame) -> dict[str, pd.Series]:
    """`province` under the view's borders, and `province_is_certain`: under the old ones a branch whose old province is
    not known stays under its new one (DESIGN.md 5.11)."""
    since, before = branches["province_since_2025_07"], branches["province_before_2025_07"]
    if view.boundary == "since_2025_07":
        return {"province": since, "province_is_certain": pd.Series(True, index=branches.index)}
    return {"province": before.where(before.notna(), since), "province_is_certain": before.notna() | since.isna()}


def with_branches(warehouse: Warehouse, view: View, frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """`frame` with what is known of its branches in the place of branch_key: `columns` of branch_id, name_vi,
    name_order, tier, sector, parent_name, province, province_is_certain, heir_ids."""
    known = dimensions(warehouse)
    keys = frame["branch_key"].to_numpy()
    wanted = [name for name in columns if name in known.branches]
    if "province" in columns or "province_is_certain" in columns:
        wanted += ["province_since_2025_07", "province_before_2025_07"]
    rows = known.branches[wanted].take(keys - 1).reset_index(drop=True)
    rows.index = frame.index
    about: dict[str, pd.Series] = {str(name): rows[name] for name in rows}
    if "province" in columns or "province_is_certain" in columns:
        about |= place_of(view, rows)
    if "heir_ids" in columns:
        about["heir_ids"] = _heirs(known, keys, frame.index)
    return pd.concat([pd.DataFrame({name: about[name] for name in columns}), frame.drop(columns="branch_key")], axis=1)


def _heirs(known: Dimensions, keys: np.ndarray[Any, Any], index: pd.Index) -> pd.Series:
    ids = np.empty(len(keys), dtype=object)
    ids[:] = [()] * len(keys)
    for place in np.flatnonzero(np.isin(keys, list(known.heirs))):
        ids[place] = known.heirs[int(keys[place])]
    return pd.Series(ids, index=index, dtype=object)


def sources_of(warehouse: Warehouse, *sets: pd.Series) -> pd.Series:
    """The source ids of each row's sets of sources (NaN: none) as one tuple each, sorted, one object for equal rows."""
    known = dimensions(warehouse).source_sets
    # Several numbers as one, 0 for none.
    number = np.zeros(len(sets[0]), dtype=np.int64)
    for one in sets:
        number = number * (len(known) + 1) + (one.fillna(-1).to_numpy(dtype=np.int64) + 1)
    place, distinct = pd.factorize(number)
    made = np.empty(len(distinct), dtype=object)
    made[:] = [_united(known, int(one)) for one in distinct]
    return pd.Series(made[place], index=sets[0].index, dtype=object)


def sources_of_sets(warehouse: Warehouse, sets: pd.Series) -> pd.Series:
    """The source ids of each row's list of sets of sources as one tuple, sorted; () for none."""
    known = dimensions(warehouse).source_sets
    lists = [tuple(one) if isinstance(one, (list, np.ndarray)) else () for one in sets]
    ids = [tuple(sorted({source for number in numbers for source in known[number]})) for numbers in lists]
    return pd.Series(ids, index=sets.index, dtype=object)


def _united(known: np.ndarray[Any, Any], number: int) -> tuple[str, ...]:
    ids: set[str] = set()
    while number:
        number, one = divmod(number, len(known) + 1)
        if one:
            ids.update(known[one - 1])
    return tuple(sorted(ids))
