"""Puts questions to the read model and to the oracle and lists where the answers differ."""

from __future__ import annotations

from comparison.questions import View
from comparison.values import branch_values, totals
from comparison.warehouse import Warehouse
from comparison.welfare import welfare_spending
from tests.oracle import Oracle
from tests.oracle.compare import Row, differences, plain
from tests.oracle.intervals import Interval
from tests.oracle.members import per_member
from tests.oracle.views import Filter


def filter_of(view: View) -> Filter:
    return Filter(view.period, view.grain, view.tier, view.boundary, frozenset(view.provinces))


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


def bounds(interval: Interval | None) -> Row:
    if interval is None:
        return (None, None, None, False)
    return tuple(plain(x) for x in (interval.value, interval.low, interval.high, interval.approximate))


def total_differences(warehouse: Warehouse, oracle: Oracle, view: View) -> list[str]:
    """Totals of every metric: amount, coverage, refusal, what is left out, spread."""
    product: dict[Row, Row] = {}
    expected: dict[Row, Row] = {}
    answers = totals(warehouse, view, tuple(oracle.facts.metrics))
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


def value_differences(warehouse: Warehouse, oracle: Oracle, view: View, metric_id: str) -> list[str]:
    """Values of every branch in view, which of them are partial, and the ranks of the whole ones."""
    asked = filter_of(view)
    frame = branch_values(warehouse, view, metric_id).frame
    product = {
        (view.period, metric_id, row.branch_id): (
            (None, None, None, False)
            if row.is_partial
            else (plain(row.value), plain(row.low), plain(row.high), bool(row.is_approximate)),
            bool(row.is_partial),
            plain(row.rank),
        )
        for row in frame.itertuples()
    }
    found = {b.branch_id: oracle.views.figure(b.branch_id, metric_id, asked) for b in oracle.views.in_view(asked)}
    sign = -1 if oracle.facts.metrics[metric_id].direction == "lower" else 1
    values = [sign * figure.interval.value for figure in found.values() if figure]
    expected = {
        (view.period, metric_id, branch_id): (
            bounds(figure.interval if figure else None),
            oracle.views.has_partial(branch_id, metric_id, asked),
            1.0 + sum(v > sign * figure.interval.value for v in values) if figure else None,
        )
        for branch_id, figure in found.items()
    }
    return differences(product, expected)


def per_member_differences(warehouse: Warehouse, oracle: Oracle, view: View, metric_id: str) -> list[str]:
    """Rates per member of every branch in view that has a whole figure, with the head count used."""
    asked = filter_of(view)
    frame = branch_values(warehouse, view, metric_id, basis="per_member").frame
    columns = ["value", "low", "high", "flow_value", "members_value", "members_gap_days"]
    product: dict[Row, Row] = {}
    for row in frame[~frame["is_partial"] & frame["flow_value"].notna()].to_dict("records"):
        rate = (*(plain(row[name]) for name in columns), bool(row["is_approximate"]))
        product[view.period, metric_id, row["branch_id"]] = rate if rate[0] is not None else ()
    expected: dict[Row, Row] = {}
    for branch in oracle.views.in_view(asked):
        figure = oracle.views.figure(branch.branch_id, metric_id, asked)
        if figure is None:
            continue
        found = per_member(oracle.facts, oracle.figures, figure)
        key = (view.period, metric_id, branch.branch_id)
        expected[key] = ()
        if found is not None:
            value, low, high, approximate = bounds(found.interval)
            members = found.members.interval.value
            flow = plain(figure.interval.value)
            expected[key] = (value, low, high, flow, plain(members), float(found.gap_days), approximate)
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
        )
        for row in frame[frame["value"].notna()].itertuples()
    }
    expected = {}
    for branch in oracle.views.in_view(filter_of(view)):
        spent = oracle.views.welfare(branch.branch_id, filter_of(view))
        if spent is not None:
            expected[view.period, branch.branch_id] = (
                spent.basis, bounds(spent.interval), bounds(spent.stated)[:3], bounds(spent.parts)[:3],
                float(spent.parts_count),
            )  # fmt: skip
    return differences(product, expected)
