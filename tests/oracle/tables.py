"""Cells and last lines of the table of a reader's choice: rows of one kind, one metric and period, one mode."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tests.oracle.changes import changes, period_before, sign_is_open
from tests.oracle.groups import groups, has_per_member
from tests.oracle.intervals import Interval
from tests.oracle.standing import Question, Rank, entries, places, ranks, whole_values
from tests.oracle.views import Views

TIERS = ("national", "central_sector", "provincial_federation", "upper_direct", "grassroots", "component")


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, whether the mode means anything there, and its coverage."""

    interval: Interval | None
    is_undecided: bool
    does_not_apply: bool
    reported: int
    in_view: int
    is_partial: bool = False
    kind: str = ""


@dataclass(frozen=True)
class LastLine:
    """The last line of a column: an amount, or why there is none."""

    interval: Interval | None
    reported: int
    in_view: int
    refused: str


def table_rows(views: Views, asked: Question, by: str, mode: str) -> dict[str, Cell]:
    """Every row of one metric and period."""
    if mode == "per_member" and has_per_member(views.facts.metrics[asked.metric_id]):
        asked = replace(asked, basis="per_member")
    if by == "tier":
        return _tiers(views, asked, mode)
    return _branches(views, asked, mode) if by == "branch" else _groups(views, asked, by, mode)


def _of_rank(rank: Rank | None) -> Interval | None:
    return Interval(rank.rank, rank.best, rank.worst) if rank else None


def _branches(views: Views, asked: Question, mode: str) -> dict[str, Cell]:
    found = entries(views, asked)
    direction = views.facts.metrics[asked.metric_id].direction
    ranked, placed = ranks(whole_values(found), direction), places(found, direction)
    previous = period_before(views, asked)
    moved = changes(views, asked, previous) if mode == "change" and previous else {}
    off = mode == "per_member" and asked.basis != "per_member"
    cells = {}
    for name, entry in found.items():
        said, is_open = entry.interval, False
        if mode == "rank":
            said, is_open = _of_rank(ranked.get(name)), name in ranked and ranked[name].is_undecided
        elif mode == "percentile":
            place = placed.get(name)
            share = place.percentile if place else None
            said = Interval(share, share, share) if share is not None else None
            is_open = place is not None and place.is_open
        elif mode == "change":
            said = moved[name].change if name in moved else None
            is_open = said is not None and sign_is_open(said)
        cells[name] = Cell(None if off else said, is_open, off, int(entry.whole is not None), 1, entry.is_partial)
    return cells


def _groups(views: Views, asked: Question, by: str, mode: str) -> dict[str, Cell]:
    found = groups(views, asked, by)
    known = {name: group.standing for name, group in found.items() if group.standing is not None}
    ranked = ranks(known, views.facts.metrics[asked.metric_id].direction)
    off = mode in ("percentile", "change") or (mode == "per_member" and asked.basis != "per_member")
    cells = {}
    for name, group in found.items():
        said, is_open = group.whole, False
        if mode == "rank":
            said, is_open = _of_rank(ranked.get(name)), name in ranked and ranked[name].is_undecided
        cells[name] = Cell(None if off else said, is_open, off, group.reported, group.in_view, kind=group.kind)
    return cells


def _tiers(views: Views, asked: Question, mode: str) -> dict[str, Cell]:
    """Each tier's own total, never added to another."""
    cells = {}
    for tier in TIERS:
        own = views.total(asked.metric_id, replace(asked.view, tier=tier, branch_ids=frozenset()))
        off = mode != "value" or bool(own.refused)
        cells[tier] = Cell(None if off else own.interval, False, off, own.reported, own.in_view)
    return cells


def subtotal(views: Views, asked: Question, by: str, mode: str) -> LastLine:
    """The last line: only values that add up, of one tier, have one."""
    if by == "tier":
        return LastLine(None, 0, 0, "tiers_not_added")
    own = views.total(asked.metric_id, asked.view)
    refused = own.refused or ("mode_not_additive" if mode != "value" else "")
    return LastLine(None if refused else own.interval, own.reported, own.in_view, refused)
