"""How branches stand in one metric: values on a basis, ranks with what bounds leave open, places among peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median

from tests.oracle.branches import Branch, successors
from tests.oracle.figures import Figure
from tests.oracle.intervals import Interval, divided
from tests.oracle.members import PerMember, per_member
from tests.oracle.views import Filter, Views

FEWEST_PEERS = 5


@dataclass(frozen=True)
class Question:
    """One metric under one filter, on a basis."""

    view: Filter
    metric_id: str
    basis: str = "value"
    per_year: bool = False


@dataclass(frozen=True)
class Entry:
    """One branch in view: its value (whole or a partial sum), where it has one, and what it was made of."""

    branch: Branch
    name: str
    interval: Interval | None
    is_partial: bool
    years: tuple[int, int] | None
    figure: Figure | None
    rate: PerMember | None
    is_left_out: bool
    is_missing_part: bool
    source_ids: tuple[str, ...]

    @property
    def whole(self) -> Interval | None:
        """The value that may be ranked, added and compared."""
        return None if self.is_partial else self.interval


@dataclass(frozen=True)
class Rank:
    rank: int
    best: int
    worst: int
    is_undecided: bool


@dataclass(frozen=True)
class Place:
    """Where a branch stands among its peers; `middle` and what follows are None without any peer."""

    group: str
    peers: int
    middle: float | None
    rank: int | None
    percentile: float | None
    distance: float | None
    distance_pct: float | None
    is_open: bool


def entries(views: Views, asked: Question) -> dict[str, Entry]:
    """Every branch in view with its value."""
    found = {one.branch_id: _entry(views, asked, one) for one in views.in_view(asked.view)}
    known = {one for one, entry in found.items() if entry.whole is not None}
    return {
        one: replace(
            entry,
            is_left_out=one in known and any(heir in known for heir in successors(views.branches, one)),
            is_missing_part=one not in known and _is_missing_part(views, asked.view, one, known),
        )
        for one, entry in found.items()
    }


def _is_missing_part(views: Views, view: Filter, one: str, known: set[str]) -> bool:
    """Whether nobody speaks for the branch while another of its province, merged into the same one, has a figure."""
    heirs = successors(views.branches, one)
    if any(heir in known for heir in heirs) or any(one in successors(views.branches, other) for other in known):
        return False
    province = views.branches[one].surely_in(view.boundary)
    return bool(province) and any(
        views.branches[other].surely_in(view.boundary) == province
        and set(heirs) & set(successors(views.branches, other))
        for other in known
    )


def _entry(views: Views, asked: Question, branch: Branch) -> Entry:
    one = branch.branch_id
    partial = views.partial(one, asked.metric_id, asked.view)
    figure = partial.figure if partial else views.figure(one, asked.metric_id, asked.view)
    years = (partial.present, partial.expected) if partial else None
    name = views.facts.branches[one].name_vi
    if figure is None:
        return Entry(branch, name, None, False, None, None, None, False, False, ())
    interval: Interval | None = figure.interval
    sources, rate = set(figure.source_ids), None
    if asked.basis == "per_member":
        rate = per_member(views.facts, views.head_counts, figure)
        interval = rate.interval if rate else None
        sources |= set(rate.members.source_ids) if rate else set()
    if asked.per_year and interval is not None:
        interval = divided(interval, max(figure.period.end.year - figure.period.start.year, 1))
    is_partial = partial is not None
    return Entry(branch, name, interval, is_partial, years, figure, rate, False, False, tuple(sorted(sources)))


def whole_values(found: Mapping[str, Entry]) -> dict[str, Interval]:
    return {one: entry.whole for one, entry in found.items() if entry.whole is not None}


def is_better(one: float, other: float, direction: str) -> bool:
    return one < other if direction == "lower" else one > other


def order_is_open(one: Interval, other: Interval) -> bool:
    """Whether bounds leave open which of two is larger; two exact equal values are a tie, not an open question."""
    share_a_point = one.low <= other.high and other.low <= one.high
    return share_a_point and not one.low == one.high == other.low == other.high


def ranks(values: Mapping[str, Interval], direction: str) -> dict[str, Rank]:
    """1 is best and ties share a rank; best and worst count those certainly and possibly better."""
    result = {}
    for one, own in values.items():
        others = [value for other, value in values.items() if other != one]
        lower = direction == "lower"
        ahead = [is_better(other.value, own.value, direction) for other in others]
        surely = [other.high < own.low if lower else other.low > own.high for other in others]
        maybe = [other.low < own.high if lower else other.high > own.low for other in others]
        undecided = any(order_is_open(own, other) for other in others)
        result[one] = Rank(1 + sum(ahead), 1 + sum(surely), 1 + sum(maybe), undecided)
    return result


def places(found: Mapping[str, Entry], direction: str) -> dict[str, Place]:
    """Every branch with a whole value among its peers: the others of its sector, or of the tier where these are few."""
    values = whole_values(found)
    result = {}
    for one, own in values.items():
        sector = found[one].branch.sector
        others = {other: value for other, value in values.items() if other != one}
        same = {other: value for other, value in others.items() if found[other].branch.sector == sector}
        group, peers = ("sector", same) if len(same) >= FEWEST_PEERS else ("tier", others)
        result[one] = _place(own, list(peers.values()), group, direction)
    return result


def _place(own: Interval, peers: list[Interval], group: str, direction: str) -> Place:
    if not peers:
        return Place(group, 0, None, None, None, None, None, False)
    middle = median(peer.value for peer in peers)
    worse = sum(is_better(own.value, peer.value, direction) for peer in peers)
    ties = sum(own.value == peer.value for peer in peers)
    distance = own.value - middle
    return Place(
        group,
        len(peers),
        middle,
        1 + sum(is_better(peer.value, own.value, direction) for peer in peers),
        100 * (worse + ties / 2) / len(peers),
        distance,
        100 * distance / middle if middle > 0 else None,
        any(order_is_open(own, peer) for peer in peers),
    )
