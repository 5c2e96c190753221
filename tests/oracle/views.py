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
    """One tier, one period (a year or a cycle), provinces under a boundary; a scope of None sees everything."""

    period: str
    grain: str
    tier: str
    boundary: str = "since_2025_07"
    provinces: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    branch_ids: frozenset[str] = frozenset()
    scope: frozenset[str] | None = None

    def lets(self, branch: Branch) -> bool:
        """Whether the filter lets a branch through, whenever it existed."""
        return (
            branch.tier == self.tier
            and (not self.provinces or branch.surely_in(self.boundary) in self.provinces)
            and (not self.sectors or branch.sector in self.sectors)
            and (not self.branch_ids or branch.branch_id in self.branch_ids)
            and (self.scope is None or branch.branch_id in self.scope)
        )


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
class PartialSum:
    """The years of a term that are known, added, where the term itself is not: `present` of `expected` years."""

    figure: Figure
    present: int
    expected: int


@dataclass(frozen=True)
class Welfare:
    interval: Interval
    basis: str
    stated: Interval | None
    parts: Interval | None
    parts_count: int
    is_partial: bool = False


class Views:
    """Answers over one set of branches and figures."""

    def __init__(self, facts: Facts, branches: dict[str, Branch], figures: dict[Key, Figure]) -> None:
        self.facts, self.branches, self.figures = facts, branches, figures
        self.terms = named_terms(facts)
        self._by_branch_metric: dict[tuple[str, str], list[Figure]] = {}
        for figure in figures.values():
            self._by_branch_metric.setdefault((figure.branch_id, figure.metric_id), []).append(figure)
        self.head_counts = {key: figure for key, figure in figures.items() if key[1] == "members_total"}

    def metrics_of(self, branch_id: str) -> list[str]:
        """The metrics a branch has any figure of."""
        return sorted(metric_id for one, metric_id in self._by_branch_metric if one == branch_id)

    def span(self, view: Filter) -> tuple[date, date]:
        """First and last day of the view's period; a cycle lasts over the years in which its terms begin."""
        if view.grain == "year":
            year = year_period(int(view.period))
            return year.start, year.end
        first, last = next((first, last) for cycle, first, last in self.facts.cycles if cycle == view.period)
        return date(first, 1, 1), date(last, 12, 31)

    def in_view(self, view: Filter) -> list[Branch]:
        start, end = self.span(view)
        return [one for one in self.branches.values() if view.lets(one) and one.exists_in(start, end)]

    def figure(self, branch_id: str, metric_id: str, view: Filter) -> Figure | None:
        """The whole figure of a branch in the view's period.

        Of two terms of a cycle the one that began later; of two that began on one day the one stated itself, which
        is a term cut short beside the one first named; then the one that ends later.
        """
        if view.grain == "year":
            return self.figures.get((branch_id, metric_id, year_period(int(view.period))))
        own = self._by_branch_metric.get((branch_id, metric_id), [])
        terms = [figure for figure in own if figure.period.kind == "term" and figure.cycle == view.period]
        return max(terms, key=lambda one: (one.period.start, not one.is_derived, one.period.end), default=None)

    def partial(self, branch_id: str, metric_id: str, view: Filter) -> PartialSum | None:
        """The years of a flow without a term figure: those inside the last term of the cycle that has any."""
        if view.grain == "year" or self.facts.metrics[metric_id].measure != "flow":
            return None
        if self.figure(branch_id, metric_id, view) is not None:
            return None
        named = [t for t in self.terms.get(branch_id, ()) if cycle_of(self.facts, t) == view.period]
        for term in sorted(named, key=lambda term: (term.start, term.end), reverse=True):
            years = [self.figures.get((branch_id, metric_id, year)) for year in map(year_period, term.years)]
            inside = [f for f in years if f and term.start <= f.period.start and f.period.end <= term.end]
            if inside:
                sources = tuple(sorted({source for figure in inside for source in figure.source_ids}))
                conflict = any(figure.has_conflict for figure in inside)
                added = total(figure.interval for figure in inside)
                whole = Figure(branch_id, metric_id, term, added, sources, conflict, view.period, True)
                return PartialSum(whole, len(inside), len(term.years))
        return None

    def has_partial(self, branch_id: str, metric_id: str, view: Filter) -> bool:
        return self.partial(branch_id, metric_id, view) is not None

    def periods(self, view: Filter) -> list[str]:
        """Every cycle, or the years from the first to the last with a figure of the tier and scope, without a gap."""
        if view.grain == "term":
            return [cycle for cycle, _, _ in sorted(self.facts.cycles, key=lambda row: row[1])]
        years = [
            figure.period.start.year
            for figure in self.figures.values()
            if figure.period.kind == "year"
            and self.branches[figure.branch_id].tier == view.tier
            and (view.scope is None or figure.branch_id in view.scope)
        ]
        return [str(year) for year in range(min(years), max(years) + 1)] if years else [view.period]

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
        """Stated total against the sum of parts; the larger lower bound is used, the stated one on a tie. Either may be
        known for some years of a term alone: then it is no amount of the term, only of those years."""
        said, said_in_part = self._known(branch_id, STATED_WELFARE, view)
        parts = [self._known(branch_id, metric_id, view) for metric_id in self.welfare_parts()]
        amounts = [interval for interval, _ in parts if interval is not None]
        added = total(amounts) if amounts else None
        in_part = any(is_part for _, is_part in parts)
        whole = None if said_in_part else said
        whole_parts = None if in_part else added
        if said is not None and (added is None or said.low >= added.low):
            return Welfare(said, "stated", whole, whole_parts, len(amounts), said_in_part)
        return Welfare(added, "parts", whole, whole_parts, len(amounts), in_part) if added is not None else None

    def _known(self, branch_id: str, metric_id: str, view: Filter) -> tuple[Interval | None, bool]:
        """What is known of a metric, and whether of some years alone."""
        whole, part = self.figure(branch_id, metric_id, view), self.partial(branch_id, metric_id, view)
        if whole is not None:
            return whole.interval, False
        return (part.figure.interval, True) if part is not None else (None, False)
