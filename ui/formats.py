"""Numbers, amounts with bounds, dates, names and escapes as a reader sees them."""

from __future__ import annotations

import csv
import html
import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ui.texts import language, t

MISSING = "–"
BILLION, MILLION = 1_000_000_000, 1_000_000
EXACT = 1e15
# The unit of money in full, as tables write it: đồng without a word, and without parts of one from a hundred on.
FULL_MONEY = "vnd in full"
SEPARATORS = str.maketrans(",.", ".,")
MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~:&^=])")


def is_missing(value: Any) -> bool:
    """None, NaN and NaT are all 'not reported'."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or value != value


def number(value: float | None, digits: int = 2, toward: int = 0) -> str:
    """1234567.8 as 1.234.567,8; at most `digits` decimals, none that are zero. A lower bound is rounded `toward` -1, an
    upper one toward 1: what is told of them stays true."""
    if is_missing(value):
        return MISSING
    assert value is not None
    if math.isinf(value):
        return "∞"
    return _written(_rounded(float(value), digits, toward), digits, language())


@lru_cache(maxsize=50_000)
def _written(value: float, digits: int, lang: str) -> str:
    """A rounded number in a language; pages write the same ones at every run."""
    if abs(value) * 10**digits >= EXACT:
        # Beyond this the last digits are those of the shortest number that reads the same: Babel knows how.
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return format_decimal(value, format=pattern, locale=lang).replace("-", "−")
    text = f"{value:,.{digits}f}"
    text = text.rstrip("0").rstrip(".") if digits else text
    return (text if lang == "en" else text.translate(SEPARATORS)).replace("-", "−")


def _half_up(value: float, digits: int) -> float:
    """Round halves away from zero, as people do, instead of to the even digit."""
    factor = 10**digits
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9), value) / factor


def _rounded(value: float, digits: int, toward: int) -> float:
    nearest = _half_up(value, digits)
    # What is stored in binary may lie a trifle beside what was written in decimals.
    trifle = 1e-9 * max(abs(value), 10.0**-digits)
    if toward and toward * (value - nearest) > trifle:
        return _half_up(nearest + toward * 10.0**-digits, digits)
    return nearest


def money(value: float | None, short: bool = False, toward: int = 0) -> str:
    """An amount of đồng in millions and billions with two decimals; below a million in full."""
    if is_missing(value):
        return MISSING
    assert value is not None
    scale = "short" if short else "long"
    size = abs(value)
    if size >= BILLION:
        return t(f"money.billion.{scale}", n=number(value / BILLION, 2, toward))
    if size >= MILLION:
        return t(f"money.million.{scale}", n=number(value / MILLION, 2, toward))
    return t(f"money.plain.{scale}", n=number(value, 0, toward))


def quantity(value: float | None, unit: str, short: bool = False, toward: int = 0) -> str:
    """A value with its unit where the unit belongs to the number (money, %); counts stand alone."""
    if is_missing(value):
        return MISSING
    if unit == "vnd":
        return money(value, short, toward)
    if unit == FULL_MONEY:
        return number(value, 0 if abs(value or 0) >= 100 else 2, toward)
    if unit == "percent":
        written = number(value, 2, toward)
        return f"{written}%" if language() == "en" else f"{written} %"
    return number(value, 1 if short and abs(value or 0) >= 100 else 2, toward)


def in_table(unit: str) -> str:
    """The unit with which a table writes a number whose head says what is counted."""
    return FULL_MONEY if unit == "vnd" else ""


def bounded(
    value: float | None,
    low: float | None,
    high: float | None,
    is_approximate: bool = False,
    unit: str = "",
    short: bool = False,
) -> str:
    """A value with what is certain of it: 500, ≥ 500, ≤ 500, ≈ 500, 480–520, or the sign for not reported."""
    if is_missing(value):
        return MISSING
    low = value if is_missing(low) else low
    high = value if is_missing(high) else high
    assert value is not None
    assert low is not None
    assert high is not None
    about = "≈ " if is_approximate else ""
    if low == high:
        return about + quantity(value, unit, short)
    # Rounded outward, for no bound may be told narrower than it is.
    least, most = quantity(low, unit, short, -1), quantity(high, unit, short, 1)
    if math.isinf(high):
        return f"≥ {about}{least}"
    if low <= 0 and high == value:
        return f"≤ {about}{most}"
    return about + span(least, most)


def span(low: str, high: str) -> str:
    """From–to, with the unit once where both have the same: 64,6–70 tỷ đồng."""
    number, _, unit = low.partition(" ")
    return f"{number}–{high}" if unit and unit == high.partition(" ")[2] else f"{low}–{high}"


def amount_of(row: Mapping[Any, Any], unit: str = "", short: bool = False) -> str:
    """`bounded` for a row of an answer's frame."""
    return bounded(row["value"], row["low"], row["high"], bool(row.get("is_approximate") or False), unit, short)


def day(value: Any) -> str:
    """A date as dd/mm/yyyy in both languages; the sign for missing when there is none."""
    if is_missing(value) or value == "":
        return MISSING
    if isinstance(value, str):
        return day(datetime.fromisoformat(value[:10])) if re.match(r"\d{4}-\d{2}-\d{2}", value) else value
    when = value.date() if isinstance(value, datetime) else value
    return f"{when.day:02}/{when.month:02}/{when.year:04}" if isinstance(when, date) else str(value)


def period_of(kind: str, start: Any, end: Any) -> str:
    """How a period is written: 2025, 2020–2025, 31/12/2024, or from–to."""
    if is_missing(start) or is_missing(end):
        return MISSING
    first, last = _iso(start), _iso(end)
    if kind == "year":
        return first[:4]
    if kind == "term":
        return f"{first[:4]}–{last[:4]}"
    if kind == "as_of" or first == last:
        return day(last)
    return f"{day(first)}–{day(last)}"


def _iso(value: Any) -> str:
    return value.isoformat()[:10] if hasattr(value, "isoformat") else str(value)[:10]


def shorten(name: str, width: int) -> str:
    """A name cut at a word, with an ellipsis, for the side of a chart."""
    if len(name) <= width:
        return name
    cut = name[: width - 1].rsplit(" ", 1)[0]
    return (cut if len(cut) > width // 2 else name[: width - 1]) + "…"


def short_forms() -> tuple[tuple[str, str], ...]:
    """The abbreviations everybody in the unions uses, in the language of the screen: long form and short one."""
    return _short_forms(language())


@cache
def _short_forms(lang: str) -> tuple[tuple[str, str], ...]:
    with (Path(__file__).parent / "short_names.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["long"], row[f"short_{lang}"] or row["short_vi"]) for row in csv.DictReader(file))


def short_name(name: str, width: int = 30) -> str:
    """A branch name with the abbreviations everybody in the unions uses, then cut."""
    for long, short in short_forms():
        name = name.replace(long, short)
    return shorten(name, width)


def wrapped_name(name: str, width: int = 24) -> list[str]:
    """A branch name on at most two lines, the second cut with an ellipsis where it must be."""
    whole = short_name(name, 10_000)
    before, bracket, after = whole.partition(" (")
    if bracket and len(before) <= width:
        return [before, shorten(f"({after}", width)]
    words = whole.split()
    first = ""
    while words and len(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    return [line for line in (first, shorten(rest, width) if rest else "") if line]


def escape_markdown(text: Any) -> str:
    """Text that Markdown shows letter by letter."""
    return MARKDOWN.sub(r"\\\1", str(text)).replace("\n", " ")


def escape(text: Any) -> str:
    """Text that HTML shows letter by letter."""
    return html.escape(str(text), quote=True)


def plotly_text(text: Any) -> str:
    """Text that Plotly's own little HTML shows letter by letter."""
    return html.escape(str(text), quote=False).replace("%{", "%&#123;")
