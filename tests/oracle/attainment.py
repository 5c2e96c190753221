"""Whether targets are met: the result a target is judged on, and the five states."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tests.oracle.facts import Facts, Metric, Period, Target, year_period
from tests.oracle.figures import Figure, Key
from tests.oracle.intervals import Interval


@dataclass(frozen=True)
class Judged:
    """One target, or one year of a yearly target, with its result and state."""

    target: Target
    period: Period
    result: Figure | None
    status: str


def _at_least(result: Interval, aim: float) -> str:
    if result.low >= aim:
        return "met"
    return "not_met" if result.high < aim else "undecided"


def _more_than(result: Interval, aim: float) -> str:
    if result.low > aim:
        return "met"
    return "not_met" if result.high <= aim else "undecided"


def _at_most(result: Interval, aim: float) -> str:
    if result.high <= aim:
        return "met"
    return "not_met" if result.low > aim else "undecided"


def _exactly(result: Interval, aim: float) -> str:
    if result.low == result.high == aim:
        return "met"
    return "undecided" if result.low <= aim <= result.high else "not_met"


def compare(result: Interval, comparator: str, aim: float, metric: Metric) -> str:
    """The state by comparator; a plain number is a floor, a ceiling or itself by the metric's direction."""
    if comparator == "eq" and metric.unit == "percent" and aim == 100:
        comparator = "ge"
    elif comparator == "eq":
        comparator = {"higher": "ge", "lower": "le"}.get(metric.direction, "eq")
    judge = {"ge": _at_least, "gt": _more_than, "le": _at_most, "eq": _exactly}[comparator]
    return judge(result, aim)


def judged_periods(target: Target) -> list[Period]:
    """The years of a yearly target over more than a year, else the target's own period."""
    if target.cadence == "per_year" and len(target.period.years) > 1:
        return [year_period(year) for year in target.period.years]
    return [target.period]


def _result(figures: dict[Key, Figure], target: Target, period: Period) -> Figure | None:
    own = figures.get((target.branch_id, target.metric_id, period))
    if own is None and target.cadence == "at_end":
        return figures.get((target.branch_id, target.metric_id, year_period(period.end.year)))
    return own


def _same_subject(target: Target) -> tuple[str, str, Period, str, str]:
    return target.branch_id, target.metric_id, target.period, target.cadence, target.source_id


def judged_targets(facts: Facts, figures: dict[Key, Figure], as_of: date) -> list[Judged]:
    """Every target judged at a date."""
    twins = Counter(_same_subject(target) for target in facts.targets)
    rows = []
    for target in facts.targets:
        for period in judged_periods(target):
            result = _result(figures, target, period)
            if period.end >= as_of:
                status = "running"
            elif result is None:
                status = "no_result"
            elif target.value is None or twins[_same_subject(target)] > 1:
                status = "undecided"
            else:
                metric = facts.metrics[target.metric_id]
                status = compare(result.interval, target.comparator, target.value, metric)
            rows.append(Judged(target, period, result, status))
    return rows
