"""Figures per member: which head count a flow is divided by, and the rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.facts import Facts, Period
from tests.oracle.figures import Figure, Key, head_counts
from tests.oracle.intervals import Interval, rate

FURTHEST = 366


@dataclass(frozen=True)
class PerMember:
    flow: Figure
    members: Figure
    gap_days: int
    interval: Interval
    scale: int


def gap(day: date, period: Period) -> int:
    """Days between a day and a period, 0 inside."""
    if day < period.start:
        return (period.start - day).days
    return max((day - period.end).days, 0)


def members_for(figures: dict[Key, Figure], branch_id: str, period: Period) -> tuple[Figure, int] | None:
    """The head count of the same period, else the nearest within 366 days, the later of two equally near."""
    own = figures.get((branch_id, "members_total", period))
    if own is not None:
        return own, 0
    mine = [f for f in figures.values() if f.branch_id == branch_id and f.metric_id == "members_total"]
    nearest: tuple[Figure, int] | None = None
    for day, figure in head_counts(mine):
        distance = gap(day, period)
        if distance <= FURTHEST and (nearest is None or distance <= nearest[1]):
            nearest = figure, distance
    return nearest


def per_member(facts: Facts, figures: dict[Key, Figure], flow: Figure) -> PerMember | None:
    """The rate of one flow: money per member, counts per 100 members; None without a head count."""
    metric = facts.metrics[flow.metric_id]
    found = members_for(figures, flow.branch_id, flow.period)
    if metric.measure != "flow" or found is None:
        return None
    scale = 1 if metric.unit == "vnd" else 100
    interval = rate(flow.interval, found[0].interval, scale)
    return PerMember(flow, *found, interval, scale) if interval is not None else None
