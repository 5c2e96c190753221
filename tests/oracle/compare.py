"""Lays the product's public views and the oracle's answers side by side and lists where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import isinf, isnan
from typing import Any, Protocol

from tests.oracle import Oracle
from tests.oracle.attainment import Judged
from tests.oracle.figures import Figure

SHOWN = 12
Row = tuple[Any, ...]


class Rows(Protocol):
    """What the comparison needs of a warehouse."""

    def rows(self, statement: str, /) -> list[Row]: ...


def plain(value: Any) -> Any:
    """One value in a form both sides share: floats rounded, sequences as tuples, not-a-number as None."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        if isnan(value):
            return None
        return float(value) if isinf(value) else round(float(value), 6)
    if isinstance(value, list | tuple):
        return tuple(sorted(value))
    return value


def keyed(rows: Iterable[Row], key_length: int) -> dict[Row, Row]:
    """Rows by their first columns; a repeated key is an error of its own."""
    result: dict[Row, Row] = {}
    for row in rows:
        clean = tuple(plain(value) for value in row)
        assert clean[:key_length] not in result, f"two rows for {clean[:key_length]}"
        result[clean[:key_length]] = clean[key_length:]
    return result


def differences(product: Mapping[Row, Row], oracle: Mapping[Row, Row]) -> list[str]:
    """What only one side has and what both have differently, in words."""
    lines = [f"product lacks {key}: {oracle[key]}" for key in oracle if key not in product]
    lines += [f"only product has {key}: {product[key]}" for key in product if key not in oracle]
    lines += [
        f"{key}: product {product[key]}, oracle {oracle[key]}"
        for key in oracle
        if key in product and product[key] != oracle[key]
    ]
    return sorted(lines)[:SHOWN]


def figure_differences(warehouse: Rows, oracle: Oracle) -> list[str]:
    product = warehouse.rows(
        "select branch_id, metric_id, period_kind, period_start, period_end, cycle, value, low, high,"
        " is_approximate, source_ids, has_conflict from figure"
    )
    return differences(keyed(product, 5), keyed(map(_figure_row, oracle.figures.values()), 5))


def _figure_row(figure: Figure) -> Row:
    said, period = figure.interval, figure.period
    return (
        figure.branch_id, figure.metric_id, period.kind, period.start, period.end, figure.cycle,
        said.value, said.low, said.high, said.approximate, figure.source_ids, figure.has_conflict,
    )  # fmt: skip


def attainment_differences(warehouse: Rows, oracle: Oracle) -> list[str]:
    """Targets have no key of their own, so whole rows are counted on both sides."""
    product = Counter(
        tuple(plain(value) for value in row)
        for row in warehouse.rows(
            "select branch_id, metric_id, period_kind, period_start, period_end, cadence, comparator, value,"
            " attained_value, attained_pct, source_id, status, result_low, result_high from attainment"
        )
    )
    expected = Counter(tuple(plain(value) for value in _judged_row(row)) for row in oracle.attainment)
    lines = [f"only product has {row}" for row in (product - expected).elements()]
    lines += [f"product lacks {row}" for row in (expected - product).elements()]
    return sorted(lines, key=lambda line: line.partition("(")[2])[:SHOWN]


def _judged_row(judged: Judged) -> Row:
    target, period = judged.target, judged.period
    bounds = (judged.result.interval.low, judged.result.interval.high) if judged.result else (None, None)
    return (
        target.branch_id, target.metric_id, period.kind, period.start, period.end, target.cadence,
        target.comparator, target.value, target.attained_value, target.attained_pct, target.source_id,
        judged.status, *bounds,
    )  # fmt: skip


def branch_differences(warehouse: Rows, oracle: Oracle) -> list[str]:
    product = warehouse.rows(
        "select branch_id, tier, sector, coalesce(province_as_written, ''), province_since_2025_07,"
        " province_before_2025_07, parent_id, active_from, active_to, successor_id from branch"
    )
    expected = [
        (
            one.branch_id, one.tier, one.sector, one.province_as_written, one.province_since,
            one.province_before, one.parent_id, one.active_from, one.active_to, one.successor_id,
        )
        for one in oracle.branches.values()
    ]  # fmt: skip
    return differences(keyed(product, 1), keyed(expected, 1))
