"""The unit a row or a whole table says its figures are counted in, beside the unit of the catalogue."""

from __future__ import annotations

import re

from etl.quantity import fold, money_multiple
from etl.workbook.catalogue import Metric
from etl.workbook.values import Refused

# Other words a steward writes for a unit of the catalogue, folded.
_OTHER_WORDS = {
    "person": {"doan vien", "cnvcld", "nld", "lao dong", "dv"},
    "percent": {"phan tram", "ty le %", "ty le"},
    "vnd": {"dong", "d", "vnd"},
    "rank": {"muc", "xep loai"},
}
_ABOVE_TABLE = re.compile(r"\(?(?:don vi(?: tinh)?|dvt)\s*[:=(]\s*(.+?)\)?\.?")


def multiple_of(written: str, metric: Metric, above: int | None) -> int | Refused:
    """How many units of the metric a figure of a row counts: 1, or what a unit of money such as triệu đồng says.

    written: the unit as the row says it, "" where it says none; above: what stands over the table, None where nothing
    does. Units that are not understood, or that contradict each other, are refused.
    """
    is_money = metric.unit == "vnd"
    said = _said(written, metric) if written else None
    if isinstance(said, Refused):
        return said
    if not is_money or above is None:
        return said or 1
    if said is not None and said != above:
        return Refused("one unit: the one above the table and the one of the row differ", "unit_mismatch")
    return above


def unit_above(text: str) -> int | None:
    """How many đồng a line such as "Đơn vị tính: triệu đồng" above a table says; None where it says no such thing."""
    match = _ABOVE_TABLE.fullmatch(fold(text))
    return money_multiple(match.group(1)) if match else None


def _said(written: str, metric: Metric) -> int | Refused:
    words = fold(written).strip("().: ")
    own = {fold(metric.unit_vi), *(part.strip() for part in fold(metric.unit_vi).split(",")), metric.unit}
    if words in own | _OTHER_WORDS.get(metric.unit, set()):
        return 1
    multiple = money_multiple(written) if metric.unit == "vnd" else None
    if multiple is None:
        return Refused(f"the unit of this figure, {metric.unit_vi}", "unit_mismatch")
    return multiple
