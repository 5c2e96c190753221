"""What the reading of a template comes to: rows read, cells refused, doubts and notes, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

DOUBTS = {
    "english_separators": ("viết số kiểu Anh", "written with English separators"),
    "decimal_point": ("dấu chấm được hiểu là dấu thập phân", "the point is read as a decimal sign"),
    "rounded_display": (
        "định dạng của ô làm tròn số khi hiện; số đầy đủ chứa trong ô được đọc",
        "the format of the cell rounds what is shown; the full number it holds is read",
    ),
    "unit_of_row": (
        "đã nhân theo đơn vị tính ghi cho dòng hoặc phía trên bảng",
        "multiplied by the unit that the row, or a line above the table, states",
    ),
    "millions_counted": (
        "đếm hàng triệu người, lượt hoặc việc; có thể nhầm chữ “triệu”",
        "millions of people or things are counted; the word for million may be a slip",
    ),
}


@dataclass(frozen=True)
class Form:
    """A returned template: the name it came with, the folder it lies in, and the day it was handed in, where it was."""

    name: str
    folder: str = ""
    received_on: date | None = None

    @property
    def title(self) -> str:
        """What is cited where the figures name no source: the form itself is what the branch said."""
        day = f", nhận ngày {self.received_on:%d/%m/%Y}" if self.received_on else ""
        return f"Biểu số liệu do đơn vị nộp: {self.name}{day}"


@dataclass(frozen=True)
class Place:
    """Where something stands in a workbook: row from 1, column by heading and letters."""

    sheet: str
    row: int
    column: str


@dataclass(frozen=True)
class Written:
    """What stood where, so that it can be handed back: a filled figure cell with its row, a row of targets or a source.

    kind: observations, targets or sources. text: the cell as a person saw it. Of figures, `column_key` and `heading`
    say which column it stood in, and `cell` holds it (saved.py); `line` holds the other cells of its row by their
    names, `listed` the branches and metrics that only the list of this workbook names, all three as JSON.
    source_id: None where the row named no source, or none that is known.
    """

    written_kind: str
    text: str
    column_key: str = ""
    heading: str = ""
    cell: str = ""
    line: str = "{}"
    listed: str = "{}"
    source_id: str | None = None


@dataclass(frozen=True)
class ReadRow:
    """One row of the fact formats (`kind` names the format) and the cell it was read from."""

    kind: str
    values: dict[str, str | None]
    place: Place
    written: Written | None = None


@dataclass(frozen=True)
class RefusedCell:
    """A filled cell, or a row, that was not read."""

    place: Place
    found: str
    expected: str
    rule: str
    written: Written | None = None


@dataclass(frozen=True)
class Doubt:
    """A cell that was read although its form is unusual; both messages name what was written and what was read."""

    place: Place
    values: dict[str, str | None]
    message_vi: str
    message_en: str


@dataclass
class TemplateReading:
    """What became of a template: filled figure cells = observations + refused cells of figures."""

    rows: list[ReadRow] = field(default_factory=list)
    refused: list[RefusedCell] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    filled: int = 0
