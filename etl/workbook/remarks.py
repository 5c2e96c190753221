"""Units of money in notes of cells and in print headers: nobody sees them in the table, so they are never applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.quantity import money_multiple
from etl.workbook.units import units_in
from etl.workbook.values import Refused

if TYPE_CHECKING:
    from etl.workbook.tables import Table

LONGEST_SHOWN = 80


@dataclass(frozen=True)
class Remark:
    """A text beside the cells, and how many đồng it says money is counted in; empty where that is not clear."""

    text: str
    multiples: frozenset[int]


@dataclass
class Remarks:
    """What is said of units of money beside the cells of one table: of all of it, of a row, of a column, of a cell."""

    of_all: list[Remark] = field(default_factory=list)
    of_rows: dict[int, list[Remark]] = field(default_factory=dict)
    of_columns: dict[int, list[Remark]] = field(default_factory=dict)
    of_cells: dict[tuple[int, int], list[Remark]] = field(default_factory=dict)

    def contradiction(self, row: int, column: int, multiple: int) -> Refused | None:
        """Why the money of a cell of a row counted in `multiple` đồng cannot be told; None where nothing differs."""
        for remark in self._concerning(row, column):
            if remark.multiples != {multiple}:
                return Refused(f"one unit of money; a note or the print header says “{remark.text}”", "unit_mismatch")
        return None

    def _concerning(self, row: int, column: int) -> Iterator[Remark]:
        yield from self.of_all
        yield from self.of_rows.get(row, ())
        yield from self.of_columns.get(column, ())
        yield from self.of_cells.get((row, column), ())


def remarks_of(table: Table, tables: Iterable[Table]) -> Remarks:
    """The remarks that concern a table among the `tables` of its sheet."""
    remarks = Remarks()
    # Alike, they need be held against a figure once.
    remarks.of_all += _distinct(_remark(text) for text in table.sheet.printed)
    others = [other for other in tables if other is not table]
    values = table.value_columns()
    for (row, column), text in table.sheet.notes.items():
        if any(other.top <= row < other.end for other in others) or (remark := _remark(text)) is None:
            continue
        if table.top <= row <= table.head_row and column in values:
            remarks.of_columns.setdefault(column, []).append(remark)
        elif table.first_row <= row < table.end and table.has_keys(row):
            if column in values:
                remarks.of_cells.setdefault((row, column), []).append(remark)
            else:
                remarks.of_rows.setdefault(row, []).append(remark)
        elif remark not in remarks.of_all:
            remarks.of_all.append(remark)
    return remarks


def _distinct(remarks: Iterable[Remark | None]) -> list[Remark]:
    return list(dict.fromkeys(remark for remark in remarks if remark))


def _remark(text: str) -> Remark | None:
    """What a text says of units of money, line by line: a spreadsheet puts the name of who wrote a note before it."""
    said = [found for line in text.splitlines() if (found := _units_of(line)) is not None]
    if not said:
        return None
    multiples = frozenset().union(*said) if all(said) else frozenset()
    return Remark(" ".join(text.split())[:LONGEST_SHOWN], multiples)


def _units_of(line: str) -> frozenset[int] | None:
    found = units_in(line)
    if found is None and (multiple := money_multiple(line)) is not None:
        # "triệu" alone, where a note says nothing else.
        return frozenset({multiple})
    return found
