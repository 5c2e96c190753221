"""Reads the numbers of a row of the sheet of targets: the aim, how it is compared, and what is said to be attained."""

from __future__ import annotations

from etl.quantity import NotStated
from etl.workbook.catalogue import Metric
from etl.workbook.layout import comparator_of
from etl.workbook.saved import held_back
from etl.workbook.tables import Table
from etl.workbook.units import multiple_of
from etl.workbook.values import Number, Refused, read_value, text_of

AIMS = ("value", "attained_value", "attained_pct")
STRUCK = Refused("a figure of which no part is struck out, raised or lowered: write the figure alone", "struck_text")


def read_aim(table: Table, row: int, metric: Metric) -> dict[str, str | Number | None] | tuple[str, Refused]:
    """The aim of a row with its comparator and what the source says was attained; or the column at fault, and why."""
    numbers: dict[str, str | Number | None] = {}
    for name in AIMS:
        number = _number_of(table, row, name, metric)
        if isinstance(number, Refused):
            return name, number
        if number and name != "value" and number.qualifier != "exact":
            return name, Refused("a number without a bound", "unknown_value")
        numbers[name] = number
    comparator = _comparator(table.text(row, "comparator"), numbers["value"])
    if isinstance(comparator, Refused):
        return "comparator", comparator
    return numbers | {"comparator": comparator}


def _number_of(table: Table, row: int, name: str, metric: Metric) -> Number | Refused | None:
    cell, is_share = table.cell(row, name), name == "attained_pct"
    if rule := held_back(cell):
        return Refused("the right figure in place of the words that hold it back", rule)
    if (row, table.columns.get(name, -1)) in table.sheet.without_value:
        return Refused("a number, not a formula without result or with an error", "formula_error")
    if cell is None or text_of(cell) == "":
        return None
    if (row, table.columns[name]) in table.sheet.struck:
        return STRUCK
    multiple = 1 if is_share else multiple_of("", metric, table.unit.with_note(table.text(row, "note")))
    if isinstance(multiple, Refused):
        return multiple
    if metric.unit == "vnd" and not is_share and (beside := _beside(table, row, name, multiple)):
        return beside
    unit = "percent" if is_share else metric.unit
    value = read_value(cell, unit, code=table.code(row, name), multiple=multiple)
    return None if isinstance(value, NotStated) else value


def aim_beside(table: Table, row: int) -> Refused | None:
    """What contradicts, in notes and print headers, that the money of a row of targets is counted in đồng."""
    return next((found for name in AIMS[:2] if (found := _beside(table, row, name, 1))), None)


def _beside(table: Table, row: int, name: str, multiple: int) -> Refused | None:
    return table.remarks.contradiction(row, table.columns.get(name, -1), multiple)


def _comparator(text: str, aim: str | Number | None) -> str | Refused:
    """The comparator a row states by its own column or by the bound of its aim; the two must not contradict."""
    expected = "Ít nhất (≥), Trên (>), Bằng (=) or Nhiều nhất (≤)"
    chosen = comparator_of(text) if text else None
    if text and chosen is None:
        return Refused(expected, "unknown_value")
    bound = None
    if isinstance(aim, Number) and aim.qualifier != "exact":
        bounds = {("at_least", False): "ge", ("at_least", True): "gt", ("at_most", False): "le"}
        bound = bounds.get((aim.qualifier, aim.is_strict))
        if bound is None:
            return Refused(f"an aim that is reached or not: {expected}", "unknown_value")
    if chosen and bound and chosen != bound:
        return Refused("the comparator and the bound of the aim to say the same", "comparator_mismatch")
    return chosen or bound or Refused(expected, "unknown_value")
