"""What python-calamine does not tell of an .xlsx: extent, hidden rows, how cells are shown, notes, formulas, errors.

A plain pass over the XML of each sheet; a document type, with which entities could be declared, is refused.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from functools import cache
from typing import IO
from xml.parsers import expat

from etl.guards import Unreadable, check_extent
from etl.workbook.beside_cells import (
    PRINTED,
    Looks,
    column_number,
    is_mark,
    notes_of,
    printed_words,
    struck_styles,
    struck_texts,
)
from etl.workbook.number_formats import BUILT_IN, shows_more

Attributes = dict[str, str]
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class SheetDetails:
    """Of one sheet, places as (row, column) counted from 0."""

    rows: int = 0
    columns: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    # Format code -> the cells it shows otherwise than as their digits stand.
    formats: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    # Error values, and formulas whose result was never stored: both look empty to a reader of values.
    without_value: list[tuple[int, int]] = field(default_factory=list)
    # Cells of which a part, or all, is struck out, raised or lowered: a reader of values sees one text.
    struck: list[tuple[int, int]] = field(default_factory=list)
    # What is said beside the cells: in notes and comments, and at the head and foot of printed pages.
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)


def read_details(archive: zipfile.ZipFile) -> dict[str, SheetDetails]:
    """The details of every worksheet by its name; raises Unreadable where one is too large or declares entities."""
    names = set(archive.namelist())
    targets = _relations(archive, names)
    looks = Looks(
        formats=_telling_styles(archive) if "xl/styles.xml" in names else {},
        struck_styles=struck_styles(_elements(archive, "xl/styles.xml")) if "xl/styles.xml" in names else frozenset(),
        struck_texts=struck_texts(archive, names, _parse),
    )
    details = {}
    for name, relation in _sheets(archive):
        part = targets.get(relation, "")
        if part in names:
            details[name] = _sheet(archive, part, name, looks)
            details[name].notes = notes_of(archive, part, names, _parse)
    return details


def _parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    def refuse(*_: object) -> None:
        raise Unreadable("XML with a document type", "a workbook written by a spreadsheet program", "xml_entities")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    stream: IO[bytes]
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def _elements(archive: zipfile.ZipFile, part: str) -> list[tuple[str, Attributes]]:
    found: list[tuple[str, Attributes]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((_local(name), attributes))
    _parse(archive, part, parser)
    return found


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _relations(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    part = "xl/_rels/workbook.xml.rels"
    if part not in names or "xl/workbook.xml" not in names:
        raise Unreadable("a packed file without a workbook", "an .xlsx workbook", "not_a_workbook")
    relations = {}
    for name, attributes in _elements(archive, part):
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            relations[attributes.get("Id", "")] = posixpath.normpath(path)
    return relations


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    return [
        (attributes.get("name", ""), next((v for k, v in attributes.items() if _local(k) == "id"), ""))
        for name, attributes in _elements(archive, "xl/workbook.xml")
        if name == "sheet"
    ]


def _telling_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """The cell styles, by their number, whose format shows more than digits, each with the code of its format."""
    codes, styles, inside = dict(BUILT_IN), [], False
    for name, attributes in _elements(archive, "xl/styles.xml"):
        if name == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs", "cellStyles"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            styles.append(codes.get(int(number), "") if number.isdecimal() else "")
    return {str(place): code for place, code in enumerate(styles) if code and shows_more(code)}


def _sheet(archive: zipfile.ZipFile, part: str, name: str, looks: Looks) -> SheetDetails:
    details = SheetDetails()
    parser = expat.ParserCreate()
    state = _State(parser, details, name, looks)
    parser.buffer_text = True
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    _parse(archive, part, parser)
    return details


class _State:
    """Where a pass over one sheet stands; a place is worked out only for cells that have something to tell."""

    def __init__(self, parser: expat.XMLParserType, details: SheetDetails, name: str, looks: Looks) -> None:
        self.parser = parser
        self.details, self.name, self.looks = details, name, looks
        self.is_struck = self.is_shared = self.is_marked = False
        self.text = ""
        self.format: str | None = None
        self.row, self.column, self.place = -1, -1, ""
        self.is_formula = self.is_error = self.is_value = self.has_value = False

    def characters(self, text: str) -> None:
        self.has_value = self.has_value or self.is_value
        self.is_struck = self.is_struck or (self.is_marked and bool(text.strip()))
        self.text += text

    def start(self, tag: str, attributes: Attributes) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            self.place = attributes.get("r", "")
            self.column += 1
            self.is_formula = self.has_value = False
            self.is_error = attributes.get("t") == "e"
            style = attributes.get("s", "")
            self.format = self.looks.formats.get(style)
            self.is_struck = style in self.looks.struck_styles
            self.is_shared = bool(self.looks.struck_texts) and attributes.get("t") == "s"
        elif tag == "row":
            written = attributes.get("r", "")
            self.row = int(written) - 1 if written.isdigit() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.details.hidden_rows.append(self.row)
        elif tag == "f":
            # Only of a formula is it asked whether its <v> holds anything: reading every text would cost a third more.
            self.is_formula = True
            self.parser.CharacterDataHandler = self.characters
        elif tag in ("v", "is"):
            self.is_value = True
            self.has_value = not self.is_formula
            if self.is_shared:
                self.text, self.parser.CharacterDataHandler = "", self.characters
        elif tag in ("strike", "vertAlign"):
            if self.is_value and is_mark(tag, attributes):
                self.is_marked, self.parser.CharacterDataHandler = True, self.characters
        elif tag in PRINTED:
            self.text, self.parser.CharacterDataHandler = "", self.characters
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = (int(attributes.get(edge, "1")) for edge in ("min", "max"))
            self.details.hidden_columns += range(first - 1, min(last, 16_384))

    def end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag in ("v", "is"):
            self.is_value = False
            if self.is_shared:
                self.is_struck |= self.text.strip() in self.looks.struck_texts
                self.parser.CharacterDataHandler = None
        elif tag in PRINTED:
            self.details.printed += printed_words(self.text)
            self.parser.CharacterDataHandler = None
        elif tag == "r" and self.is_marked:
            self.is_marked, self.parser.CharacterDataHandler = False, None
        elif tag == "c":
            if match := _CELL.fullmatch(self.place):
                self.column = _column(match.group(1))
                if self.has_value or self.is_formula:
                    self.row = int(match.group(2)) - 1
            if self.has_value or self.is_formula:
                self._tell()
            if self.is_formula:
                self.parser.CharacterDataHandler = None

    def _tell(self) -> None:
        details, place = self.details, (self.row, self.column)
        if self.row >= details.rows or self.column >= details.columns:
            details.rows, details.columns = max(details.rows, self.row + 1), max(details.columns, self.column + 1)
            check_extent(self.name, details.rows, details.columns)
        if self.format is not None:
            details.formats.setdefault(self.format, []).append(place)
        if self.is_formula:
            details.formulas.append(place)
        if self.is_struck:
            details.struck.append(place)
        if self.is_error or not self.has_value:
            details.without_value.append(place)


_column = cache(column_number)
