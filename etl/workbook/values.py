"""One filled cell to the number of the fact formats, or the reason why not; what a cell means depends on its metric."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etl.quantity import LONGEST_NUMBER, REASONS, NotStated, Unclear, parse_quantity
from etl.workbook.catalogue import RATINGS, rating_of
from etl.workbook.cells import Cell

SMALLEST_AMOUNT = 1000


@dataclass(frozen=True)
class Number:
    """A value as text of the fact formats, with its bound; `doubt` as in Quantity."""

    text: str
    qualifier: str = "exact"
    is_strict: bool = False
    doubt: str | None = None


@dataclass(frozen=True)
class Refused:
    """What a cell should hold instead, and the rule of refusal."""

    expected: str
    rule: str


def text_of(cell: Cell) -> str:
    """A cell as the text a person sees in it, "" for an empty one; days as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return plain(_decimal(cell)) if isinstance(cell, int | float) else cell.strip()


def plain(number: Decimal) -> str:
    """A number without exponent, thousands or trailing noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_value(cell: Cell, unit: str, *, is_percent_cell: bool = False) -> Number | NotStated | Refused:
    """The number of a filled cell for a metric counted in `unit` (a unit of the catalogue)."""
    if isinstance(cell, date):
        return Refused(
            "a number; the cell holds a date, perhaps made of 12.5 or 1/2 by the spreadsheet", "date_as_number"
        )
    if isinstance(cell, bool):
        return Refused("a number", "bad_number")
    if isinstance(cell, int | float):
        return _from_number(_decimal(cell), unit, is_percent_cell)
    return _from_text(cell or "", unit)


def _decimal(number: float) -> Decimal:
    # Sums of a spreadsheet carry noise in the sixteenth digit; nine decimals are all a figure may have.
    value = Decimal(repr(number))
    return value if not value.is_finite() or value == value.to_integral_value() else round(value, 9)


def _from_number(value: Decimal, unit: str, is_percent_cell: bool) -> Number | Refused:
    if not value.is_finite():
        return Refused("a number", "bad_number")
    if abs(value) * (100 if is_percent_cell else 1) >= 10**LONGEST_NUMBER:
        return Refused(REASONS["too_long"], "bad_number")
    if is_percent_cell:
        if unit != "percent":
            return Refused(f"a number of {unit}; the cell shows a percentage", "unit_mismatch")
        return Number(plain(round(value * 100, 7)))
    return _bounded(Number(plain(value)), value, unit)


def _from_text(text: str, unit: str) -> Number | NotStated | Refused:
    if unit == "rank" and (rating := rating_of(text)) is not None:
        return Number(str(rating))
    read = parse_quantity(text)
    if isinstance(read, NotStated):
        return read
    if isinstance(read, Unclear):
        if unit == "rank":
            return Refused(f"one of {', '.join(RATINGS)}", "bad_rating")
        expected = REASONS[read.reason]
        if read.readings:
            expected += f" ({' or '.join(plain(reading) for reading in read.readings)}?)"
        return Refused(expected, "ambiguous_number" if read.reason.startswith("ambiguous") else "bad_number")
    if _other_unit(read.unit, unit):
        return Refused(f"a number of {unit}", "unit_mismatch")
    number = Number(plain(read.value), read.qualifier, read.is_strict, read.doubt)
    # A text with its sign or its scale word has said its unit; a bare one has not.
    return number if read.unit == "percent" or read.factor > 1 else _bounded(number, read.value, unit)


def _other_unit(stated: str | None, unit: str) -> bool:
    if stated is None:
        return False
    kind = stated if stated in ("vnd", "percent") else "count"
    return kind != (unit if unit in ("vnd", "percent") else "count")


def _bounded(number: Number, value: Decimal, unit: str) -> Number | Refused:
    """Refuse what is more likely a share of one, or a number of millions, than what its column asks for."""
    if unit == "percent" and 0 < value <= 1:
        return Refused(
            f"{plain(value)} may be {plain(value)}% or {plain(value * 100)}%: write it with its % sign",
            "ambiguous_percent",
        )
    if unit == "vnd" and 0 < abs(value) < SMALLEST_AMOUNT:
        return Refused(f"an amount in đồng: {plain(value)} đồng, or {plain(value)} triệu?", "amount_too_small")
    return number
