"""What one recipient, gift or house came to on average, where a branch states both the money and the number."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from comparison.answers import Amount, Coverage, Note
from comparison.dimensions import with_branches
from comparison.figures import read_ahead, sources_of_both
from comparison.held import in_view
from comparison.intervals import Bounds
from comparison.pairing import paired
from comparison.questions import View
from comparison.ranking import with_ranks
from comparison.warehouse import Warehouse

# Money and the number it was for; a kind of support is known by its money.
PAIRS = {
    "visits_amount": "visits_count",
    "tet_support_amount": "tet_support_count",
    "women_gifts_amount": "women_gifts_count",
    "children_gifts_amount": "children_gifts_count",
    "hardship_support_amount": "hardship_support_count",
    "covid_support_amount": "covid_support_count",
    "shelter_amount": "shelter_houses",
}

_OF_BRANCH = ("branch_id", "name_vi", "name_order", "sector", "province", "province_is_certain")


@dataclass(frozen=True)
class Average:
    """The average per recipient of one kind of support. `frame`: one row per branch in view that states money and
    number for the same dates: amount_id, count_id, branch_id, name_vi, sector, province, province_is_certain,
    amount_value/low/high, count_value/low/high, value, low, high in đồng per turn or house, is_approximate, source_ids,
    is_left_out, rank columns (1 = most, no praise). `group`: money over number of all of them, predecessors of a branch
    that is there left out; None of none."""

    frame: pd.DataFrame
    group: Amount | None
    coverage: Coverage
    notes: tuple[Note, ...] = ()


def average_coverage(warehouse: Warehouse, view: View) -> dict[str, Coverage]:
    """How many of the branches in view state money and number of each kind of support (keys of PAIRS) for the same
    dates; a number printed as nought has no average."""
    read_ahead(warehouse, view, (*PAIRS, *PAIRS.values()))
    seen = len(in_view(warehouse, view))
    pairs = {amount: paired(warehouse, view, amount, count) for amount, count in PAIRS.items()}
    return {amount: Coverage(int((pair.other.value > 0).sum()), seen) for amount, pair in pairs.items()}


def average_per_recipient(warehouse: Warehouse, view: View, amount_id: str) -> Average:
    """What the branches in view spent per recipient of one kind of support (see Average). Raises KeyError for a kind
    that is not in PAIRS."""
    rows = _kind(warehouse, view, amount_id, PAIRS[amount_id])
    average = Bounds.of(rows, "amount_").over(Bounds.of(rows, "count_"))
    frame = rows.drop(columns=["amount_is_approximate", "count_is_approximate"]).join(average.named(""))
    # A number printed as nought has no average.
    ranked = with_ranks(frame[frame["value"].notna()], "neutral")
    ranked = ranked.sort_values(["rank", "name_order"], ignore_index=True)
    coverage = Coverage(len(ranked), len(in_view(warehouse, view)))
    return Average(ranked, _over_all(ranked[~ranked["is_left_out"]]), coverage)


def _kind(warehouse: Warehouse, view: View, amount_id: str, count_id: str) -> pd.DataFrame:
    """Money and number of one kind of support of the branches in view that state both for the same dates, by name."""
    pair = paired(warehouse, view, amount_id, count_id)
    sides = {"amount": pair.one, "count": pair.other}
    ends = ("value", "low", "high", "is_approximate")
    columns = {f"{side}_{end}": getattr(rows, end) for side, rows in sides.items() for end in ends}
    frame = pd.DataFrame({"branch_key": pair.one.at + 1} | columns)
    frame["source_ids"] = sources_of_both(warehouse, pair.one, pair.other)
    frame["is_left_out"] = pair.is_left_out(warehouse)
    frame = with_branches(warehouse, view, frame, _OF_BRANCH).sort_values("name_order", ignore_index=True)
    frame.insert(0, "amount_id", pd.Series(amount_id, index=frame.index, dtype="str"))
    frame.insert(1, "count_id", pd.Series(count_id, index=frame.index, dtype="str"))
    return frame


def _over_all(rows: pd.DataFrame) -> Amount | None:
    """All money over all recipients."""
    if rows.empty:
        return None
    sums = (
        rows[[f"{side}_{end}" for side in ("amount", "count") for end in ("value", "low", "high")]].sum().to_frame().T
    )
    about = pd.DataFrame({"amount_is_approximate": [bool(rows["is_approximate"].any())], "count_is_approximate": False})
    whole = sums.join(about)
    average = Bounds.of(whole, "amount_").over(Bounds.of(whole, "count_")).named("").iloc[0]
    return Amount(
        float(average["value"]), float(average["low"]), float(average["high"]), bool(average["is_approximate"])
    )
