"""What stands out in a view: leaders, movers, missed targets, silent branches; each statement only as sure as its
figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from comparison import catalogue
from comparison.answers import Amount, Coverage, Total
from comparison.depth import in_both
from comparison.extremes import Candidates, changes, first_of, named
from comparison.figures import reported
from comparison.held import branches, in_view
from comparison.options import reporting_counts
from comparison.quality import doubt_count
from comparison.questions import View
from comparison.spending import spent
from comparison.targets import TargetCounts, furthest_below, target_counts
from comparison.values import coverages, periods_of
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_total

# The subjects a chair asks about first; of each the metric that most branches reported speaks.
SUBJECTS = {
    "membership": ("members_total", "members_admitted", "grassroots_unions"),
    "welfare": (catalogue.STATED_WELFARE_TOTAL, "tet_support_amount", "hardship_support_amount", "visits_amount"),
    "emulation": ("advanced_workers", "advanced_collectives", "certificates"),
}
FEWEST_TO_LEAD = 3


@dataclass(frozen=True)
class Highlight:
    """One statement. `kind` and what its fields hold:

    leader: `branch_id` stands first in `metric_id` with `amount`; `is_sure` where bounds leave no other first, `others`
    counts those that share the first place by value.
    rise, fall: the branch changed most since `earlier`, by `amount`; only where the direction is not open.
    common: members of the branches that have them at both times changed by `amount` altogether since `earlier`.
    missed: `count` of `whole` judged targets are not met (judgements, where `is_by_year`: a yearly target is judged
    each year); the branch and metric of the one furthest below, with the result as `amount` and `aim`.
    silent: `count` of `whole` branches in view reported nothing at all, of a term also nothing of its years.
    doubts: `count` findings that are errors or warnings.
    `coverage`: branches with the figures it rests on, of branches in view.
    """

    kind: str
    metric_id: str = ""
    branch_id: str = ""
    name_vi: str = ""
    amount: Amount | None = None
    is_sure: bool = True
    others: int = 0
    earlier: str = ""
    count: int = 0
    whole: int = 0
    aim: float | None = None
    comparator: str = ""
    is_by_year: bool = False
    coverage: Coverage = field(default_factory=lambda: Coverage(0, 0))
    source_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Answers for the same view that the asker has already: what stands out rests on them."""

    spent: Total
    aims: TargetCounts
    reporting: Coverage
    # Branches without a figure of the term that report year by year: they are not silent.
    by_years: int = 0


def known_of(warehouse: Warehouse, view: View) -> Known:
    """These answers, asked now."""
    told = reporting_counts(warehouse, view)
    return Known(welfare_total(warehouse, view), target_counts(warehouse, view), told.coverage, told.by_years)


def highlights(warehouse: Warehouse, view: View, given: Known | None = None) -> tuple[Highlight, ...]:
    """What a chair should know of the branches in view, in the order of SUBJECTS: leaders, then movers, missed targets
    and silent branches. A subject fewer than three branches reported has no leader. `given`: what is known already."""
    given = given or known_of(warehouse, view)
    known = catalogue.metrics(warehouse)
    covered = coverages(warehouse, view, tuple(m for metrics in SUBJECTS.values() for m in metrics if m in known))
    covered[catalogue.STATED_WELFARE_TOTAL] = given.spent.coverage
    found = [_leader(warehouse, view, tuple(m for m in ids if m in known), covered) for ids in SUBJECTS.values()]
    found += [*_movers(warehouse, view), _missed(warehouse, view, given.aims), _silent(given)]
    found.append(_doubts(warehouse, view))
    return tuple(one for one in found if one is not None)


def _leader(warehouse: Warehouse, view: View, known: tuple[str, ...], covered: dict[str, Coverage]) -> Highlight | None:
    metric_id = max(known, key=lambda name: covered[name].reported)
    if covered[metric_id].reported < FEWEST_TO_LEAD:
        return None
    is_spending = metric_id == catalogue.STATED_WELFARE_TOTAL
    first = first_of(_spenders(warehouse, view) if is_spending else _reporters(warehouse, view, metric_id))
    return Highlight(
        "leader",
        metric_id,
        *named(warehouse, first.place),
        first.amount,
        is_sure=first.is_sure,
        others=first.others,
        coverage=covered[metric_id],
        source_ids=first.source_ids,
    )


def _reporters(warehouse: Warehouse, view: View, metric_id: str) -> Candidates:
    rows = reported(warehouse, view, metric_id).whole
    is_down = catalogue.metric(warehouse, metric_id).direction == "lower"
    order = branches(warehouse).name_order[rows.at]
    bounds = (rows.value, rows.low, rows.high, rows.is_approximate)
    return Candidates(rows.at, *bounds, order, is_down, lambda row: rows.taken([row]).source_ids(warehouse)[0])


def _spenders(warehouse: Warehouse, view: View) -> Candidates:
    found = spent(warehouse, view)
    rows = np.flatnonzero(found.is_whole)
    at, used = found.places[rows], found.used
    bounds = (used.value[rows], used.low[rows], used.high[rows], used.is_approximate[rows])
    return Candidates(
        at, *bounds, branches(warehouse).name_order[at], False, lambda row: found.source_ids(warehouse)[rows[row]]
    )


def _movers(warehouse: Warehouse, view: View) -> list[Highlight | None]:
    """The largest rise and the largest fall of members, against the latest period that can be compared."""
    metric_id = "members_total"
    every = periods_of(warehouse, view)
    before = every[: every.index(view.period)] if view.period in every else ()
    earlier = next((period for period in reversed(before) if in_both(warehouse, view, metric_id, period)), None)
    if earlier is None:
        return []
    change = changes(warehouse, view, metric_id, earlier)
    if not len(change.at):
        return []
    both = Coverage(len(change.at), len(in_view(warehouse, view)))
    together = change.together(warehouse)
    of_both: dict[str, Any] = {"earlier": earlier, "coverage": both}
    found: list[Highlight | None] = [
        Highlight("common", metric_id, amount=together.amount, source_ids=together.source_ids, **of_both)
    ]
    for kind, one in (("rise", change.largest(warehouse, 1)), ("fall", change.largest(warehouse, -1))):
        if one is not None:
            is_sure = not one.amount.is_approximate
            names = named(warehouse, one.place)
            found.append(Highlight(kind, metric_id, *names, one.amount, is_sure, source_ids=one.source_ids, **of_both))
    return found


def _missed(warehouse: Warehouse, view: View, answer: TargetCounts) -> Highlight | None:
    """How many judged targets were missed, and the one that stayed furthest below its aim."""
    counts = dict(zip(answer.counts["status"], answer.counts["targets"], strict=True))
    if not counts["not_met"]:
        return None
    worst = furthest_below(warehouse, view)
    assert worst is not None
    return Highlight(
        "missed",
        worst.metric_id,
        worst.branch_id,
        worst.name_vi,
        worst.result,
        count=int(counts["not_met"]),
        whole=int(counts["met"] + counts["not_met"]),
        aim=worst.aim,
        comparator=worst.comparator,
        is_by_year=answer.is_by_year,
        coverage=answer.coverage,
        source_ids=worst.source_ids,
    )


def _silent(given: Known) -> Highlight | None:
    covered = given.reporting
    count = covered.in_view - covered.reported - given.by_years
    return Highlight("silent", count=count, whole=covered.in_view, coverage=covered) if count else None


def _doubts(warehouse: Warehouse, view: View) -> Highlight | None:
    warned = doubt_count(warehouse, view)
    return Highlight("doubts", count=warned) if warned else None
