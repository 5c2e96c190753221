"""The one value per branch, metric and period: parts added, conflicts decided, years and terms derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from tests.oracle.facts import Facts, Observation, Period, Source, Target, year_period
from tests.oracle.intervals import Interval, stated, total

KIND_ORDER = {"own": 0, "handed_in": 1, "generated": 1, "press": 2}
Key = tuple[str, str, Period]


@dataclass(frozen=True)
class Figure:
    branch_id: str
    metric_id: str
    period: Period
    interval: Interval
    source_ids: tuple[str, ...]
    has_conflict: bool
    cycle: str | None = None
    is_derived: bool = False
    counted: date | None = None

    @property
    def day(self) -> date:
        """The day of a head count a period borrows; the end of the period for everything else."""
        return self.counted or self.period.end

    @property
    def key(self) -> Key:
        return (self.branch_id, self.metric_id, self.period)


def cycle_of(facts: Facts, period: Period) -> str | None:
    """The cycle a term belongs to by its start year; other periods have none."""
    if period.kind != "term":
        return None
    found = [cycle for cycle, first, last in facts.cycles if first <= period.start.year <= last]
    return found[0] if found else None


def _preference(source: Source, interval: Interval) -> tuple[int, int, int, str]:
    published = -source.published_on.toordinal() if source.published_on else 1
    return KIND_ORDER[source.kind], published, interval.precision, source.source_id


def _decide(facts: Facts, key: Key, said: dict[str, Interval]) -> Figure:
    ordered = sorted(said, key=lambda source_id: _preference(facts.sources[source_id], said[source_id]))
    chosen = said[ordered[0]]
    agreeing = tuple(sorted(one for one in said if said[one].says_the_same(chosen)))
    return Figure(*key, chosen, agreeing, len(agreeing) < len(said), cycle_of(facts, key[2]))


def stated_figures(facts: Facts) -> dict[Key, Figure]:
    """What the sources say: reported rows, parts of one source added, one value chosen between sources."""
    parts: dict[Key, dict[str, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    for row in facts.observations:
        if row.status == "reported":
            key = (row.branch_id, row.metric_id, row.period)
            parts[key][row.source_id].append(stated(row.value, row.qualifier))
    return {
        key: _decide(facts, key, {source_id: total(rows) for source_id, rows in by_source.items()})
        for key, by_source in parts.items()
    }


def _derive(facts: Facts, branch_id: str, metric_id: str, period: Period, parts: list[Figure]) -> Figure:
    sources = tuple(sorted({source for part in parts for source in part.source_ids}))
    conflict = any(part.has_conflict for part in parts)
    interval = total(part.interval for part in parts)
    return Figure(branch_id, metric_id, period, interval, sources, conflict, cycle_of(facts, period), True)


def _borrowed(facts: Facts, period: Period, last: Figure) -> Figure:
    """A period's head count, which keeps the day it was counted on."""
    return replace(_derive(facts, last.branch_id, last.metric_id, period, [last]), counted=last.day)


def head_counts(figures: Iterable[Figure]) -> list[tuple[date, Figure]]:
    """Dated states of a stock: head counts at their day, stated years at 31 December; latest last.

    Of two on one day the stated year comes last.
    """
    dated = [f for f in figures if f.period.kind in ("as_of", "year") and not f.is_derived]
    dated.sort(key=lambda figure: (figure.period.end, figure.period.kind == "year"))
    return [(figure.period.end, figure) for figure in dated]


def _last_inside(counts: list[tuple[date, Figure]], period: Period) -> Figure | None:
    inside = [figure for day, figure in counts if period.start <= day <= period.end]
    return inside[-1] if inside else None


def _is_half(period: Period, year: int, first: bool) -> bool:
    bounds = (date(year, 1, 1), date(year, 6, 30)) if first else (date(year, 7, 1), date(year, 12, 31))
    return period.kind == "half" and (period.start, period.end) == bounds


def _years_of_flow(facts: Facts, own: list[Figure]) -> list[Figure]:
    found = []
    have = {figure.period for figure in own}
    for year in {figure.period.start.year for figure in own if figure.period.kind == "half"}:
        halves = [f for f in own if _is_half(f.period, year, True) or _is_half(f.period, year, False)]
        if len(halves) == 2 and year_period(year) not in have:
            found.append(_derive(facts, own[0].branch_id, own[0].metric_id, year_period(year), halves))
    return found


def _years_of_stock(facts: Facts, own: list[Figure]) -> list[Figure]:
    found = []
    have = {figure.period for figure in own}
    counts = head_counts(own)
    for year in {day.year for day, _ in counts}:
        last = _last_inside(counts, year_period(year))
        if last is not None and year_period(year) not in have:
            found.append(_borrowed(facts, year_period(year), last))
    return found


def _term(facts: Facts, measure: str, own: list[Figure], term: Period) -> Figure | None:
    branch_id, metric_id = own[0].branch_id, own[0].metric_id
    if measure == "stock":
        last = _last_inside(head_counts(own), term)
        return _borrowed(facts, term, last) if last else None
    by_period = {figure.period: figure for figure in own}
    years = [by_period.get(year_period(year)) for year in term.years]
    whole = [figure for figure in years if figure is not None]
    if not term.is_whole_years or len(whole) < len(years):
        return None
    return _derive(facts, branch_id, metric_id, term, whole)


def named_terms(facts: Facts) -> dict[str, set[Period]]:
    """The terms each branch names in any accepted row, proposed ones and targets included."""
    terms: dict[str, set[Period]] = defaultdict(set)
    rows: list[Observation | Target] = [*facts.observations, *facts.targets]
    for row in rows:
        if row.period.kind == "term":
            terms[row.branch_id].add(row.period)
    return terms


def all_figures(facts: Facts) -> dict[Key, Figure]:
    """Stated figures and what follows from them; a stated row is never replaced by a derived one."""
    figures = stated_figures(facts)
    terms = named_terms(facts)
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures.values():
        groups[figure.branch_id, figure.metric_id].append(figure)
    for (branch_id, metric_id), own in groups.items():
        measure = facts.metrics[metric_id].measure
        if measure == "ratio":
            continue
        years = _years_of_flow(facts, own) if measure == "flow" else _years_of_stock(facts, own)
        figures.update({figure.key: figure for figure in years})
        for term in terms[branch_id]:
            derived = _term(facts, measure, own + years, term)
            if derived is not None and derived.key not in figures:
                figures[derived.key] = derived
    return figures
