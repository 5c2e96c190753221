"""Periods as people write them: a year, a half, a term, a day; to the dates of the fact formats and back to words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from etl.quantity import fold


@dataclass(frozen=True)
class Period:
    """A period of the fact formats; its key stands hidden in a template."""

    kind: str
    start: date
    end: date

    @property
    def key(self) -> str:
        return f"{self.kind}|{self.start}|{self.end}"

    @property
    def label(self) -> str:
        """How a heading names it, in Vietnamese."""
        if self.kind == "year":
            return f"Năm {self.start.year}"
        if self.kind == "half":
            return f"6 tháng {'đầu' if self.start.month == 1 else 'cuối'} năm {self.start.year}"
        if self.kind == "term":
            return f"Nhiệm kỳ {self.start.year}-{self.end.year}"
        if self.kind == "as_of":
            return f"Ngày {self.start:%d/%m/%Y}"
        return f"Từ {self.start:%d/%m/%Y} đến {self.end:%d/%m/%Y}"


_YEAR = re.compile(r"(?:nam )?((?:19|20)\d\d)")
_HALF = re.compile(r"(?:6|sau) thang (dau|cuoi)(?: nam)? ((?:19|20)\d\d)|((?:19|20)\d\d)[ -]?h([12])")
_TERM = re.compile(r"(?:nhiem ky |nk ?|term:)?((?:19|20)\d\d) ?[-–—] ?((?:19|20)\d\d)")
_DAY = re.compile(r"(?:den )?(?:ngay |as_of:)?(.+)")
_DATE = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)|(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam ((?:19|20)\d\d)"
)
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[t ]00:00:00(?:\.0+)?)?")


def parse_period(text: str) -> Period | None:
    """The period of "2025", "2025H1", "2023-2028", "31/12/2025", a heading such as "Nhiệm kỳ 2023-2028", or a key."""
    words = fold(text)
    if words.count("|") == 2:
        return _from_key(words)
    if match := _YEAR.fullmatch(words):
        year = int(match.group(1))
        return Period("year", date(year, 1, 1), date(year, 12, 31))
    if match := _HALF.fullmatch(words):
        year = int(match.group(2) or match.group(3))
        is_first = match.group(1) == "dau" or match.group(4) == "1"
        start, end = (date(year, 1, 1), date(year, 6, 30)) if is_first else (date(year, 7, 1), date(year, 12, 31))
        return Period("half", start, end)
    if match := _TERM.fullmatch(words):
        start_year, end_year = int(match.group(1)), int(match.group(2))
        return Period("term", date(start_year, 1, 1), date(end_year, 12, 31)) if start_year <= end_year else None
    if match := re.fullmatch(r"tu (.+) den (.+)", words):
        first, last = parse_date(match.group(1)), parse_date(match.group(2))
        return Period("other", first, last) if first and last and first <= last else None
    day = parse_date(match.group(1)) if (match := _DAY.fullmatch(words)) else None
    return Period("as_of", day, day) if day else None


def parse_date(text: str) -> date | None:
    """The day of dd/mm/yyyy, d-m-yyyy, "ngày 5 tháng 2 năm 2024" or yyyy-mm-dd; None for anything else."""
    words = fold(text)
    try:
        if match := _ISO_DATE.fullmatch(words):
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        if match := _DATE.fullmatch(words):
            day, month, year = (int(part) for part in match.groups() if part)
            return date(year, month, day)
    except ValueError:
        return None
    return None


def _from_key(words: str) -> Period | None:
    kind, *dates = words.split("|")
    start, end = (parse_date(text) for text in dates)
    if kind not in ("year", "half", "term", "as_of", "other") or not start or not end:
        return None
    return Period(kind, start, end)
