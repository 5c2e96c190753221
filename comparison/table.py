"""Rows and columns of the reader's choice: branches or groups by metrics and periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import Amount, Coverage, Note, Total
from comparison.figures import reported
from comparison.groups import grouped
from comparison.measuring import measured
from comparison.movement import movement
from comparison.order import vietnamese_order
from comparison.peers import with_peers
from comparison.picked import Picked, Words
from comparison.questions import TIERS, Basis, View
from comparison.ranking import with_ranks
from comparison.values import branch_values, periods_of, totals
from comparison.warehouse import TEXT, Warehouse

RowKind = Literal["branch", "province", "sector", "tier"]
ValueMode = Literal["value", "per_member", "rank", "percentile", "change"]


@dataclass(frozen=True)
class Subtotal:
    """The last line of a column: an amount, or the code of why there is none."""

    metric_id: str
    period: str
    amount: Amount | None
    reported: int
    in_view: int
    refused: str = ""


@dataclass(frozen=True)
class DataTable:
    """Long form of a table. `frame`: one row per row, metric and period: row_id, row_label, row_order (its place
    by name, in Vietnamese order; tiers from the top down), metric_id, period, value, low, high, is_approximate,
    is_partial, years_present, years_expected (k of n years of a term of a branch, NaN for all else), is_undecided,
    reported, in_view, source_ids; value NaN where nothing was reported or the mode does not apply to the metric (then
    `does_not_apply` is True). `subtotals`: one per metric and period."""

    rows: RowKind
    mode: ValueMode
    frame: pd.DataFrame
    subtotals: tuple[Subtotal, ...]
    notes: tuple[Note, ...] = ()


COLUMNS = (
    *(
        "row_id",
        "row_label",
        "row_order",
        "metric_id",
        "period",
        "value",
        "low",
        "high",
        "is_approximate",
        "is_partial",
        "years_present",
        "years_expected",
    ),
    *("is_undecided", "does_not_apply", "reported", "in_view", "source_ids"),
)
# Of what is known of a branch's figure, what the table of branches says or is made of.
_OF_BRANCH = (
    *("branch_id", "name_vi", "name_order", "value", "low", "high", "is_approximate", "is_partial"),
    *("years_present", "years_expected", "source_ids"),
)


def data_table(
    warehouse: Warehouse,
    view: View,
    metric_ids: tuple[str, ...],
    *,
    rows: RowKind = "branch",
    mode: ValueMode = "value",
    periods: tuple[str, ...] = (),
) -> DataTable:
    """A table of branches, provinces, sectors or tiers by metrics and periods (default: the view's period).

    Subtotals are made for values that add up, of one tier; every other column says why it has none (ratio_not_additive,
    rank_not_additive, tiers_not_added, mode_not_additive).
    """
    wanted = periods or (view.period,)
    views = {period: replace(view, period=period) for period in wanted}
    sums = {} if rows == "tier" else {period: totals(warehouse, there, metric_ids) for period, there in views.items()}
    # The parts pick from the same words, so that they are joined as numbers.
    metrics = list(dict.fromkeys(metric_ids))
    words = {"metric_id": Words(pd.array(metrics, dtype=TEXT)), "period": Words(pd.array(wanted, dtype=TEXT))}
    parts, subtotals = [], []
    for metric_id in metric_ids:
        for period, there in views.items():
            part = (
                _tiers(warehouse, there, metric_id, mode)
                if rows == "tier"
                else _rows(warehouse, there, metric_id, rows, mode)
            )
            about = {"metric_id": metrics.index(metric_id), "period": wanted.index(period)}
            columns = {name: Picked(words[name], np.full(len(part), place)) for name, place in about.items()}
            told = {name: part[name].array for name in COLUMNS if name not in columns} | columns
            parts.append(pd.DataFrame({name: told[name] for name in COLUMNS}, copy=False))
            subtotals.append(_subtotal(metric_id, period, sums[period][metric_id] if sums else None, mode))
    frame = pd.concat(parts, ignore_index=True)
    notes = [*_notes(warehouse, metric_ids, rows), *_partial(warehouse, tuple(views.values()), metric_ids, rows)]
    return DataTable(rows, mode, frame, tuple(subtotals), tuple(notes))


def _partial(warehouse: Warehouse, views: tuple[View, ...], metric_ids: tuple[str, ...], rows: RowKind) -> list[Note]:
    """How many branches have but some years of a term, in any of the columns: no sum holds them."""
    if not views or views[0].grain == "year":
        return []
    tiers = TIERS if rows == "tier" else (views[0].tier,)
    asked = [replace(v, tier=tier, branch_ids=() if rows == "tier" else v.branch_ids) for v in views for tier in tiers]
    found = [reported(warehouse, there, metric_id) for there in asked for metric_id in metric_ids]
    partial = np.unique(np.concatenate([one.at[one.is_partial] for one in found])) if found else ()
    return [Note("partial_terms", (("branches", len(partial)),))] if len(partial) else []


def _notes(warehouse: Warehouse, metric_ids: tuple[str, ...], rows: RowKind) -> list[Note]:
    """What stands in the rows of groups where values do not add up."""
    if all(catalogue.is_additive(catalogue.metric(warehouse, metric_id)) for metric_id in metric_ids):
        return []
    if rows == "tier":
        return [Note("no_ratio_of_a_tier")]
    return [Note("median_of_branches")] if rows != "branch" else []


def _rows(warehouse: Warehouse, view: View, metric_id: str, rows: RowKind, mode: ValueMode) -> pd.DataFrame:
    metric = catalogue.metric(warehouse, metric_id)
    basis: Basis = "per_member" if mode == "per_member" else "value"
    applies = mode != "per_member" or catalogue.has_per_member(metric)
    own_basis: Basis = basis if applies else "value"
    does_not_apply = not applies or (rows != "branch" and mode in ("percentile", "change"))
    if rows == "branch":
        # Ranks and places among peers cost more than all else, and one mode each shows them.
        only = (*_OF_BRANCH, *(("sector",) if mode == "percentile" else ()))
        frame = measured(warehouse, view, metric, own_basis, per_year=False, only=only)
        if mode == "rank":
            frame = with_ranks(frame, metric.direction)
        elif mode == "percentile":
            frame = with_peers(frame, metric.direction, with_distance=False)
        frame = frame.assign(
            row_id=frame["branch_id"],
            row_label=frame["name_vi"],
            row_order=frame["name_order"],
            in_view=np.broadcast_to(1, len(frame)),
            reported=(frame["value"].notna() & ~frame["is_partial"]).astype(int),
            is_undecided=np.broadcast_to(False, len(frame)),
            does_not_apply=np.broadcast_to(does_not_apply, len(frame)),
        )
    else:
        answer = branch_values(warehouse, view, metric_id, own_basis)
        frame = grouped(answer, rows if rows == "province" else "sector").frame
        frame = frame.assign(row_id=frame["group"], row_label=frame["group"], is_partial=False)
        frame["years_present"] = frame["years_expected"] = float("nan")
        places = {name: place for place, name in enumerate(sorted(frame["group"], key=vietnamese_order))}
        frame["row_order"] = frame["group"].map(places)
        frame["peer_percentile"] = float("nan")
        frame["peer_order_is_open"] = False
        frame["is_undecided"], frame["does_not_apply"] = False, does_not_apply
    return _in_mode(warehouse, view, metric_id, frame, mode)


def _in_mode(warehouse: Warehouse, view: View, metric_id: str, frame: pd.DataFrame, mode: ValueMode) -> pd.DataFrame:
    if mode == "rank":
        return frame.assign(
            value=frame["rank"],
            low=frame["rank_best"],
            high=frame["rank_worst"],
            is_undecided=frame["rank_is_undecided"],
        )
    if mode == "percentile":
        percentile = frame["peer_percentile"]
        return frame.assign(value=percentile, low=percentile, high=percentile, is_undecided=frame["peer_order_is_open"])
    if mode == "change" and not frame["does_not_apply"].any():
        return _changes(warehouse, view, metric_id, frame)
    blank = frame["does_not_apply"]
    if not blank.any():
        return frame
    return frame.assign(**{name: frame[name].mask(blank) for name in ("value", "low", "high")})


def _changes(warehouse: Warehouse, view: View, metric_id: str, frame: pd.DataFrame) -> pd.DataFrame:
    every = periods_of(warehouse, view)
    place = every.index(view.period) if view.period in every else 0
    nothing = frame.assign(value=float("nan"), low=float("nan"), high=float("nan"))
    if place == 0:
        return nothing
    moved = movement(warehouse, view, metric_id, every[place - 1]).frame.set_index("branch_id")
    if moved.empty:
        return nothing
    changes = moved.reindex(frame["row_id"])
    return frame.assign(
        value=changes["change_value"].to_numpy(),
        low=changes["change_low"].to_numpy(),
        high=changes["change_high"].to_numpy(),
        is_approximate=changes["change_is_approximate"].astype("boolean").fillna(False).to_numpy(dtype=bool),
        is_undecided=changes["direction_is_open"].astype("boolean").fillna(False).to_numpy(dtype=bool),
    )


def _tiers(warehouse: Warehouse, view: View, metric_id: str, mode: ValueMode) -> pd.DataFrame:
    """Each tier's own total, side by side and never added."""
    rows = []
    for tier in TIERS:
        answer = totals(warehouse, replace(view, tier=tier, branch_ids=()), (metric_id,))[metric_id]
        amount = answer.amount if mode == "value" else None
        values = (
            (amount.value, amount.low, amount.high, amount.is_approximate) if amount else (*[float("nan")] * 3, False)
        )
        does_not_apply = mode != "value" or bool(answer.refused)
        rows.append(
            (
                *(tier, tier, TIERS.index(tier), *values, False, float("nan"), float("nan")),
                *(False, does_not_apply, *_counts(answer.coverage), ()),
            )
        )
    names = [name for name in COLUMNS if name not in ("metric_id", "period")]
    return pd.DataFrame(rows, columns=names)


def _counts(coverage: Coverage) -> tuple[int, int]:
    return coverage.reported, coverage.in_view


def _subtotal(metric_id: str, period: str, answer: Total | None, mode: ValueMode) -> Subtotal:
    if answer is None:
        return Subtotal(metric_id, period, None, 0, 0, "tiers_not_added")
    refused = answer.refused or ("mode_not_additive" if mode != "value" else "")
    amount = None if refused else answer.amount
    return Subtotal(metric_id, period, amount, *_counts(answer.coverage), refused)
