"""Two to six branches, provinces or sectors beside each other: value, rank, peers, change and difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from comparison import catalogue
from comparison.answers import BranchValues, Note
from comparison.groups import GroupBy, grouped
from comparison.intervals import Bounds, flag, sign_is_open
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
    peer_distance, peer_distance_pct, peer_order_is_open (branches only; bounds and is_approximate of median and
    distance as of other values), previous_period, previous_reported,
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
    every = periods_of(warehouse, whole)
    cells, now, then = [], [], []
    for metric_id in metric_ids:
        asked = catalogue.metric(warehouse, metric_id)
        own_basis: Basis = basis if basis == "value" or catalogue.has_per_member(asked) else "value"
        standing = _Standing(warehouse, metric_id, own_basis, kind, subjects)
        for period in periods or (view.period,):
            before = _period_before(every, period)
            cells.append((metric_id, period, before))
            now.append(standing.of(replace(whole, period=period)))
            then.append(standing.figures_of(replace(whole, period=before)) if before else now[-1].head(0))
    frame = _joined(_stacked(now, subjects, KEPT), _stacked(then, subjects, OF_BEFORE), subjects, cells, reference)
    # Subject by subject, each with its metrics and periods as asked.
    by_subject = np.arange(len(frame)).reshape(len(cells), len(subjects)).T.ravel()
    frame = frame.take(by_subject).reset_index(drop=True)
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


class _Standing:
    """The subjects, or every one of their kind, in one metric, period by period, indexed by subject."""

    def __init__(
        self, warehouse: Warehouse, metric_id: str, basis: Basis, kind: str, subjects: tuple[str, ...]
    ) -> None:
        self.warehouse, self.metric_id, self.basis = warehouse, metric_id, basis
        self.kind, self.subjects = kind, subjects
        self.found: dict[str, pd.DataFrame] = {}

    def of(self, view: View) -> pd.DataFrame:
        """With ranks and peers."""
        if view.period not in self.found:
            self.found[view.period] = (
                among_all(self.warehouse, view, self.metric_id, self.basis, self.subjects)
                if self.kind == "branch"
                else _of_groups(branch_values(self.warehouse, view, self.metric_id, self.basis), self.kind)
            )
        return self.found[view.period]

    def figures_of(self, view: View) -> pd.DataFrame:
        """Without, where these are not known yet: a period that is only looked back to needs none."""
        if self.kind != "branch" or view.period in self.found:
            return self.of(view)
        return among_all(self.warehouse, view, self.metric_id, self.basis, self.subjects, with_standing=False)


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
    *("peer_distance_low", "peer_distance_high", "peer_median_low", "peer_median_high", "peers_approximate"),
)
KEPT = (
    *("subject", "label", "scale", "value", "low", "high", "is_approximate", "is_partial", "years_present"),
    *("years_expected", "has_conflict", "reported", "in_view", "rank", "rank_is_undecided", "ranked", "peer_group"),
    *PEER_NUMBERS,
    *("peer_order_is_open", "counted_on", "source_ids"),
)


FLAGS = ("is_approximate", "is_partial", "has_conflict", "rank_is_undecided", "peer_order_is_open")
# What is asked of the period before.
OF_BEFORE = ("value", "low", "high", "is_approximate", "is_partial", "reported", "in_view", "counted_on")


def _stacked(frames: list[pd.DataFrame], subjects: tuple[str, ...], columns: tuple[str, ...]) -> pd.DataFrame:
    """One row per frame and subject, frame by frame: columns of the frames, missing where one has not this subject."""
    first = np.cumsum([0, *(len(frame) for frame in frames)])
    rows = [frame.index.get_indexer(pd.Index(subjects)) for frame in frames]
    places = np.concatenate([np.where(own < 0, -1, own + start) for own, start in zip(rows, first, strict=False)])
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    whole = pd.concat([frame[list(columns)] for frame in filled], ignore_index=True)
    return whole.reindex(places).reset_index(drop=True)


def _joined(
    now: pd.DataFrame,
    then: pd.DataFrame,
    subjects: tuple[str, ...],
    cells: list[tuple[str, str, str | None]],
    reference: str | None,
) -> pd.DataFrame:
    """The frame of SideBySide, cell by cell and in each subject by subject, from rows in that order."""
    names = list(subjects) * len(cells)
    told: dict[str, Any] = {name: now[name] for name in KEPT}
    told |= {"subject": pd.Series(names, dtype="str"), "label": now["label"].fillna(pd.Series(names, dtype="str"))}
    for name, values in zip(("metric_id", "period", "previous_period"), zip(*cells, strict=True), strict=True):
        told[name] = np.repeat(np.array(values, dtype=object), len(subjects))
    told |= {name: flag(now[name]) for name in FLAGS}
    told["source_ids"] = [ids if isinstance(ids, tuple) else () for ids in now["source_ids"]]
    told |= {f"previous_{name}": then[name].to_numpy() for name in ("reported", "in_view")}
    own = _whole(now)
    change = own.minus(_whole(_unless_hollow(_unless_one_count(then, now), now)))
    itself = np.array([name == reference for name in names])
    difference = own.minus(_repeated(own, subjects, reference))
    told["peer_median_is_approximate"] = (now["peers_approximate"] > 0).to_numpy()
    told["peer_distance_is_approximate"] = told["peer_median_is_approximate"] | told["is_approximate"]
    for prefix, bounds, is_none in (("change", change, False), ("difference", difference, itself)):
        for name in ("value", "low", "high"):
            told[f"{prefix}_{name}"] = np.where(is_none, np.nan, getattr(bounds, name))
        told[f"{prefix}_is_approximate"] = bounds.is_approximate & bounds.value.notna()
        told[f"{prefix}_is_open"] = sign_is_open(bounds.low, bounds.high) & ~is_none
    return pd.DataFrame(told)


def _whole(frame: pd.DataFrame) -> Bounds:
    """Bounds of whole figures: a partial term has neither change nor difference."""
    return Bounds.of(frame.assign(value=frame["value"].mask(flag(frame["is_partial"]))))


def _unless_one_count(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The period before without head counts that are this period's own: a congress between two terms counts once."""
    is_same = then["counted_on"].notna() & (then["counted_on"] == now["counted_on"])
    return then.assign(value=then["value"].mask(is_same))


def _unless_hollow(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The period before where every branch reported both times: a sum over other branches has not changed, it is
    another sum."""
    is_whole = (now["reported"] == now["in_view"]) & (then["reported"] == then["in_view"])
    return then.assign(value=then["value"].where(is_whole))


def _repeated(own: Bounds, subjects: tuple[str, ...], reference: str | None) -> Bounds:
    """The reference's bounds against every row of its cell; nothing where there is no reference."""
    index = own.value.index
    if reference is None:
        nothing = pd.Series(float("nan"), index=index)
        return Bounds(nothing, nothing, nothing, pd.Series(False, index=index))
    many = len(subjects)
    rows = np.arange(len(index)) // many * many + subjects.index(reference)
    value, low, high, approximate = (
        column.take(rows).set_axis(index) for column in (own.value, own.low, own.high, own.is_approximate)
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
