"""What one filter must give: branches in view, their figures, tier-safe totals and welfare spending."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from statistics import median

from tests.oracle.branches import Branch, successors
from tests.oracle.facts import Facts, year_period
from tests.oracle.figures import Figure, Key, cycle_of, named_terms
from tests.oracle.intervals import Interval, total

STATED_WELFARE = "welfare_total_amount"


@dataclass(frozen=True)
class Filter:
    """One tier, one period (a year or a cycle), provinces under a boundary."""

    period: str
    grain: str
    tier: str
    boundary: str = "since_2025_07"
    provinces: frozenset[str] = frozenset()


@dataclass
class Sum:
    """A total over branches: refused, empty (no interval), or an interval with its coverage.

    `spread` holds lowest, median and highest value of the branches.
    """

    refused: str
    interval: Interval | None
    reported: int
    in_view: int
    left_out: list[str] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)
    spread: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Welfare:
    interval: Interval
    basis: str
    stated: Interval | None
    parts: Interval | None
    parts_count: int


class Views:
    """Answers over one set of branches and figures."""

    def __init__(self, facts: Facts, branches: dict[str, Branch], figures: dict[Key, Figure]) -> None:
        self.facts, self.branches, self.figures = facts, branches, figures
        self.terms = named_terms(facts)
        self._by_branch_metric: dict[tuple[str, str], list[Figure]] = {}
        for figure in figures.values():
            self._by_branch_metric.setdefault((figure.branch_id, figure.metric_id), []).append(figure)

    def span(self, view: Filter) -> tuple[date, date]:
        """First and last day of the view's period; a cycle lasts over the years in which its terms begin."""
        if view.grain == "year":
            year = year_period(int(view.period))
            return year.start, year.end
        first, last = next((first, last) for cycle, first, last in self.facts.cycles if cycle == view.period)
        return date(first, 1, 1), date(last, 12, 31)

    def in_view(self, view: Filter) -> list[Branch]:
        start, end = self.span(view)
        return [
            branch
            for branch in self.branches.values()
            if branch.tier == view.tier
            and branch.exists_in(start, end)
            and (not view.provinces or branch.province(view.boundary) in view.provinces)
        ]

    def figure(self, branch_id: str, metric_id: str, view: Filter) -> Figure | None:
        """The whole figure of a branch in the view's period; of two terms of a cycle the later one."""
        if view.grain == "year":
            return self.figures.get((branch_id, metric_id, year_period(int(view.period))))
        own = self._by_branch_metric.get((branch_id, metric_id), [])
        terms = [figure for figure in own if figure.period.kind == "term" and figure.cycle == view.period]
        return max(terms, key=lambda figure: (figure.period.start, figure.period.end), default=None)

    def has_partial(self, branch_id: str, metric_id: str, view: Filter) -> bool:
        """Whether a flow without a term figure has some years of the latest term of the cycle."""
        if view.grain == "year" or self.facts.metrics[metric_id].measure != "flow":
            return False
        named = [t for t in self.terms.get(branch_id, ()) if cycle_of(self.facts, t) == view.period]
        if not named or self.figure(branch_id, metric_id, view) is not None:
            return False
        years = max(named, key=lambda term: (term.start, term.end)).years
        return any((branch_id, metric_id, year_period(year)) in self.figures for year in years)

    def total(self, metric_id: str, view: Filter) -> Sum:
        """The tier-safe total: no predecessor beside its successor, no partial sums."""
        seen = self.in_view(view)
        found = {branch.branch_id: self.figure(branch.branch_id, metric_id, view) for branch in seen}
        whole = {branch_id: figure for branch_id, figure in found.items() if figure is not None}
        partial = sorted(one for one in found if self.has_partial(one, metric_id, view))
        left_out = sorted(one for one in whole if any(next_one in whole for next_one in successors(self.branches, one)))
        metric = self.facts.metrics[metric_id]
        refused = "ratio_not_additive" if metric.measure == "ratio" else ""
        if metric.unit == "rank":
            refused = "rank_not_additive"
        added = [figure.interval for one, figure in whole.items() if one not in left_out]
        interval = total(added) if added and not refused else None
        values = sorted(figure.interval.value for figure in whole.values())
        spread = (values[0], median(values), values[-1]) if values else None
        return Sum(refused, interval, len(whole), len(seen), left_out, partial, spread)

    def welfare_parts(self) -> list[str]:
        """The amounts that are welfare spending; loans, raised money and savings are other groups."""
        return [
            metric.metric_id
            for metric in self.facts.metrics.values()
            if metric.group == "welfare" and metric.unit == "vnd" and metric.metric_id != STATED_WELFARE
        ]

    def welfare(self, branch_id: str, view: Filter) -> Welfare | None:
        """Stated total against the sum of parts; the larger lower bound is used, the stated one on a tie."""
        whole = self.figure(branch_id, STATED_WELFARE, view)
        parts = [self.figure(branch_id, metric_id, view) for metric_id in self.welfare_parts()]
        amounts = [part.interval for part in parts if part is not None]
        added = total(amounts) if amounts else None
        said = whole.interval if whole else None
        if said is not None and (added is None or said.low >= added.low):
            return Welfare(said, "stated", said, added, len(amounts))
        return Welfare(added, "parts", said, added, len(amounts)) if added is not None else None
