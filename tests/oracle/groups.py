"""Branches together: sums, rates and medians by province, sector or upper union, and shares of two head counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from math import inf
from statistics import median

from tests.oracle.branches import successors
from tests.oracle.facts import Metric
from tests.oracle.intervals import Interval, rate, total
from tests.oracle.standing import Entry, Question, entries
from tests.oracle.views import Filter, Views

# What the catalogue gives in two parts: above, below, which way is better.
SHARES = {
    "women_share": ("members_female", "members_total", "neutral"),
    "density": ("members_total", "workers_total", "higher"),
    "women_honoured_share": ("two_good_women", "members_female", "higher"),
    "targets_met_share": ("targets_met", "targets_total", "higher"),
    "group_share_outstanding": ("outstanding_union_groups", "union_groups", "higher"),
}


@dataclass(frozen=True)
class Group:
    """A group of branches: its value where any reported, what it was made of, its coverage.

    The bounds of a median are the medians of its branches' bounds. Of a province known by a part of the
    branches that merged, the sum is a lower bound; a rate keeps its bounds, but may stand anywhere (`standing`).
    """

    kind: str
    whole: Interval | None
    reported: int
    in_view: int
    lowest: float | None
    highest: float | None
    source_ids: tuple[str, ...]
    is_part: bool = False

    @property
    def standing(self) -> Interval | None:
        """The interval that ranks go by."""
        if self.whole is None or not self.is_part or self.kind == "sum":
            return self.whole
        return Interval(self.whole.value, 0, inf, self.whole.approximate)


def is_additive(metric: Metric) -> bool:
    return metric.measure != "ratio" and metric.unit != "rank"


def has_per_member(metric: Metric) -> bool:
    return metric.measure == "flow" and is_additive(metric)


def _name(views: Views, entry: Entry, view: Filter, by: str) -> str:
    if by == "sector":
        return entry.branch.sector
    if by == "province":
        return entry.branch.surely_in(view.boundary)
    written = views.facts.branches[entry.branch.branch_id].parent
    upper = views.facts.branches.get(written)
    return upper.name_vi if upper else written


def groups(views: Views, asked: Question, by: str) -> dict[str, Group]:
    """Every group in view; a branch whose successor has a figure in the same group is not added."""
    members: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(views, asked).values():
        members[_name(views, entry, asked.view, by)].append(entry)
    metric = views.facts.metrics[asked.metric_id]
    kind = "rate" if asked.basis == "per_member" else "sum" if is_additive(metric) else "median"
    return {name: _group(views, kind, found, by == "province") for name, found in members.items()}


def _group(views: Views, kind: str, found: list[Entry], may_be_part: bool) -> Group:
    known = [entry for entry in found if entry.whole is not None]
    here = {entry.branch.branch_id for entry in known}
    followed = [entry for entry in known if here & set(successors(views.branches, entry.branch.branch_id))]
    if not known:
        return Group(kind, None, 0, len(found), None, None, ())
    values = [entry.whole.value for entry in known if entry.whole is not None]
    counted = known if kind == "median" else [entry for entry in known if entry not in followed]
    sources = tuple(sorted({source for entry in counted for source in entry.source_ids}))
    is_part = may_be_part and kind != "median" and any(entry.is_missing_part for entry in found)
    together = _together(kind, counted)
    if is_part and kind == "sum" and together is not None:
        together = replace(together, high=inf)
    return Group(kind, together, len(known), len(found), min(values), max(values), sources, is_part)


def _together(kind: str, counted: list[Entry]) -> Interval | None:
    whole = [entry.whole for entry in counted if entry.whole is not None]
    if kind == "sum":
        return total(whole)
    if kind == "median":
        value, low, high = (median(getattr(one, end) for one in whole) for end in ("value", "low", "high"))
        return Interval(value, low, high, any(one.approximate for one in whole))
    rates = [entry.rate for entry in counted if entry.rate is not None]
    above, below = total(one.flow.interval for one in rates), total(one.members.interval for one in rates)
    return rate(above, below, rates[0].scale)


@dataclass(frozen=True)
class Share:
    """One branch's share of two figures of the same dates, in percent, where both are known."""

    above: Interval | None
    below: Interval | None
    share: Interval | None


def shares(views: Views, view: Filter, rate_id: str) -> dict[str, Share]:
    """The share of every branch in view."""
    top, bottom, _ = SHARES[rate_id]
    result = {}
    for branch in views.in_view(view):
        above = views.figure(branch.branch_id, top, view)
        below = views.figure(branch.branch_id, bottom, view)
        is_pair = above is not None and below is not None and above.period == below.period
        share = rate(above.interval, below.interval, 100) if is_pair and above and below else None
        parts = (above.interval if above else None, below.interval if is_pair and below else None)
        result[branch.branch_id] = Share(*parts, share)
    return result


def share_of_all(views: Views, found: dict[str, Share]) -> Interval | None:
    """Sum over sum of the branches with both; a branch whose successor enters is left out."""
    known = {one: share for one, share in found.items() if share.share is not None}
    entering = [
        share for one, share in known.items() if not any(heir in known for heir in successors(views.branches, one))
    ]
    if not entering:
        return None
    above = total(share.above for share in entering if share.above is not None)
    return rate(above, total(share.below for share in entering if share.below is not None), 100)
