"""Reads one Vietnamese quantity as people write it ("trên 500 triệu", "1 tỷ 250 triệu", "25,6%"), or says why not.

Pure Python, shared by everything that reads figures from text. Nothing is guessed: what can mean two numbers is refused
with both readings, and what was read in spite of an unusual form carries a doubt for a person to see.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

LONGEST_TEXT = 120
LONGEST_NUMBER = 15


@dataclass(frozen=True)
class Quantity:
    """A number with its bound: `value` in single units (đồng, persons, or per cent where `unit` is "percent").

    qualifier: exact, at_least, at_most, about; `is_strict` where the text says more (or less) than the value itself;
    factor: the largest scale word (1 without one, 1_000_000 for triệu); unit: vnd, percent, a counted noun as written,
    or None; doubt: None, or why a person should look at it (english_separators, decimal_point).
    """

    value: Decimal
    qualifier: str = "exact"
    is_strict: bool = False
    factor: int = 1
    unit: str | None = None
    doubt: str | None = None


@dataclass(frozen=True)
class NotStated:
    """The text says that there is no figure; which is not zero."""


@dataclass(frozen=True)
class Unclear:
    """Why a text is no quantity: `reason` is one of REASONS, `readings` the numbers it could mean, if any."""

    reason: str
    readings: tuple[Decimal, ...] = ()


REASONS = {
    "ambiguous_separator": "a number whose point or comma is either thousands or decimals: write it without thousands",
    "ambiguous_tail": "one number: each part with its unit, or all of it in digits",
    "ambiguous_zero": "0 where nothing happened, an empty cell where nothing was reported",
    "date": "a number, not a date",
    "fraction": "one number, not a fraction",
    "no_number": "a number",
    "no_words": "a number, or “chưa có số liệu” where there is none",
    "parentheses": "a number without brackets: with a minus sign where it is negative",
    "range": "one number, or a bound such as ≥ 500: a range is two numbers",
    "separators": "thousands in groups of three, one decimal comma: 1.234.567,8",
    "tail": "a number with its unit and nothing after it",
    "too_long": "a number of at most 15 digits",
    "two_qualifiers": "one bound: ≥, ≤ or ≈",
    "units_disorder": "units from large to small, each part smaller than the unit before it: 1 tỷ 250 triệu",
}

_NOT_STATED = {
    *("chua co so lieu", "khong co so lieu", "chua bao cao", "khong bao cao", "chua thong ke", "khong thong ke"),
    *("chua co", "chua ro", "khong ro", "khong neu", "n/a"),
}
# A sign that somebody was not sure withdraws nothing.
_NO_WORDS = re.compile(r"[?.…]+|na")
_ZERO_OR_NOT = {"-", "–", "—", "khong", "khong co", "khong phat sinh", "x", "/", "k"}
# Longest first: "khong qua" must win over "khong".
_QUALIFIERS = (
    *(("at_least", True, word) for word in ("lon hon", "nhieu hon", "tren", "hon", ">")),
    *(("at_least", False, word) for word in ("it nhat", "toi thieu", "khong duoi", "khong it hon", "≥", ">=", "=>")),
    *(("at_most", True, word) for word in ("it hon", "nho hon", "duoi", "chua den", "chua toi", "<")),
    *(("at_most", False, word) for word in ("khong qua", "khong vuot qua", "toi da", "nhieu nhat", "≤", "<=", "=<")),
    *(("about", False, word) for word in ("khoang", "chung", "xap xi", "uoc", "uoc tinh", "uoc dat", "gan", "≈", "~")),
)
_OPENING = sorted(_QUALIFIERS, key=lambda entry: -len(entry[2]))
_CLOSING = {"tro len": ("at_least", False), "tro xuong": ("at_most", False), "+": ("at_least", False)}
_SCALES = {
    "k": 10**3,
    "nghin": 10**3,
    "ngan": 10**3,
    "ng": 10**3,
    "tr": 10**6,
    "trieu": 10**6,
    "ty": 10**9,
    "ti": 10**9,
}
_MONEY = {"d", "dong", "vnd", "₫", "viet nam dong"}
_MONEY_UNIT = re.compile(
    r"(1000(?:000){0,2})?(nghin|ngan|ng|k)?(trieu|tr|ty|ti)?((?:d|dong|vnd|₫)(?:vietnam|vn)?|vietnamdong)?"
)
_PERCENT = {"%", "phan tram"}
_NOUNS = {
    *("nguoi", "luot", "luot nguoi", "doan vien", "dv", "suat", "suat qua", "phan", "phan qua", "qua", "nha", "can"),
    *("cuoc", "don", "don vi", "to", "tap the", "sang kien", "giai", "lan", "chuyen", "cong doan", "cdcs", "ban"),
    *("danh hieu", "chi tieu", "dong chi", "d/c", "em", "chau", "hoc sinh", "cong nhan", "lao dong", "thoa uoc"),
}
_AMOUNT = re.compile(r"\s*([0-9](?:[0-9.,]|[ \u00a0\u2009\u202f](?=[0-9]{3}(?![0-9])))*)\s*")
_DATE = re.compile(r"[0-9]{1,4}([/-])[0-9]{1,2}\1[0-9]{1,4}")
_RANGE = re.compile(r"[0-9%]\s*(?:[-–—]|\bden\b|\btoi\b)\s*[0-9]|\btu\b.*\b(?:den|toi)\b")


def parse_quantity(
    text: str, *, of_percent: bool = False, of_thousands: bool = False
) -> Quantity | NotStated | Unclear:
    """The quantity a text states, that it states none, or why it cannot be told; never raises.

    Vietnamese writing is expected: points part thousands, a comma opens decimals. "1.234" is 1234; "1,234" may be
    either and is refused, as are "1.234 tỷ" and "1,234 tỷ"; "1,234,567.8" can only be English and is read with a doubt.
    `of_percent` and `of_thousands` say that what stands beside the text counts per cent, or thousands and more: then
    "1.234" is as unclear without those words as with them.
    """
    plain = fold(text)
    if len(plain) > LONGEST_TEXT:
        return Unclear("tail")
    plain = plain.removeprefix("'").strip()
    if plain in _NOT_STATED:
        return NotStated()
    if _NO_WORDS.fullmatch(plain):
        return Unclear("no_words")
    if plain in _ZERO_OR_NOT:
        return Unclear("ambiguous_zero")
    if _DATE.search(plain):
        return Unclear("date")
    if _RANGE.search(plain):
        return Unclear("range")
    if plain.startswith("(") and plain.endswith(")"):
        return Unclear("parentheses")
    bound = _take_qualifiers(plain)
    if isinstance(bound, Unclear):
        return bound
    rest, qualifier, is_strict = bound
    sign = 1
    if rest[:1] in ("-", "−"):
        rest, sign = rest[1:].lstrip(), -1
    if not rest[:1].isascii() or not rest[:1].isdigit():
        return Unclear("no_number")
    if re.search(r"[0-9]\s*/\s*[0-9]", rest):
        return Unclear("fraction")
    amount = _amount(rest, of_percent, of_thousands)
    if isinstance(amount, Unclear):
        return amount
    return Quantity(sign * amount.value, qualifier, is_strict, amount.factor, amount.unit, amount.doubt)


def money_multiple(text: str) -> int | None:
    """How many đồng a unit of money counts ("đồng" 1, "triệu đồng", "tr.đ" 1_000_000, "1.000đ" 1000); None if none."""
    match = _MONEY_UNIT.fullmatch(re.sub(r"[\s.,()]", "", fold(text)))
    if not match or not any(match.groups()):
        return None
    number, small, large, _ = match.groups()
    if number and (small or large):
        return None
    return int(number or 1) * (_SCALES[small] if small else 1) * (_SCALES[large] if large else 1)


# Names, units and headings of a form stand in thousands of rows.
@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case without diacritics and with single spaces: how words are compared, however they were typed."""
    text = unicodedata.normalize("NFD", text.lower())
    text = "".join(letter for letter in text if not unicodedata.combining(letter)).replace("đ", "d")
    return " ".join(text.split())


def _take_qualifiers(text: str) -> tuple[str, str, bool] | Unclear:
    """The text without the words of its bound, the bound, and whether it is a strict one."""
    found = []
    for ending, (qualifier, is_strict) in _CLOSING.items():
        if text.endswith(ending) and len(text) > len(ending):
            text = text.removesuffix(ending).rstrip()
            text = text.removeprefix("tu ")
            found.append((qualifier, is_strict))
            break
    while True:
        for qualifier, is_strict, word in _OPENING:
            if text.startswith(word) and not (word[-1].isalpha() and text[len(word) : len(word) + 1].isalnum()):
                text = text.removeprefix(word).lstrip(" :")
                found.append((qualifier, is_strict))
                break
        else:
            break
    if len(found) > 1:
        return Unclear("two_qualifiers")
    qualifier, is_strict = found[0] if found else ("exact", False)
    return text, qualifier, is_strict


def _amount(text: str, of_percent: bool, of_thousands: bool) -> Quantity | Unclear:
    """One or more numbers with their scale words, then a unit, and nothing else."""
    total, factor, previous, doubt = Decimal(0), 1, 0, None
    while match := _AMOUNT.match(text):
        digits, text = match.group(1), text[match.end() :]
        scale, text = _take_scale(text)
        may_be_decimal = of_percent or of_thousands or _unit(text) == "percent"
        number = _number(digits, has_scale=scale > 1, may_be_decimal=may_be_decimal)
        if isinstance(number, Unclear):
            return Unclear(number.reason, tuple(reading * scale for reading in number.readings))
        part = number.value * scale
        if previous and (scale >= previous or part >= previous):
            return Unclear("units_disorder" if scale > 1 else "tail")
        if previous and total % previous:
            return Unclear("units_disorder")
        if previous and scale == 1 and (readings := _tails(digits, part, previous, total)):
            return Unclear("ambiguous_tail", readings)
        total += part
        doubt = doubt or number.doubt
        factor = max(factor, scale)
        if scale > 1 and (half := re.match(r"ruoi\b\s*", text)):
            total, text = total + Decimal(scale) / 2, text[half.end() :]
        previous = scale
        if scale == 1:
            break
    unit = _unit(text)
    if text and unit is None:
        return Unclear("tail")
    # "2 triệu 5" may mean 2.500.000: a bare number after a scale word is only clear in đồng.
    if factor > 1 and previous == 1 and unit != "vnd":
        return Unclear("tail")
    if unit == "percent" and factor > 1:
        return Unclear("tail")
    if abs(total) >= 10**LONGEST_NUMBER:
        return Unclear("too_long")
    return Quantity(total, factor=factor, unit=unit, doubt=doubt)


def _tails(digits: str, part: Decimal, previous: int, total: Decimal) -> tuple[Decimal, ...]:
    """The two numbers that digits behind a scale word may make: "1 tỷ 250 đồng" is said for 1.250 triệu too."""
    if part >= 10_000 or not digits.isdigit():
        return ()
    literal, spoken = total + part, total + part * previous / 10 ** len(digits)
    return () if literal == spoken else (spoken, literal)


def _take_scale(text: str) -> tuple[int, str]:
    scale = 1
    while match := re.match(r"(nghin|ngan|trieu|tr|ty|ti|k)(?=d?(?![a-z]))\.?\s*", text):
        step = _SCALES[match.group(1)]
        # "nghìn tỷ" is a thousand billion; "tỷ triệu" is nothing anyone writes.
        if scale > 1 and step <= scale:
            return scale, text
        scale, text = scale * step, text[match.end() :]
    return scale, text


def _unit(text: str) -> str | None:
    word = text.strip().rstrip(".").strip()
    if word in _MONEY:
        return "vnd"
    if word in _PERCENT:
        return "percent"
    return word if word in _NOUNS else None


def _number(digits: str, *, has_scale: bool, may_be_decimal: bool) -> Quantity | Unclear:
    """The value of digits with separators (DESIGN.md 6: 1.234.567,8)."""
    spaced = re.sub(r"\s", " ", digits)
    if spaced[-1] in ".,":
        return Unclear("separators")
    if sum(letter.isdigit() for letter in spaced) > LONGEST_NUMBER:
        return Unclear("too_long")
    if " " in spaced:
        head, comma, tail = spaced.partition(",")
        if "." in spaced or " " in tail or "," in tail or not _is_grouped(head, " "):
            return Unclear("separators")
        return Quantity(Decimal(head.replace(" ", "") + ("." + tail if comma else "")))
    points, commas = spaced.count("."), spaced.count(",")
    if points and commas:
        return _both(spaced, points, commas)
    if points:
        return _points(spaced, points, has_scale or may_be_decimal)
    return _commas(spaced, commas) if commas else Quantity(Decimal(spaced))


def _both(text: str, points: int, commas: int) -> Quantity | Unclear:
    last = max(text.rfind("."), text.rfind(","))
    head, tail = text[:last], text[last + 1 :]
    if text[last] == "," and commas == 1 and _is_grouped(head, "."):
        return Quantity(Decimal(head.replace(".", "") + "." + tail))
    if text[last] == "." and points == 1 and _is_grouped(head, ","):
        return Quantity(Decimal(head.replace(",", "") + "." + tail), doubt="english_separators")
    return Unclear("separators")


def _points(text: str, points: int, may_be_decimal: bool) -> Quantity | Unclear:
    grouped = _is_grouped(text, ".")
    whole, decimal = Decimal(text.replace(".", "")), Decimal(text) if points == 1 else None
    if grouped and points > 1:
        return Quantity(whole)
    if decimal is None:
        return Unclear("separators")
    if grouped and may_be_decimal:
        return Unclear("ambiguous_separator", (whole, decimal))
    if grouped:
        return Quantity(whole)
    if len(text.split(".")[1]) == 3 and not text.startswith("0"):
        return Unclear("separators")
    return Quantity(decimal, doubt="decimal_point")


def _commas(text: str, commas: int) -> Quantity | Unclear:
    grouped = _is_grouped(text, ",")
    if commas > 1:
        return (
            Quantity(Decimal(text.replace(",", "")), doubt="english_separators") if grouped else Unclear("separators")
        )
    decimal = Decimal(text.replace(",", "."))
    if grouped:
        return Unclear("ambiguous_separator", (Decimal(text.replace(",", "")), decimal))
    return Quantity(decimal)


def _is_grouped(text: str, sign: str) -> bool:
    """Whether digits stand in groups of three as thousands do; a leading nought is no thousand."""
    first, *groups = text.split(sign)
    if not groups:
        return text.isdigit()
    return (
        1 <= len(first) <= 3
        and first.isdigit()
        and first[0] != "0"
        and all(len(g) == 3 and g.isdigit() for g in groups)
    )
