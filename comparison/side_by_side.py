"""Two to six branches, provinces or sectors beside each other: value, rank, peers, change and difference."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from comparison import catalogue
from comparison.answers import BranchValues, Note
from comparison.groups import GroupBy, grouped
from comparison.intervals import Bounds, sign_is_open
from comparison.questions import Basis, View
from comparison.subjects import among_all
from comparison.values import branch_values, periods_of
from comparison.warehouse import Warehouse

FEWEST, MOST = 2, 6


@dataclass(frozen=True)
class SideBySide:
    """What a reader compares. `frame`: one row per subject, metric and period (also where nothing was reported), in the
    order asked: subject (branch_id, province or sector), label, metric_id, period, scale, value, low, high,
    is_approximate, is_partial, years_present, years_expected, has_conflict, reported, in_view (1 and 0/1 for a branch),
    rank, rank_is_undecided, ranked (subjects with a rank), peer_group, peers, peer_median, peer_rank, peer_percentile,
    peer_distance, peer_distance_pct, peer_order_is_open (branches only), previous_period, previous_reported,
    previous_in_view, change_value, change_low, change_high, change_is_open (against the period before, NaN where either
    is missing, and for provinces and sectors unless every branch reported both times), difference_value,
    difference_low, difference_high, difference_is_open (against the reference; NaN for itself), change_is_approximate,
    difference_is_approximate, source_ids."""

    kind: str
    frame: pd.DataFrame
    reference: str | None
    notes: tuple[Note, ...] = ()


def compare(
    warehouse: Warehouse,
    view: View,
    subjects: tuple[str, ...],
    metric_ids: tuple[str, ...],
    *,
    kind: str = "branch",
    periods: tuple[str, ...] = (),
    basis: Basis = "value",
    reference: str | None = None,
) -> SideBySide:
    """Set 2 to 6 `subjects` of one `kind` (branch, province, sector) side by side (see SideBySide).

    `periods` default to the view's. Peers and ranks are those of the view without its choice of branches, so that
    choosing whom to compare never changes where they stand. With basis per_member, metrics without such a value keep
    their own. Raises ValueError for another number of subjects or a reference that is not among them.
    """
    _check(subjects, reference, kind)
    whole = replace(view, branch_ids=())
    rows = []
    for metric_id in metric_ids:
        asked = catalogue.metric(warehouse, metric_id)
        own_basis: Basis = basis if basis == "value" or catalogue.has_per_member(asked) else "value"
        every = periods_of(warehouse, whole)
        cache: dict[str, pd.DataFrame] = {}
        for period in periods or (view.period,):
            now = _standing(warehouse, replace(whole, period=period), metric_id, own_basis, kind, subjects, cache)
            before = _period_before(every, period)
            then = (
                _standing(warehouse, replace(whole, period=before), metric_id, own_basis, kind, subjects, cache)
                if before
                else now.head(0)
            )
            rows.append(_joined(now, then, subjects, metric_id, period, before, reference))
    frame = pd.concat(rows, ignore_index=True)
    order = {subject: place for place, subject in enumerate(subjects)}
    frame["_order"] = frame["subject"].map(order)
    frame = frame.sort_values("_order", kind="stable").drop(columns="_order").reset_index(drop=True)
    return SideBySide(kind, frame, reference, _notes(frame, kind))


def _check(subjects: tuple[str, ...], reference: str | None, kind: str) -> None:
    if not FEWEST <= len(set(subjects)) <= MOST or len(set(subjects)) != len(subjects):
        raise ValueError(f"{FEWEST} to {MOST} different subjects are compared, not {len(subjects)}")
    if reference is not None and reference not in subjects:
        raise ValueError(f"the reference {reference!r} is not among those compared")
    if kind not in ("branch", "province", "sector"):
        raise ValueError(f"branches, provinces or sectors are compared, not {kind!r}")


def _period_before(every: tuple[str, ...], period: str) -> str | None:
    place = every.index(period) if period in every else 0
    return every[place - 1] if place > 0 else None


def _standing(
    warehouse: Warehouse,
    view: View,
    metric_id: str,
    basis: Basis,
    kind: str,
    subjects: tuple[str, ...],
    cache: dict[str, pd.DataFrame],
) -> pd.DataFrame:
    """The subjects, or every one of their kind, in one period, with ranks and peers, indexed by subject."""
    if view.period not in cache:
        cache[view.period] = (
            among_all(warehouse, view, metric_id, basis, subjects)
            if kind == "branch"
            else _of_groups(branch_values(warehouse, view, metric_id, basis), kind)
        )
    return cache[view.period]


def _of_groups(answer: BranchValues, kind: str) -> pd.DataFrame:
    by: GroupBy = "province" if kind == "province" else "sector"
    groups = grouped(answer, by)
    frame = groups.frame.rename(columns={"group": "subject"})
    frame = frame.assign(
        label=frame["subject"],
        scale=answer.scale,
        is_partial=False,
        has_conflict=False,
        years_present=float("nan"),
        years_expected=float("nan"),
        counted_on=pd.Series(pd.NaT, index=frame.index),
        ranked=int(frame["rank"].notna().sum()),
        peer_group=None,
        peer_order_is_open=False,
        # A median has no bounds of its own; differences then go from value to value.
        low=frame["low"].fillna(frame["value"]),
        high=frame["high"].fillna(frame["value"]),
    )
    for name in PEER_NUMBERS:
        frame[name] = float("nan")
    return frame.set_index("subject", drop=False)


PEER_NUMBERS = (
    *("peers", "peer_median", "peer_rank", "peer_percentile", "peer_distance", "peer_distance_pct"),
    *("peer_distance_low", "peer_distance_high"),
)
KEPT = (
    *("subject", "label", "scale", "value", "low", "high", "is_approximate", "is_partial", "years_present"),
    *("years_expected", "has_conflict", "reported", "in_view", "rank", "rank_is_undecided", "ranked", "peer_group"),
    *PEER_NUMBERS,
    *("peer_order_is_open", "counted_on", "source_ids"),
)


def _joined(
    now: pd.DataFrame,
    then: pd.DataFrame,
    subjects: tuple[str, ...],
    metric_id: str,
    period: str,
    before: str | None,
    reference: str | None,
) -> pd.DataFrame:
    frame = now.reindex(subjects)[list(KEPT)].assign(subject=list(subjects), metric_id=metric_id, period=period)
    frame["label"] = frame["label"].fillna(frame["subject"])
    for name in ("is_approximate", "is_partial", "has_conflict", "rank_is_undecided", "peer_order_is_open"):
        frame[name] = frame[name].astype("boolean").fillna(False).astype(bool)
    frame["source_ids"] = [ids if isinstance(ids, tuple) else () for ids in frame["source_ids"]]
    frame["previous_period"] = before
    for name in ("reported", "in_view"):
        frame[f"previous_{name}"] = then.reindex(subjects)[name].to_numpy()
    own = _whole(frame)
    previous = _unless_hollow(_unless_one_count(then.reindex(subjects), frame), frame)
    change = own.minus(_whole(previous))
    difference = own.minus(_repeated(own, reference))
    for prefix, bounds in (("change", change), ("difference", difference)):
        frame[f"{prefix}_value"], frame[f"{prefix}_low"], frame[f"{prefix}_high"] = (
            bounds.value,
            bounds.low,
            bounds.high,
        )
        frame[f"{prefix}_is_approximate"] = bounds.is_approximate & bounds.value.notna()
        frame[f"{prefix}_is_open"] = sign_is_open(bounds.low, bounds.high)
    itself = frame["subject"] == reference
    frame.loc[itself, ["difference_value", "difference_low", "difference_high"]] = float("nan")
    frame.loc[itself, "difference_is_open"] = False
    return frame.reset_index(drop=True)


def _whole(frame: pd.DataFrame) -> Bounds:
    """Bounds of whole figures: a partial term has neither change nor difference."""
    partial = frame["is_partial"].astype("boolean").fillna(False).astype(bool)
    return Bounds.of(frame.assign(value=frame["value"].mask(partial)))


def _unless_one_count(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The period before without head counts that are this period's own: a congress between two terms counts once."""
    is_same = then["counted_on"].notna() & (then["counted_on"] == now["counted_on"])
    return then.assign(value=then["value"].mask(is_same))


def _unless_hollow(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The period before where every branch reported both times: a sum over other branches has not changed, it is
    another sum."""
    is_whole = (now["reported"] == now["in_view"]) & (then["reported"] == then["in_view"])
    return then.assign(value=then["value"].where(is_whole))


def _repeated(own: Bounds, reference: str | None) -> Bounds:
    """The reference's bounds against every row; nothing where there is no reference."""
    index = own.value.index
    if reference is None:
        nothing = pd.Series(float("nan"), index=index)
        return Bounds(nothing, nothing, nothing, pd.Series(False, index=index))
    value, low, high, approximate = (
        pd.Series(column.loc[reference], index=index) for column in (own.value, own.low, own.high, own.is_approximate)
    )
    return Bounds(value, low, high, approximate)


def _notes(frame: pd.DataFrame, kind: str) -> tuple[Note, ...]:
    notes = []
    if kind == "branch" and (frame["peer_group"] == "tier").any():
        notes.append(Note("peers_of_tier"))
    if kind != "branch" and ((frame["reported"] > 0) & (frame["reported"] < frame["in_view"])).any():
        notes.append(Note("sums_of_what_was_reported"))
    if frame["change_is_open"].any():
        notes.append(Note("change_is_open", (("branches", int(frame["change_is_open"].sum())),)))
    return tuple(notes)
