"""Changes and differences as a reader sees them: signed, with their bounds, and marked where the direction is open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ui import formats
from ui.texts import t


def signed(value: float | None, unit: str = "", short: bool = False, toward: int = 0) -> str:
    """A number that always carries its sign: +12, −3, 0."""
    text = formats.quantity(value, unit, short, toward)
    return f"+{text}" if not formats.is_missing(value) and value is not None and value > 0 else text


def signed_bounds(
    value: float | None, low: float | None, high: float | None, about: bool = False, unit: str = "", short: bool = False
) -> str:
    """A difference with what is certain of it: ≥ +5, ≤ −5, from −2 to +3, or that nothing is certain."""
    if formats.is_missing(value) or value is None:
        return formats.MISSING
    low = value if formats.is_missing(low) or low is None else low
    high = value if formats.is_missing(high) or high is None else high
    sign = "≈ " if about else ""
    if low == high:
        return sign + signed(value, unit, short)
    if math.isinf(low) and math.isinf(high):
        return t("difference.unknown", value=sign + signed(value, unit, short))
    if math.isinf(high):
        return f"≥ {sign}{signed(low, unit, short, -1)}"
    if math.isinf(low):
        return f"≤ {sign}{signed(high, unit, short, 1)}"
    return t("difference.between", low=sign + signed(low, unit, short, -1), high=signed(high, unit, short, 1))


def in_words(
    value: float | None,
    low: float | None,
    high: float | None,
    about: bool = False,
    unit: str = "",
    kind: str = "change",
) -> str:
    """A difference as one says it: tăng 12, giảm từ khoảng 32.000 trở lên; in signs where its direction is open.

    `kind` change: risen or fallen; distance: higher or lower."""
    if formats.is_missing(value) or value is None:
        return formats.MISSING
    low = value if formats.is_missing(low) or low is None else low
    high = value if formats.is_missing(high) or high is None else high
    if low == high == 0:
        return t(f"difference.{kind}.none.about" if about else f"difference.{kind}.none")
    if low <= 0 <= high:
        return signed_bounds(value, low, high, about, unit)
    nearest, farthest = (low, high) if low > 0 else (-high, -low)
    amount = formats.quantity(nearest, unit, toward=-1 if nearest < farthest else 0)
    if nearest < farthest and not math.isinf(farthest):
        amount = formats.span(amount, formats.quantity(farthest, unit, toward=1))
    amount = t("difference.about", amount=amount) if about else amount
    amount = t("difference.or_more", amount=amount) if math.isinf(farthest) else amount
    return t(f"difference.{kind}.{'more' if low > 0 else 'less'}", amount=amount)


def words_of_row(row: Mapping[Any, Any], prefix: str, unit: str = "", kind: str = "change") -> str:
    """The difference in the columns `<prefix>_…` of a row as one says it, marked where its direction is open."""
    ends = (row.get(f"{prefix}_value"), row.get(f"{prefix}_low"), row.get(f"{prefix}_high"))
    text = in_words(*ends, about=row.get(f"{prefix}_is_approximate") is True, unit=unit, kind=kind)
    return _marked(text, row, prefix)


def of_row(row: Mapping[Any, Any], prefix: str, unit: str = "", short: bool = False) -> str:
    """The difference in the columns `<prefix>_value`, `_low`, `_high` of a row, marked where its direction is open."""
    ends = (row.get(f"{prefix}_value"), row.get(f"{prefix}_low"), row.get(f"{prefix}_high"))
    text = signed_bounds(*ends, about=row.get(f"{prefix}_is_approximate") is True, unit=unit, short=short)
    return _marked(text, row, prefix)


def _marked(text: str, row: Mapping[Any, Any], prefix: str) -> str:
    is_open = row.get(f"{prefix}_is_open") is True or row.get("direction_is_open") is True
    return f"{text} {t('mark.undecided')}" if is_open and not formats.is_missing(row.get(f"{prefix}_value")) else text


def percent(value: float | None) -> str:
    """A change in percent with its sign."""
    if formats.is_missing(value) or value is None:
        return formats.MISSING
    rounded = formats.quantity(round(value, 1), "percent")
    return f"+{rounded}" if value > 0 else rounded
