"""Shares rebuilt from two head counts of one branch and period: women among members and others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from comparison.answers import Amount, Coverage, Note
from comparison.asking import united
from comparison.dimensions import with_branches
from comparison.figure_rows import figure_columns
from comparison.figures import reported
from comparison.held import branches, in_view
from comparison.intervals import Bounds
from comparison.measuring import laid_out
from comparison.pairing import paired
from comparison.questions import View
from comparison.ranking import with_ranks
from comparison.term_years import years_beside
from comparison.warehouse import Warehouse


@dataclass(frozen=True)
class Rate:
    """A share whose two parts are metrics of the catalogue. `direction` as in the catalogue."""

    rate_id: str
    numerator: str
    denominator: str
    direction: str


# What the catalogue gives in two parts and no source needs to state.
RATES = (
    Rate("women_share", "members_female", "members_total", "neutral"),
    Rate("density", "members_total", "workers_total", "higher"),
    Rate("women_honoured_share", "two_good_women", "members_female", "higher"),
    Rate("targets_met_share", "targets_met", "targets_total", "higher"),
    Rate("group_share_outstanding", "outstanding_union_groups", "union_groups", "higher"),
)
BY_ID = {rate.rate_id: rate for rate in RATES}

_OF_BRANCH = ("branch_id", "name_vi", "name_order", "sector", "province", "province_is_certain")


@dataclass(frozen=True)
class RateValues:
    """A share over the branches in view. `frame`: one row per branch in view: branch_id, name_vi, sector, province,
    numerator_value/low/high, denominator_value/low/high, value, low, high in percent (NaN unless both parts are known
    for the same period), is_approximate, source_ids, rank columns. Never cut at 100: a share above it is shown as it
    is. `group`: the share of all branches with both parts, sum over sum, or None.
    has_figure_of_years, names_no_term: as in BranchValues."""

    rate: Rate
    frame: pd.DataFrame
    group: Amount | None
    coverage: Coverage
    notes: tuple[Note, ...] = ()


def rate_values(warehouse: Warehouse, view: View, rate_id: str) -> RateValues:
    """One share of RATES for the branches in view (see RateValues). Raises KeyError for an unknown share."""
    rate = BY_ID[rate_id]
    rows = _parts(warehouse, view, rate)
    numerator, denominator = Bounds.of(rows, "numerator_"), Bounds.of(rows, "denominator_")
    frame = rows.drop(columns=["numerator_is_approximate", "denominator_is_approximate"])
    frame = with_ranks(frame.join(numerator.over(denominator, 100.0).named("")), rate.direction)
    frame = frame.sort_values(["rank", "name_order"], na_position="last", ignore_index=True)
    both = frame[frame["value"].notna() & ~frame["is_left_out"]]
    above = int((frame["low"] > 100).sum())
    notes = (Note("share_above_100", (("branches", above),)),) if above else ()
    return RateValues(rate, frame, _over_all(both), Coverage(int(frame["value"].notna().sum()), len(frame)), notes)


def _parts(warehouse: Warehouse, view: View, rate: Rate) -> pd.DataFrame:
    """Both parts of a share of each branch in view, by name; the lower part only where the upper one is known for the
    same dates."""
    seen = in_view(warehouse, view)
    pair = paired(warehouse, view, rate.numerator, rate.denominator)
    places = branches(warehouse).named_in_order(seen.is_in)
    upper, lower = (
        laid_out(figure_columns(warehouse, rows), rows.at, places, len(seen.is_in))
        for rows in (reported(warehouse, view, rate.numerator).whole, pair.other)
    )
    is_left_out = np.zeros(len(seen.is_in), dtype=bool)
    is_left_out[pair.one.at] = pair.is_left_out(warehouse)
    ends = ("value", "low", "high", "is_approximate")
    columns = {"branch_key": places + 1}
    columns |= {f"numerator_{end}": upper[end] for end in ends} | {f"denominator_{end}": lower[end] for end in ends}
    frame = pd.DataFrame(columns)
    frame["source_ids"] = united(pd.Series(upper["source_ids"]), pd.Series(lower["source_ids"]))
    frame["is_left_out"] = is_left_out[places]
    is_silent = np.isnan(upper["value"]) | np.isnan(lower["value"])
    questions = ((rate.numerator, rate.denominator),)
    frame = frame.assign(**years_beside(warehouse, view, questions, places, is_silent))
    return with_branches(warehouse, view, frame, _OF_BRANCH)


def _over_all(both: pd.DataFrame) -> Amount | None:
    if both.empty:
        return None
    top, top_low, top_high = (float(both[f"numerator_{end}"].sum()) for end in ("value", "low", "high"))
    base, base_low, base_high = (float(both[f"denominator_{end}"].sum()) for end in ("value", "low", "high"))
    return Amount(
        100.0 * top / base,
        100.0 * top_low / base_high if np.isfinite(base_high) else 0.0,
        100.0 * top_high / base_low if base_low > 0 else float("inf"),
        bool(both["is_approximate"].any()),
    )
