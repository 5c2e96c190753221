"""What moved between two periods, and the subjects a reader sets beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.oracle.groups import Group, groups
from tests.oracle.intervals import Interval, difference
from tests.oracle.standing import Entry, Question, entries, whole_values
from tests.oracle.views import Views


@dataclass(frozen=True)
class Change:
    """A difference with its bounds; better is None where nothing changed, the direction is open, or none is better."""

    before: Interval
    after: Interval
    change: Interval
    pct: float | None
    is_open: bool
    better: bool | None
    source_ids: tuple[str, ...]


def sign_is_open(change: Interval) -> bool:
    """Whether the bounds allow both a rise and a fall."""
    return change.low < 0 < change.high


def changes(views: Views, asked: Question, earlier: str) -> dict[str, Change]:
    """Every branch in view that has a whole figure in both periods."""
    later = entries(views, asked)
    first = entries(views, replace(asked, view=replace(asked.view, period=earlier)))
    direction = views.facts.metrics[asked.metric_id].direction
    before, after = whole_values(first), whole_values(later)
    both = [one for one in after if one in before and not is_one_count(first[one], later[one])]
    return {one: _change(first[one], later[one], direction) for one in both}


def is_one_count(first: Entry | Group | None, later: Entry | Group | None) -> bool:
    """Whether one head count stands for both periods, as that of a congress does for the terms it parts."""
    if not isinstance(first, Entry) or not isinstance(later, Entry):
        return False
    return first.figure is not None and later.figure is not None and first.figure.day == later.figure.day


def is_hollow(first: Entry | Group | None, later: Entry | Group | None) -> bool:
    """Whether a change of sums would be one of who reported: some branch of either time is missing."""
    return any(isinstance(group, Group) and group.reported < group.in_view for group in (first, later))


def _change(first: Entry, later: Entry, direction: str) -> Change:
    before, after = first.whole, later.whole
    assert before is not None
    assert after is not None
    change = difference(after, before)
    is_open = sign_is_open(change)
    better: bool | None = None
    if direction != "neutral" and change.value != 0 and not is_open:
        better = (change.value > 0) == (direction == "higher")
    pct = 100 * change.value / before.value if before.value > 0 else None
    sources = tuple(sorted({*first.source_ids, *later.source_ids}))
    return Change(before, after, change, pct, is_open, better, sources)


def period_before(views: Views, asked: Question) -> str | None:
    """The year or cycle before the one asked, within those that the tier has figures of."""
    every = views.periods(asked.view)
    place = every.index(asked.view.period) if asked.view.period in every else 0
    return every[place - 1] if place > 0 else None


def compared(views: Views, asked: Question, kind: str) -> Mapping[str, Entry | Group]:
    """Every branch, province or sector of the view, whoever is chosen, by its name."""
    whole = replace(asked, view=replace(asked.view, branch_ids=frozenset()))
    return entries(views, whole) if kind == "branch" else groups(views, whole, kind)


def value_of(subject: Entry | Group | None) -> Interval | None:
    """What may be subtracted: whole values of branches, values of groups."""
    return subject.whole if subject is not None else None


def gap(one: Interval | None, other: Interval | None) -> Interval | None:
    return difference(one, other) if one is not None and other is not None else None
