"""Changes and differences as a reader sees them: signed, with their bounds, and marked where the direction is open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ui import formats
from ui.texts import t


def signed(value: float | None, unit: str = "", short: bool = False) -> str:
    """A number that always carries its sign: +12, −3, 0."""
    text = formats.quantity(value, unit, short)
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
        return f"≥ {sign}{signed(low, unit, short)}"
    if math.isinf(low):
        return f"≤ {sign}{signed(high, unit, short)}"
    return t("difference.between", low=sign + signed(low, unit, short), high=signed(high, unit, short))


def of_row(row: Mapping[Any, Any], prefix: str, unit: str = "", short: bool = False) -> str:
    """The difference in the columns `<prefix>_value`, `_low`, `_high` of a row, marked where its direction is open."""
    ends = (row.get(f"{prefix}_value"), row.get(f"{prefix}_low"), row.get(f"{prefix}_high"))
    text = signed_bounds(*ends, about=row.get(f"{prefix}_is_approximate") is True, unit=unit, short=short)
    is_open = row.get(f"{prefix}_is_open") is True or row.get("direction_is_open") is True
    return f"{text} {t('mark.undecided')}" if is_open and not formats.is_missing(ends[0]) else text


def percent(value: float | None) -> str:
    """A change in percent with its sign."""
    if formats.is_missing(value) or value is None:
        return formats.MISSING
    rounded = formats.quantity(round(value, 1), "percent")
    return f"+{rounded}" if value > 0 else rounded
