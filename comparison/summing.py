"""Sums of what may be added and the spread of what may not: over the branches in view, and by province."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from comparison.dimensions import dimensions
from comparison.figures import Figures, ids_of, reported
from comparison.held import Array, Branches, InView, branches, in_view
from comparison.questions import View
from comparison.warehouse import Warehouse, sql

_OF_PROVINCE = (
    *("province", "region", "value", "low", "high", "is_approximate", "is_part", "reported", "in_view"),
    "not_separable",
)


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

    @property
    def nbytes(self) -> int:
        # Words of a name or an id take some hundred bytes.
        return 500 + 100 * (len(self.left_out) + len(self.source_ids))


def summary(warehouse: Warehouse, view: View, metric_id: str, period: str | None = None) -> Summary:
    """What the branches in view have in one metric, in the view's period or in another one of its grain.

    A branch and the one that took it over never enter one total for one period: the later one stands (DESIGN.md 5.4).
    """
    asked = replace(view, period=period or view.period)
    return warehouse.shelf.get(("summary", asked, metric_id), lambda: _summed_up(warehouse, asked, metric_id))


def _summed_up(warehouse: Warehouse, view: View, metric_id: str) -> Summary:
    seen = in_view(warehouse, view)
    rows = reported(warehouse, view, metric_id)
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
    # One total never holds a branch and its successor; two provinces' totals may.
    added = whole.taken(~makes_room[whole.at])
    # One place more than there are words: for branches of no province, or of an unknown old one.
    count = _Counter(len(every.codes))
    reported_at = count.of(home[whole.at])
    is_part = np.zeros(len(every.codes) + 1, dtype=bool)
    is_part[home[missing_part(every, seen, has)]] = is_additive
    is_part &= reported_at > 0
    ends = ("value", "low", "high")
    figures = {
        name: count.sums(home[added.at], getattr(added, name))
        if is_additive
        else count.medians(home[whole.at], getattr(whole, name))
        for name in ends
    }
    return _laid_out(
        warehouse,
        view,
        figures
        | {
            "high": np.where(is_part, np.inf, figures["high"]),
            "is_approximate": count.of(home[added.at][added.is_approximate]) > 0,
            "is_part": is_part,
            "reported": reported_at,
            "in_view": count.of(home[seen.places]),
            "not_separable": count.of(home[whole.at][~seen.is_certain[whole.at]]),
        },
    )


@dataclass(frozen=True)
class _Counter:
    """Counts by the number of a word; the last place is that of -1."""

    words: int

    def of(self, codes: Array) -> Array:
        """How many there are of each."""
        return np.bincount(self._places(codes), minlength=self.words + 1)

    def sums(self, codes: Array, values: Array) -> Array:
        """Their values added up, NaN for none."""
        sums = np.bincount(self._places(codes), weights=values, minlength=self.words + 1)
        return np.where(self.of(codes) > 0, sums, np.nan)

    def medians(self, codes: Array, values: Array) -> Array:
        """The middle of their values, NaN for none; between an endless bound and any other it is endless."""
        middle = np.full(self.words + 1, np.nan)
        for code in np.unique(codes):
            middle[code] = np.median(values[codes == code])
        return middle

    def _places(self, codes: Array) -> Array:
        return np.where(codes < 0, self.words, codes)


def _laid_out(warehouse: Warehouse, view: View, columns: dict[str, Array]) -> pd.DataFrame:
    """Every province of the system with its row, in Vietnamese order; branches of no province last."""
    system = warehouse.once(f"provinces {view.boundary}", lambda there: _read_system(there, view.boundary))
    codes = branches(warehouse).codes
    has_strangers = columns["in_view"][-1] > 0
    names = [*system["province"], *([""] if has_strangers else [])]
    # A province that no branch names has no number: it takes the row after the last, which holds nothing.
    places = [codes.get(name, len(codes) + bool(name)) for name in names]
    frame = pd.DataFrame({"province": names, "region": [*system["region"], None][: len(names)]}, dtype="str")
    for name, column in columns.items():
        nothing = np.nan if column.dtype == float else 0
        frame[name] = np.append(column, np.array([nothing], dtype=column.dtype))[places]
    return frame[list(_OF_PROVINCE)]


def _read_system(warehouse: Warehouse, boundary: str) -> pd.DataFrame:
    return warehouse.frame(sql("provinces"), {"boundary": boundary})
