"""Puts questions to the read model and to the oracle and lists where the answers differ."""

from __future__ import annotations

from collections import Counter
from functools import cache

from comparison.questions import View
from comparison.values import totals
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending
from tests.oracle import Oracle
from tests.oracle.compare import Row, differences, plain
from tests.oracle.intervals import Interval
from tests.oracle.views import Filter


def filter_of(view: View) -> Filter:
    chosen = (frozenset(view.provinces), frozenset(view.sectors), frozenset(view.branch_ids))
    return Filter(view.period, view.grain, view.tier, view.boundary, *chosen, view.scope.branch_ids)


def all_views(oracle: Oracle) -> list[View]:
    """Every tier in every year and cycle that any of its branches has a figure of."""
    found = set()
    for figure in oracle.figures.values():
        tier = oracle.branches[figure.branch_id].tier
        if figure.period.kind == "year":
            found.add((str(figure.period.start.year), "year", tier))
        elif figure.cycle:
            found.add((figure.cycle, "term", tier))
    return [View(period, "term" if grain == "term" else "year", tier) for period, grain, tier in sorted(found)]


@cache
def reported(oracle: Oracle, view: View) -> tuple[str, ...]:
    """The metrics of which any branch of the view has a figure or a partial sum, those of most branches first."""
    asked, views = filter_of(view), oracle.views
    count: Counter[str] = Counter()
    for branch in views.in_view(asked):
        for metric_id in views.metrics_of(branch.branch_id):
            one = branch.branch_id
            count[metric_id] += bool(views.figure(one, metric_id, asked) or views.has_partial(one, metric_id, asked))
    order = list(oracle.facts.metrics)
    return tuple(sorted((name for name in count if count[name]), key=lambda name: (-count[name], order.index(name))))


def bounds(interval: Interval | None) -> Row:
    if interval is None:
        return (None, None, None, False)
    return tuple(plain(x) for x in (interval.value, interval.low, interval.high, interval.approximate))


def total_differences(
    warehouse: Warehouse, oracle: Oracle, view: View, metric_ids: tuple[str, ...] | None = None
) -> list[str]:
    """Totals of some metrics, or of every one: amount, coverage, refusal, what is left out, spread."""
    product: dict[Row, Row] = {}
    expected: dict[Row, Row] = {}
    answers = totals(warehouse, view, metric_ids or tuple(oracle.facts.metrics))
    for metric_id, answer in answers.items():
        said = answer.amount
        amount = Interval(said.value, said.low, said.high, said.is_approximate) if said else None
        spread = (answer.lowest, answer.median, answer.highest)
        key = (view.period, view.tier, view.boundary, metric_id)
        product[key] = (
            answer.refused, bounds(amount), answer.coverage.reported, answer.coverage.in_view,
            tuple(sorted(answer.left_out)), tuple(plain(x) for x in spread),
        )  # fmt: skip
        own = oracle.views.total(metric_id, filter_of(view))
        names = tuple(sorted(oracle.facts.branches[one].name_vi for one in own.left_out))
        # Without a branch in view the product gives no coverage of its own; a refusal leaves nobody out.
        expected[key] = (
            own.refused, bounds(own.interval), own.reported, own.in_view,
            () if own.refused else names, tuple(plain(x) for x in own.spread or (None, None, None)),
        )  # fmt: skip
    return differences(product, expected)


def welfare_differences(warehouse: Warehouse, oracle: Oracle, view: View) -> list[str]:
    """Welfare spending of every branch in view: which of stated total and sum of parts, and both of them."""
    frame = welfare_spending(warehouse, view).totals
    product = {
        (view.period, row.branch_id): (
            row.basis,
            tuple(plain(x) for x in (row.value, row.low, row.high, bool(row.is_approximate))),
            tuple(plain(x) for x in (row.stated_value, row.stated_low, row.stated_high)),
            tuple(plain(x) for x in (row.parts_value, row.parts_low, row.parts_high)),
            plain(row.parts_count),
            bool(row.is_partial),
        )
        for row in frame[frame["value"].notna()].itertuples()
    }
    expected = {}
    for branch in oracle.views.in_view(filter_of(view)):
        spent = oracle.views.welfare(branch.branch_id, filter_of(view))
        if spent is not None:
            expected[view.period, branch.branch_id] = (
                spent.basis, bounds(spent.interval), bounds(spent.stated)[:3], bounds(spent.parts)[:3],
                float(spent.parts_count), spent.is_partial,
            )  # fmt: skip
    return differences(product, expected)
