"""Finds the tables of a returned template: which sheet holds which, which column is what, however they were moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from etl.quantity import Quantity, Unclear, fold, parse_quantity
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
from etl.workbook.remarks import Remarks, remarks_of
from etl.workbook.units import UnitAround, unit_around
from etl.workbook.values import text_of

SEARCHED_ROWS = 40
# A column with such a heading numbers the rows.
_NUMBERING = {"stt", "tt", "so tt", "so thu tu", "#"}
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
    """A table of a template on its sheet: the place of each known column, the periods, its rows up to `end`.

    `contested` columns carry a period in their heading other than in their hidden key: what they hold cannot be told.
    `twins` are columns of one period, each with all of them: a row may fill one. `unknown` columns have neither
    key nor heading that is understood; of these `strays` hold figures. `unit` is what stands around of money,
    `remarks` what notes and print headers say of it.
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
    strays: frozenset[int] = frozenset()
    unit: UnitAround = field(default_factory=UnitAround)
    end: int = 0
    keys: dict[int, str] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    # The first and the last row of its head.
    top: int = 0
    head_row: int = 0

    def rows(self) -> range:
        return range(self.first_row, self.end)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a known column in a row, None where the column is gone."""
        column = self.columns.get(name)
        return None if column is None else self.sheet.rows[row][column]

    def text(self, row: int, name: str) -> str:
        return text_of(self.cell(row, name))

    def has_keys(self, row: int) -> bool:
        """Whether a row names a branch and a metric."""
        return all(self.text(row, f"{w}_name") or self.text(row, f"{w}_id") for w in ("branch", "metric"))

    def value_columns(self) -> set[int]:
        """The columns that hold figures, whatever their heading says."""
        names = ("value", "attained_value", "attained_pct")
        return {*self.periods, *self.strays, *(self.columns[n] for n in names if n in self.columns)}

    def code(self, row: int, name: str) -> str | None:
        """The format of the cell of a known column, where it shows more than digits."""
        return self.sheet.formats.get((row, self.columns.get(name, -1)))

    def heading(self, column: int) -> str:
        """How a column is called in a message: its period or heading, and its letters."""
        period = self.periods.get(column)
        names = {place: name for name, place in self.columns.items()}
        if column in self.contested.keys() | self.strays and self.headings.get(column):
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
    """The first table of a sheet; None where it holds none."""
    return next(iter(find_tables(sheet)), None)


def find_tables(sheet: Sheet) -> list[Table]:
    """The tables a sheet holds: figures, targets or sources; none where its first rows are the head of none of them.

    A row of headings further down begins a table of its own: what stands below it is of its periods.
    """
    heads: list[Table] = []
    for number in range(len(sheet.rows)):
        if heads and number < heads[-1].first_row:
            continue
        if not heads and number >= SEARCHED_ROWS:
            break
        if table := _headed_by(sheet, number):
            heads.append(replace(table, top=number))
    if not heads:
        return []
    ends = [table.top for table in heads[1:]]
    found = [replace(table, end=end) for table, end in zip(heads, [*ends, len(sheet.rows)], strict=True)]
    found = [_with_strays(_with_ids(table, found[0])) for table in found]
    unit = unit_around(_texts_around(sheet, found))
    return [replace(table, unit=unit, remarks=remarks_of(table, found)) for table in found]


def _headed_by(sheet: Sheet, number: int) -> Table | None:
    """The table whose head a row is."""
    texts = [text_of(cell) if isinstance(cell, str) and len(cell) < 80 else "" for cell in sheet.rows[number]]
    if sum(map(bool, texts)) < 2:
        return None
    texts = [text_of(cell) for cell in sheet.rows[number]]
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
    head_row = first_row - 1
    return Table(
        kind, sheet, first_row, columns, periods, contested, twins, unknown, keys=keys,
        headings=dict(enumerate(headings)), head_row=head_row,
    )  # fmt: skip


def _with_ids(table: Table, first: Table) -> Table:
    """A further table, with the hidden ids of the first where its names stand in the same columns."""
    names = ("branch_name", "metric_name")
    if table is first or table.kind != first.kind or any(table.columns.get(n) != first.columns.get(n) for n in names):
        return table
    taken = set(table.columns.values()) | table.periods.keys()
    ids = {n: c for n, c in first.columns.items() if n in ("branch_id", "metric_id") and c not in taken}
    unknown = tuple(column for column in table.unknown if column not in ids.values())
    return replace(table, columns=ids | table.columns, unknown=unknown)


def _with_strays(table: Table) -> Table:
    """A table with the columns that hold figures of its rows below a heading that is no period."""
    if table.kind != "observations" or not table.unknown:
        return table
    candidates = {c for c in table.unknown if fold(table.headings.get(c, "")) not in _NUMBERING}
    strays: set[int] = set()
    for row in table.rows():
        if candidates and table.has_keys(row):
            strays |= {column for column in candidates if is_figure(table.sheet.rows[row][column])}
            candidates -= strays
    return replace(table, strays=frozenset(strays))


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number or a quantity, clear or not; words and days are remarks."""
    if isinstance(cell, str):
        read = parse_quantity(cell)
        return isinstance(read, Quantity) or (isinstance(read, Unclear) and bool(read.readings))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _texts_around(sheet: Sheet, tables: list[Table]) -> Iterator[str]:
    """Every text of a sheet that is no cell of its tables: its name, lines above and below, headings of no period."""
    tables = [table for table in tables if table.kind != "sources"]
    if not tables:
        return
    yield sheet.name
    start = 0
    for table in tables:
        values = table.value_columns()
        heads = {(table.head_row, column) for column in values}
        for number in range(start, table.first_row):
            row = sheet.rows[number]
            yield from (c for p, c in enumerate(row) if isinstance(c, str) and (number, p) not in heads)
        for number in table.rows():
            yield from _beside(table, number, values)
        start = table.end


def _beside(table: Table, number: int, values: set[int]) -> Iterator[str]:
    """The texts of a row below the head that are not its cells: of all columns where it is no row of figures."""
    row = table.sheet.rows[number]
    if table.has_keys(number) or any(row[column] is not None for column in values):
        yield from (c for p in table.unknown if p not in values and isinstance(c := row[p], str))
        return
    # The unit of a row that was never filled in is of that row.
    own = table.columns.get("unit_name") if table.text(number, "metric_name") else None
    yield from (c for p, c in enumerate(row) if isinstance(c, str) and p != own)


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
