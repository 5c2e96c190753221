"""What an .xlsx says otherwise than by the values of its cells: struck or raised text, notes, print headers."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from xml.parsers import expat

Attributes = dict[str, str]
# Reads a part of an archive; a document type is refused (xlsx_details.py).
Parse = Callable[[zipfile.ZipFile, str, expat.XMLParserType], None]
PRINTED = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
# What of a note is looked at; a unit stands in its first words.
LONGEST_NOTE = 1_000
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SECTION = re.compile(r"&[LCR]")
# Fonts, sizes, colours, page numbers and the like among the words of a header.
_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f+-]{1,6}|&[0-9]{1,3}|&[A-Za-z]')


@dataclass(frozen=True)
class Looks:
    """How the styles and the shared texts of a workbook, named by their numbers, show more than what they hold."""

    formats: Mapping[str, str] = field(default_factory=dict)
    struck_styles: Set[str] = frozenset()
    struck_texts: Set[str] = frozenset()


def is_mark(tag: str, attributes: Attributes) -> bool:
    """Whether a property of a font strikes text out, raises or lowers it."""
    value = attributes.get("val", "")
    return value in ("superscript", "subscript") if tag == "vertAlign" else value not in ("0", "false")


def struck_styles(elements: Sequence[tuple[str, Attributes]]) -> frozenset[str]:
    """The cell styles, by their number, whose font is struck out, of the elements of the styles of a workbook."""
    fonts: list[bool] = []
    styles: list[str] = []
    inside = ""
    for name, attributes in elements:
        if name in ("fonts", "fills", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name
        elif name == "font" and inside == "fonts":
            fonts.append(False)
        elif name == "strike" and inside == "fonts" and fonts:
            fonts[-1] = is_mark(name, attributes)
        elif name == "xf" and inside == "cellXfs":
            styles.append(attributes.get("fontId", "0"))
    struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
    return frozenset(str(place) for place, font in enumerate(styles) if font in struck)


def struck_texts(archive: zipfile.ZipFile, names: Set[str], parse: Parse) -> frozenset[str]:
    """The shared texts, by their number, of which a part is struck out, raised or lowered."""
    part = next((name for name in names if name.lower() == "xl/sharedstrings.xml"), None)
    if part is None:
        return frozenset()
    parser, state = expat.ParserCreate(), _SharedTexts()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
    parser.CharacterDataHandler = state.characters
    parse(archive, part, parser)
    return frozenset(map(str, state.struck))


class _SharedTexts:
    """Where a pass over the shared texts stands."""

    def __init__(self) -> None:
        self.number, self.struck = -1, set[int]()
        self.is_marked = self.is_text = False

    def start(self, tag: str, attributes: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "si":
            self.number += 1
        elif tag == "r":
            self.is_marked = False
        elif tag in ("strike", "vertAlign"):
            self.is_marked |= is_mark(tag, attributes)
        self.is_text = tag == "t"

    def characters(self, text: str) -> None:
        if self.is_text and self.is_marked and text.strip():
            self.struck.add(self.number)

    def end(self, tag: str) -> None:
        self.is_text = False
        if tag.rpartition(":")[2] == "r":
            self.is_marked = False


def notes_of(archive: zipfile.ZipFile, sheet: str, names: Set[str], parse: Parse) -> dict[tuple[int, int], str]:
    """The notes and comments of a sheet by the place of their cell."""
    folder, _, name = sheet.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    notes: dict[tuple[int, int], str] = {}
    if relations not in names:
        return notes
    parts: list[str] = []

    def relation(tag: str, attributes: Attributes) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if kind.rpartition("/")[2] in ("comments", "threadedComment") and attributes.get("TargetMode") != "External":
            parts.append(posixpath.normpath(target[1:] if target.startswith("/") else f"{folder}/{target}"))

    parser = expat.ParserCreate()
    parser.StartElementHandler = relation
    parse(archive, relations, parser)
    for part in parts:
        if part in names:
            parser, state = expat.ParserCreate(), _Notes(notes)
            parser.buffer_text = True
            parser.StartElementHandler, parser.EndElementHandler = state.start, state.end
            parser.CharacterDataHandler = state.characters
            parse(archive, part, parser)
    return notes


class _Notes:
    """Where a pass over the notes of one sheet stands."""

    def __init__(self, notes: dict[tuple[int, int], str]) -> None:
        self.notes = notes
        self.place: tuple[int, int] | None = None
        self.is_text = False

    def start(self, tag: str, attributes: Attributes) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("comment", "threadedComment"):
            match = _PLACE.fullmatch(attributes.get("ref", ""))
            self.place = (int(match[2]) - 1, column_number(match[1])) if match else None
        elif tag == "text":
            self.is_text = True
            if self.place is not None and self.place in self.notes:
                self.notes[self.place] += "\n"

    def characters(self, text: str) -> None:
        if self.is_text and self.place is not None:
            self.notes[self.place] = (self.notes.get(self.place, "") + text)[:LONGEST_NOTE]

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "text":
            self.is_text = False


def column_number(letters: str) -> int:
    """The number of a column, counted from 0, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def printed_words(text: str) -> list[str]:
    """The words of a header or footer of printed pages, those at the left, in the middle and at the right apart."""
    parts = (_CODE.sub(" ", part).replace("&&", "&").strip() for part in _SECTION.split(text))
    return [part[:LONGEST_NOTE] for part in parts if part]
