"""Finds the tables of a returned template: which sheet holds which, which column is what, however they were moved."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.quantity import fold
from etl.workbook.cells import Cell, Place, Sheet
from etl.workbook.layout import (
    FIGURE_HEADINGS,
    LIST_HEADINGS,
    REASON_HEADING,
    SOURCE_HEADINGS,
    TARGET_HEADINGS,
    UNDECIDED,
)
from etl.workbook.periods import Period, parse_period
from etl.workbook.units import unit_above
from etl.workbook.values import text_of

SEARCHED_ROWS = 40
_HEADINGS = {
    "observations": FIGURE_HEADINGS | REASON_HEADING,
    "targets": TARGET_HEADINGS | REASON_HEADING,
    "sources": SOURCE_HEADINGS | REASON_HEADING,
}
# A row is a header where it names at least these, by machine name or by heading.
_NEEDED = {
    "targets": ({"branch_name", "metric_name", "period_name"},),
    "sources": ({"source_no", "title"},),
    "observations": ({"branch_id", "metric_id"}, {"branch_name", "metric_name"}),
}


@dataclass(frozen=True)
class Table:
    """A table of a template on its sheet: the place of each known column, the periods, and where its rows begin.

    `contested` columns carry a period in their heading other than in their hidden key: what they hold cannot be told.
    `twins` are columns of one period, each with all of them: a row may fill one. `unknown` columns have neither
    key nor heading that is understood. `unit_above` is the unit of money a line above the table says, in đồng.
    `keys` and `headings` are what stands in the hidden and in the visible row of the head.
    """

    kind: str
    sheet: Sheet
    first_row: int
    columns: dict[str, int]
    periods: dict[int, Period] = field(default_factory=dict)
    contested: dict[int, str] = field(default_factory=dict)
    twins: dict[int, frozenset[int]] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    unit_above: int | None = None
    keys: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a known column in a row, None where the column is gone."""
        column = self.columns.get(name)
        return None if column is None else self.sheet.rows[row][column]

    def text(self, row: int, name: str) -> str:
        return text_of(self.cell(row, name))

    def code(self, row: int, name: str) -> str | None:
        """The format of the cell of a known column, where it shows more than digits."""
        return self.sheet.formats.get((row, self.columns.get(name, -1)))

    def heading(self, column: int) -> str:
        """How a column is called in a message: its period or heading, and its letters."""
        period = self.periods.get(column)
        names = {place: name for name, place in self.columns.items()}
        if column in self.contested and self.headings.get(column):
            return f"{self.headings[column]} ({letters(column)})"
        words = period.label if period else _HEADINGS[self.kind].get(names.get(column, ""), "")
        return f"{words} ({letters(column)})" if words else letters(column)


def letters(column: int) -> str:
    """The letters of a column counted from 0, as a spreadsheet shows them."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def find_table(sheet: Sheet) -> Table | None:
    """The table a sheet holds: figures, targets or sources; None where its first rows are the head of none of them."""
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        texts = [text_of(cell) for cell in row]
        for kind, needed in _NEEDED.items():
            machine = _places(texts, {name: name for name in _HEADINGS[kind]})
            if any(names <= machine.keys() for names in needed):
                return _with_machine_row(sheet, kind, number, machine)
            spoken = _places([fold(text) for text in texts], _spoken(kind))
            if any(names <= spoken.keys() for names in needed):
                return _table(sheet, kind, number + 1, {}, spoken, {}, texts)
    return None


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet is the hidden list of names a template carries."""
    return bool(sheet.rows) and [text_of(cell) for cell in sheet.rows[0][:2]] == list(LIST_HEADINGS[:2])


def _spoken(kind: str) -> dict[str, str]:
    return {fold(heading): name for name, heading in _HEADINGS[kind].items()}


def _places(texts: list[str], names: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        if text in names:
            found.setdefault(names[text], column)
    return found


def _with_machine_row(sheet: Sheet, kind: str, number: int, machine: dict[str, int]) -> Table:
    """A table whose hidden row survived; the row of headings is looked for below it."""
    keys = [text_of(cell) for cell in sheet.rows[number]]
    spoken_names = _spoken(kind)
    for below in range(number + 1, min(number + 6, len(sheet.rows))):
        headings = [text_of(cell) for cell in sheet.rows[below]]
        spoken = _places([fold(text) for text in headings], spoken_names)
        if len(spoken) >= 2:
            keyed = {column: key for column, key in enumerate(keys) if key}
            return _table(sheet, kind, below + 1, machine, spoken, keyed, headings)
    return _table(sheet, kind, number + 1, machine, {}, dict(enumerate(keys)), [""] * len(keys))


def _table(
    sheet: Sheet,
    kind: str,
    first_row: int,
    machine: dict[str, int],
    spoken: dict[str, int],
    keys: dict[int, str],
    headings: list[str],
) -> Table:
    taken = set(machine.values())
    columns = {name: place for name, place in spoken.items() if place not in taken} | machine
    periods: dict[int, Period] = {}
    contested: dict[int, str] = {}
    if kind == "observations":
        for column, heading in enumerate(headings):
            if column not in columns.values() and (found := period_of(heading, keys.get(column, ""))):
                periods[column], reason = found
                if reason:
                    contested[column] = reason
    alike: dict[Period, set[int]] = {}
    for column in periods.keys() - contested.keys():
        alike.setdefault(periods[column], set()).add(column)
    groups = [frozenset(group) for group in alike.values() if len(group) > 1]
    twins = {column: group for group in groups for column in group}
    known = set(columns.values()) | set(periods)
    unknown = tuple(
        column
        for column in range(len(headings))
        if column not in known and any(row[column] is not None for row in sheet.rows[first_row:])
    )
    above = (unit_above(cell) for row in sheet.rows[:first_row] for cell in row if isinstance(cell, str))
    multiple = next((found for found in above if found is not None), None)
    return Table(
        kind, sheet, first_row, columns, periods, contested, twins, unknown, multiple, keys, dict(enumerate(headings))
    )


def period_of(heading: str, key: str) -> tuple[Period, str] | None:
    """The period of a column, and why it is not clear or ""; None where neither heading nor hidden key names one."""
    named = parse_period(heading)
    if key.startswith(UNDECIDED):
        # Handed back for a person to decide: a period as its heading is a decision.
        candidates = [period for part in key.split(UNDECIDED) if (period := parse_period(part))]
        if named or not candidates:
            return (named, "") if named else None
        return candidates[0], f"the heading says {heading}"
    keyed = parse_period(key) if key.count("|") == 2 else None
    if keyed and heading and named != keyed:
        return keyed, f"the heading says {heading}, the hidden key {keyed.label}"
    period = keyed or named
    return (period, "") if period else None


def merged_places(sheet: Sheet) -> dict[Place, Place]:
    """For every cell inside a merged area the cell at its upper left, which alone holds the value."""
    places: dict[Place, Place] = {}
    height, width = len(sheet.rows), max((len(row) for row in sheet.rows), default=0)
    for (top, left), (bottom, right) in sheet.merged:
        for row in range(top, min(bottom, height - 1) + 1):
            for column in range(left, min(right, width - 1) + 1):
                places[row, column] = (top, left)
    return places
