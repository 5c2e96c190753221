"""One filled cell to the number of the fact formats, or the reason why not; what a cell means depends on its metric."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from etl.quantity import LONGEST_NUMBER, REASONS, NotStated, Quantity, Unclear, parse_quantity
from etl.workbook.catalogue import RATINGS, rating_of
from etl.workbook.cells import Cell
from etl.workbook.number_formats import shown_number, shown_text

# Nobody sums up less than this for a branch, and below the second number a bare figure is more likely one of millions.
SMALLEST_AMOUNT = 1_000
SMALLEST_BARE_AMOUNT = 100_000
MILLION = 10**6
# Up to this a bare percentage may as well be a share of one: plans are met by half, or twice over.
LARGEST_SHARE = 2
# What is seen of a number may be rounded; where that hides more than this share of it, a person should look at it.
MOST_ROUNDED = Decimal("0.01")


@dataclass(frozen=True)
class Number:
    """A value as text of the fact formats, with its bound; `doubts` are keys of results.DOUBTS."""

    text: str
    qualifier: str = "exact"
    is_strict: bool = False
    doubts: tuple[str, ...] = ()


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


def seen_in(cell: Cell, code: str | None) -> str:
    """A cell as a person sees it, its format included; a number that its format hides is told as it is held."""
    if isinstance(cell, str):
        return (shown_text(cell, code) if code else cell).strip()
    if cell is None or isinstance(cell, bool | date):
        return text_of(cell)
    value = _decimal(cell)
    shown = shown_number(value, code) if code and value.is_finite() else None
    # "1.234" would be a thousand to who reads it.
    return shown.text if shown else plain(value).replace(".", ",") if value.is_finite() else text_of(cell)


def plain(number: Decimal) -> str:
    """A number without exponent, thousands or trailing noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_value(cell: Cell, unit: str, *, code: str | None = None, multiple: int = 1) -> Number | NotStated | Refused:
    """The number of a filled cell for a metric counted in `unit` (a unit of the catalogue).

    code: the format of the cell where it shows more than digits. multiple: how many of that unit the row counts in,
    1_000_000 where it says triệu đồng; what a cell says itself must agree with it.
    """
    if isinstance(cell, date):
        return Refused(
            "a number; the cell holds a date, perhaps made of 12.5 or 1/2 by the spreadsheet", "date_as_number"
        )
    if isinstance(cell, bool):
        return Refused("a number", "bad_number")
    if isinstance(cell, int | float):
        return _from_number(_decimal(cell), unit, code, multiple)
    text = cell or ""
    return _from_text(shown_text(text, code) if code else text, unit, multiple)


def _decimal(number: float) -> Decimal:
    # Sums of a spreadsheet carry noise in the sixteenth digit; it shows fifteen, nine of them decimals at most.
    value = Decimal(number) if isinstance(number, int) else Decimal(f"{number:.15g}")
    return value if not value.is_finite() or value == value.to_integral_value() else round(value, 9)


def _from_number(value: Decimal, unit: str, code: str | None, multiple: int) -> Number | Refused:
    if not value.is_finite():
        return Refused("a number", "bad_number")
    if abs(value) >= 10**LONGEST_NUMBER:
        return Refused(REASONS["too_long"], "bad_number")
    if code is None:
        return _scaled(Quantity(value), unit, multiple)
    shown = shown_number(value, code)
    words = parse_quantity(f"{shown.before}1{shown.after}") if shown else None
    # The words stand around a one in place of the number: what they make of it, they make of any number.
    if shown is None or not isinstance(words, Quantity) or words.value != words.factor:
        return Refused(f"a number shown as it is held; the cell holds {plain(value)}: type it again", "display_differs")
    own = words.factor if words.factor > 1 else multiple
    if shown.divided_by > 1 and shown.divided_by != own:
        return Refused(
            f"a number shown as it is held; the cell shows {shown.text} and holds {plain(value)}", "display_differs"
        )
    if abs(shown.value * words.factor) >= 10**LONGEST_NUMBER:
        return Refused(REASONS["too_long"], "bad_number")
    hidden = abs(shown.value - shown.rounded) > MOST_ROUNDED * abs(shown.value)
    read = replace(words, value=shown.value * words.factor, doubt="rounded_display" if hidden else None)
    return _scaled(read, unit, multiple)


def _from_text(text: str, unit: str, multiple: int) -> Number | NotStated | Refused:
    if unit == "rank" and (rating := rating_of(text)) is not None:
        return Number(str(rating))
    read = parse_quantity(text, of_percent=unit == "percent", of_thousands=multiple > 1)
    if isinstance(read, NotStated):
        return read
    if isinstance(read, Unclear):
        if unit == "rank":
            return Refused(f"one of {', '.join(RATINGS)}", "bad_rating")
        expected = REASONS[read.reason]
        if read.readings:
            expected += f" ({' or '.join(plain(reading) for reading in read.readings)}?)"
        return Refused(expected, "ambiguous_number" if read.reason.startswith("ambiguous") else "bad_number")
    return _scaled(read, unit, multiple)


def _scaled(read: Quantity, unit: str, multiple: int) -> Number | Refused:
    """A number in single units: in those the cell says itself, which must be the row's, or in the row's alone."""
    if _other_unit(read.unit, unit):
        return Refused(f"a number of {unit}", "unit_mismatch")
    if multiple > 1 and (read.factor not in (1, multiple) or (read.factor == 1 and read.unit is not None)):
        return Refused("the unit of the row and the unit written in the cell to be the same", "unit_mismatch")
    doubts = [read.doubt] if read.doubt else []
    value = read.value
    if multiple > 1 and read.factor == 1 and value != 0:
        value *= multiple
        doubts.append("unit_of_row")
    if abs(value) >= 10**LONGEST_NUMBER:
        return Refused(REASONS["too_long"], "bad_number")
    if unit not in ("vnd", "percent", "rank") and read.factor >= MILLION:
        doubts.append("millions_counted")
    number = Number(plain(value), read.qualifier, read.is_strict, tuple(doubts))
    return _bounded(number, value, unit, is_bare=read.unit is None and read.factor == 1 and multiple == 1)


def _other_unit(stated: str | None, unit: str) -> bool:
    if stated is None:
        return False
    kind = stated if stated in ("vnd", "percent") else "count"
    return kind != (unit if unit in ("vnd", "percent") else "count")


def _bounded(number: Number, value: Decimal, unit: str, *, is_bare: bool) -> Number | Refused:
    """Refuse what is more likely a share of one, or a number of millions, than what its column asks for."""
    if unit == "percent" and is_bare and 0 < value <= LARGEST_SHARE:
        return Refused(
            f"{plain(value)} may be {plain(value)}% or {plain(value * 100)}%: write it with its % sign",
            "ambiguous_percent",
        )
    if unit == "vnd" and 0 < abs(value) < (SMALLEST_BARE_AMOUNT if is_bare else SMALLEST_AMOUNT):
        return Refused(f"an amount in đồng: {plain(value)} đồng, or {plain(value)} triệu?", "amount_too_small")
    return number
