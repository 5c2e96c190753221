"""Targets looked at together: counts of states by group, the pace of running ones, aims beside the last term."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tests.oracle.attainment import Judged
from tests.oracle.facts import Period, Target, year_period
from tests.oracle.figures import Figure, cycle_of, head_counts
from tests.oracle.intervals import Interval, divided, total
from tests.oracle.views import Filter, Views

STATES = ("met", "not_met", "undecided", "no_result", "running")


def belongs(views: Views, view: Filter, judged: Judged) -> bool:
    """A year holds what is judged in it and what ends in it; a cycle every target set for a term of it."""
    if view.grain == "term":
        return cycle_of(views.facts, judged.target.period) == view.period
    return judged.period.end.year == int(view.period)


def in_view(views: Views, view: Filter, every: list[Judged]) -> list[Judged]:
    seen = {branch.branch_id for branch in views.in_view(view)}
    return [judged for judged in every if judged.target.branch_id in seen and belongs(views, view, judged)]


def states_by(views: Views, view: Filter, every: list[Judged], by: str) -> dict[str, Counter[str]]:
    """How the targets of each province, sector or metric ended."""
    result: dict[str, Counter[str]] = {}
    for judged in in_view(views, view, every):
        branch = views.branches[judged.target.branch_id]
        name = {"province": branch.surely_in(view.boundary), "sector": branch.sector}.get(by, judged.target.metric_id)
        result.setdefault(name, Counter())[judged.status] += 1
    return result


@dataclass(frozen=True)
class Pace:
    """A running target: time gone, what is reached and on what ground, and the pace."""

    target: Target
    period: Period
    gone_pct: float
    aim: float | None
    reached: Interval | None
    basis: str | None
    years_known: int
    pace: str


def _reached(views: Views, target: Target, period: Period) -> tuple[Interval | None, str | None, list[int]]:
    """The period's own figure so far, else its known years added, else the latest head count or share inside it."""
    branch_id, metric_id = target.branch_id, target.metric_id
    is_flow = views.facts.metrics[metric_id].measure == "flow"
    inside: list[Figure] = []
    if is_flow and period.kind != "year" and target.cadence != "at_end":
        found = [views.figures.get((branch_id, metric_id, year)) for year in map(year_period, period.years)]
        inside = [f for f in found if f and period.start <= f.period.start and f.period.end <= period.end]
    years = [figure.period.start.year for figure in inside]
    own = views.figures.get((branch_id, metric_id, period))
    if own is not None:
        return own.interval, "period", years
    if inside:
        return total(figure.interval for figure in inside), "years", years
    if is_flow and target.cadence == "at_end" and period.kind != "year":
        last = views.figures.get((branch_id, metric_id, year_period(period.end.year)))
        return (last.interval, "last", years) if last else (None, None, years)
    mine = [f for f in views.figures.values() if (f.branch_id, f.metric_id) == (branch_id, metric_id)]
    counts = [figure for day, figure in head_counts(mine) if period.start <= day <= period.end]
    return (counts[-1].interval, "last", years) if counts and not is_flow else (None, None, years)


def _pace(views: Views, judged: Judged, aim: float | None, as_of: date) -> Pace:
    target, period = judged.target, judged.period
    metric = views.facts.metrics[target.metric_id]
    gone = 100 * ((as_of - period.start).days + 1) / ((period.end - period.start).days + 1)
    reached, basis, years = _reached(views, target, period)
    adds_up = metric.measure == "flow" and target.cadence != "at_end"
    is_all = metric.unit == "percent" and target.value == 100
    is_ceiling = target.comparator == "le" or (target.comparator == "eq" and metric.direction == "lower" and not is_all)
    # A year without a figure may hold anything, the present one too.
    gaps = basis == "years" and any(year not in years for year in range(period.start.year, as_of.year + 1))
    pace = "open"
    if reached is None or aim is None:
        pace = "unknown"
    elif not is_ceiling:
        due = aim * gone / 100 if adds_up else aim
        if reached.low >= due:
            pace = "ahead"
        elif adds_up and reached.high < due and not gaps:
            pace = "behind"
    elif adds_up and reached.low > aim:
        pace = "behind"
    return Pace(target, period, gone, aim, reached, basis, len(years), pace)


def running(views: Views, view: Filter, every: list[Judged], as_of: date) -> list[Pace]:
    """Targets that run at the day: those whose period holds the year asked, or set for a term of the cycle."""
    twins = Counter(_subject(judged) for judged in every)
    seen = {branch.branch_id for branch in views.in_view(view)}
    found = []
    for judged in every:
        target, period = judged.target, judged.period
        if target.branch_id not in seen or judged.status != "running" or period.start > as_of:
            continue
        of_cycle = cycle_of(views.facts, target.period) == view.period
        if of_cycle if view.grain == "term" else int(view.period) in period.years:
            aim = target.value if twins[_subject(judged)] == 1 else None
            found.append(_pace(views, judged, aim, as_of))
    return found


def _subject(judged: Judged) -> tuple[object, ...]:
    target = judged.target
    return target.branch_id, target.metric_id, target.period, judged.period, target.cadence, target.source_id


def before_the_aim(views: Views, view: Filter) -> list[tuple[Target, Interval | None, Period | None]]:
    """Aims of the cycle beside the figure of the cycle before; of a yearly aim, the figure per year of its term."""
    order = views.periods(view)
    place = order.index(view.period)
    seen = {branch.branch_id for branch in views.in_view(view)}
    result = []
    for target in views.facts.targets:
        if target.branch_id not in seen or cycle_of(views.facts, target.period) != view.period:
            continue
        last = Filter(order[place - 1], "term", view.tier) if place else None
        figure = views.figure(target.branch_id, target.metric_id, last) if last else None
        interval = figure.interval if figure else None
        is_flow = views.facts.metrics[target.metric_id].measure == "flow"
        if figure and interval and target.cadence == "per_year" and is_flow:
            interval = divided(interval, max(figure.period.end.year - figure.period.start.year, 1))
        result.append((target, interval, figure.period if figure else None))
    return result
