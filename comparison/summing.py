"""Sums of what may be added and the spread of what may not: over the branches in view, and by province."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.dimensions import dimensions
from comparison.held import Array, Branches, Figures, InView, branches, ids_of, in_view, reported
from comparison.questions import View
from comparison.warehouse import Warehouse, sql


@dataclass(frozen=True)
class Summary:
    """One metric of the branches in view in one period: who is counted, the sum, the spread. value, low, high, median,
    lowest and highest are NaN without a figure. `left_out`: names of branches whose successor's figure stands."""

    in_view: int
    reported: int
    partial: int
    merged: int
    not_separable: int
    value: float
    low: float
    high: float
    is_approximate: bool
    median: float
    lowest: float
    highest: float
    left_out: tuple[str, ...]
    source_ids: tuple[str, ...]


def summary(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Summary:
    """What the branches in view have in one metric, in the view's period or in another one of its grain.

    A branch and the one that took it over never enter one total for one period: the later one stands (DESIGN.md 5.4).
    """
    seen = in_view(warehouse, view, period)
    rows = reported(warehouse, view, metric_id, period)
    whole = rows.whole
    makes_room = branches(warehouse).replaced(marked(seen, whole))
    added = whole.taken(~makes_room[whole.at])
    names = dimensions(warehouse).branches["name_vi"]
    return Summary(
        in_view=len(seen),
        reported=len(whole.at),
        partial=len(rows.at) - len(whole.at),
        merged=seen.merged,
        not_separable=int((~seen.is_certain[whole.at]).sum()),
        value=added_up(added.value),
        low=added_up(added.low),
        high=added_up(added.high),
        is_approximate=bool(added.is_approximate.any()),
        median=float(np.median(whole.value)) if len(whole.at) else np.nan,
        lowest=float(whole.value.min()) if len(whole.at) else np.nan,
        highest=float(whole.value.max()) if len(whole.at) else np.nan,
        left_out=tuple(sorted(names.iloc[place] for place in whole.at[makes_room[whole.at]])),
        source_ids=ids_of(warehouse, added.sets()),
    )


def added_up(values: Array) -> float:
    """The sum, NaN for nothing."""
    return float(values.sum()) if len(values) else float("nan")


def marked(seen: InView, rows: Figures) -> Array:
    """For every branch whether it is among those of some figures."""
    has = np.zeros(len(seen.is_in), dtype=bool)
    has[rows.at] = True
    return has


def missing_part(every: Branches, seen: InView, has: Array) -> Array:
    """For every branch in view without a figure whether neither its heir nor a predecessor speaks for it, while another
    of its province that merged into the same heir has one: what is known of the province is then a part of it.

    `has` marks the branches in view that have a whole figure.
    """
    missing = np.zeros(len(has), dtype=bool)
    predecessor, heir = every.predecessor, every.heir
    home = seen.home[predecessor]
    # A merger and a province as one number.
    merger = heir.astype(np.int64) * (len(every.codes) + 1) + home
    is_placed = seen.is_certain[predecessor] & (home >= 0)
    told = merger[is_placed & has[predecessor]]
    is_silent = is_placed & seen.is_in[predecessor] & ~has[predecessor]
    missing[predecessor[is_silent & np.isin(merger, told)]] = True
    spoken_for = every.replaced(has)
    spoken_for[heir[has[predecessor]]] = True
    return missing & ~spoken_for


def provinces_summed(warehouse: Warehouse, view: View, metric_id: str, is_additive: bool) -> pd.DataFrame:
    """One row per province of the view's borders, also empty ones, and one with province '' for branches of none or of
    an unknown old one (the frame of ProvinceValues). Sums of what may be added, medians of what may not."""
    every, seen = branches(warehouse), in_view(warehouse, view)
    whole = reported(warehouse, view, metric_id).whole
    has = marked(seen, whole)
    # A branch whose old province is not known stays under its new one, by its own row.
    home = np.where(seen.is_certain, seen.home, -1)
    makes_room = np.zeros(len(home), dtype=bool)
    at_home = home[every.predecessor] == home[every.heir]
    makes_room[every.predecessor[has[every.predecessor] & has[every.heir] & at_home]] = True
    spread = pd.DataFrame(
        {
            "home": home[whole.at],
            "value": whole.value,
            "low": whole.low,
            "high": whole.high,
            "is_approximate": whole.is_approximate,
            "is_added": ~makes_room[whole.at],
            "not_separable": ~seen.is_certain[whole.at],
        }
    )
    by_home = spread.groupby("home")
    rows = pd.DataFrame({"in_view": pd.Series(home[seen.places]).value_counts()})
    rows["reported"] = by_home.size()
    rows["not_separable"] = by_home["not_separable"].sum()
    figures = _added(spread) if is_additive else _medians(spread)
    rows = rows.join(figures)
    parts = np.unique(home[missing_part(every, seen, has)])
    rows["is_part"] = is_additive & rows.index.isin(parts) & (rows["reported"] > 0)
    rows["high"] = rows["high"].mask(rows["is_part"], np.inf)
    return _laid_out(warehouse, view, every, rows)


def _added(spread: pd.DataFrame) -> pd.DataFrame:
    # One total never holds a branch and its successor; two provinces' totals may.
    added = spread[spread["is_added"]].groupby("home")
    return added.agg({"value": "sum", "low": "sum", "high": "sum", "is_approximate": "any"})


def _medians(spread: pd.DataFrame) -> pd.DataFrame:
    # Between two endless bounds, or an endless and a known one, the middle is endless too.
    medians = spread.groupby("home")[["value", "low", "high"]].median()
    is_approximate = spread[spread["is_added"]].groupby("home")["is_approximate"].any()
    return medians.assign(is_approximate=is_approximate)


def _laid_out(warehouse: Warehouse, view: View, every: Branches, rows: pd.DataFrame) -> pd.DataFrame:
    """Every province of the system with its row, in Vietnamese order; branches of no province last."""
    system = warehouse.once(f"provinces {view.boundary}", lambda there: _read_system(there, view.boundary))
    names = {number: name for name, number in every.codes.items()} | {-1: ""}
    rows = rows.assign(province=[names[number] for number in rows.index]).set_index("province")
    order = [*system.index, *([""] if "" in rows.index else [])]
    frame = rows.reindex(order)
    frame.insert(0, "region", system["region"].reindex(order))
    frame = frame.rename_axis("province").reset_index()
    for name in ("reported", "in_view", "not_separable"):
        frame[name] = frame[name].fillna(0).astype("int64")
    for name in ("is_approximate", "is_part"):
        frame[name] = frame[name].astype("boolean").fillna(False).astype(bool)
    columns = "province region value low high is_approximate is_part reported in_view not_separable"
    return frame[columns.split()].astype({"province": "str", "region": "str"})


def _read_system(warehouse: Warehouse, boundary: str) -> pd.DataFrame:
    return warehouse.frame(sql("provinces"), {"boundary": boundary}).set_index("province")
