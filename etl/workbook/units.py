"""The unit a row, or what stands around a table, says its figures are counted in, beside the unit of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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
# "nghìn đồng", "tr.đ", "1.000đ" anywhere in a text; behind a number it is an amount: "hỗ trợ 5 triệu đồng".
_MULTIPLE_OF_MONEY = re.compile(
    r"(?<![\w.,])(?:1[., ]?000(?:[., ]?000){0,2}|(?:nghin |ngan )?(?:trieu|tr|ty|ti)|nghin|ngan|ng|k)"
    r"[. ]*(?:dong|vnd|d|₫)(?!\w)(?! chi\b)"
)
_STATED = re.compile(r"\b(?:don vi|dvt?)\b(?: tinh)?(?: bang)?(?: tien)?(?: te)?[\s:=(–—-]*([^()]+)")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class UnitAround:
    """What the texts around a table say money is counted in: `multiple` đồng, None where they say nothing.

    unclear: what stands there where it cannot be told which figures are meant, or where two texts disagree; else "".
    """

    multiple: int | None = None
    unclear: str = ""

    def with_note(self, note: str) -> UnitAround:
        """What holds for a row with a note: one that names a multiple of money leaves it unclear what is meant."""
        return UnitAround(unclear=f"“{note[:80]}”") if note and names_multiple(note) else self


def multiple_of(written: str, metric: Metric, around: UnitAround) -> int | Refused:
    """How many units of the metric a figure of a row counts: 1, or what a unit of money such as triệu đồng says.

    written: the unit as the row says it, "" where it says none. Units that are not understood, or that contradict each
    other, are refused.
    """
    is_money = metric.unit == "vnd"
    said = _said(written, metric) if written else None
    if isinstance(said, Refused):
        return said
    if is_money and around.unclear:
        return Refused(f"one unit of money for each row; the sheet says {around.unclear}", "unit_mismatch")
    if not is_money or around.multiple is None:
        return said or 1
    if said is not None and said != around.multiple:
        return Refused("one unit: the one above the table and the one of the row differ", "unit_mismatch")
    return around.multiple


def is_unit_lost(written: str, metric: Metric | None, around: UnitAround) -> bool:
    """Whether a row alone, without what stands around its table, would be counted otherwise.

    Of a `metric` that is not known (None) nobody can say that it is no money.
    """
    if metric is None:
        return bool(around.unclear) or around.multiple not in (None, 1)
    if metric.unit != "vnd":
        return False
    return bool(around.unclear) or (
        around.multiple is not None and around.multiple != multiple_of(written, metric, UnitAround())
    )


def unit_around(texts: Iterable[str]) -> UnitAround:
    """What the lines above and below a table, and the name of its sheet, say of the unit of its money."""
    said: dict[str, frozenset[int]] = {}
    for text in texts:
        found = units_in(text)
        if found is not None:
            said[text.strip()] = found
    multiples = frozenset().union(*said.values())
    if len(multiples) > 1 or any(not found for found in said.values()):
        return UnitAround(unclear=", ".join(f"“{text[:80]}”" for text in said))
    return UnitAround(next(iter(multiples), None))


def names_multiple(text: str) -> bool:
    """Whether a heading names a multiple of money: "Năm 2025 (nghìn đồng)"."""
    return any(multiple != 1 for multiple in units_in(text) or ()) or units_in(text) == frozenset()


@lru_cache(maxsize=50_000)
def units_in(text: str) -> frozenset[int] | None:
    """The multiples of đồng a text states; None where it says nothing of them, empty where it is not clear what."""
    words = fold(text)
    named = [m for m in _MULTIPLE_OF_MONEY.finditer(words) if not words[: m.start()].rstrip()[-1:].isdigit()]
    stated = [part for match in _STATED.finditer(words) for part in _parts(match.group(1))]
    bracketed = [part for match in _IN_BRACKETS.finditer(words) for part in _parts(match.group(1))]
    bracketed = [part for part in [words, *bracketed] if _MULTIPLE_OF_MONEY.fullmatch(part)]
    multiples = frozenset(found for part in stated + bracketed if (found := money_multiple(part)) is not None)
    meant = {money_multiple(match.group()) for match in named}
    if not meant <= multiples:
        return frozenset()
    return multiples or None


def _parts(text: str) -> list[str]:
    return [part.strip(" .:") for part in re.split(r"[,;/&+](?!\d)|\bva\b", text)]


def _said(written: str, metric: Metric) -> int | Refused:
    words = fold(written).strip("().: ")
    own = {fold(metric.unit_vi), *(part.strip() for part in fold(metric.unit_vi).split(",")), metric.unit}
    if words in own | _OTHER_WORDS.get(metric.unit, set()):
        return 1
    multiple = money_multiple(written) if metric.unit == "vnd" else None
    if multiple is None:
        return Refused(f"the unit of this figure, {metric.unit_vi}", "unit_mismatch")
    return multiple
