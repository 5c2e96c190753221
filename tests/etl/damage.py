"""Makes damaged workbooks and CSV files, some three hundred of them, the same ones for the same seed."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import xlwt

from etl.fact_format import FORMATS
from tests.etl import facts
from tests.etl.properties import filled_template

SHEET = "xl/worksheets/sheet2.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Damaged:
    """One damaged input: what was done to it, the ending of its name, its bytes; `kind` for a fact file."""

    what: str
    ending: str
    content: bytes
    kind: str = ""


def packed(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for part, content in parts.items():
            # A zip states when it was packed: always on the same day here.
            archive.writestr(zipfile.ZipInfo(part), content, compression)
    return stream.getvalue()


def flipped(content: bytes, rng: random.Random, times: int) -> bytes:
    damaged = bytearray(content)
    for _ in range(times):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def sheet(rows: str, rest: str = "", before: str = "") -> bytes:
    inside = f"<sheetData>{rows}</sheetData>{rest}"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}">{inside}</worksheet>'.encode()


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def header_row(number: int, texts: list[str]) -> str:
    return f'<row r="{number}">' + "".join(text_cell(f"{column(n)}{number}", t) for n, t in enumerate(texts)) + "</row>"


def column(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


HEADINGS = ["Đơn vị", "Chỉ số", "Năm 2024", "Năm 2025"]
NAMES = [facts.BRANCHES[1].split(",")[1], "Tổng số đoàn viên"]


def figures(cells: str, count: int = 1) -> str:
    """A small table of figures as XML; `cells` may name its row as {row}."""
    rows = [header_row(1, HEADINGS)]
    for number in range(2, count + 2):
        names = text_cell(f"A{number}", NAMES[0]) + text_cell(f"B{number}", NAMES[1])
        rows.append(f'<row r="{number}">{names}{cells.format(row=number)}</row>')
    return "".join(rows)


def odd_sheets() -> Iterator[tuple[str, bytes]]:
    """Sheets of figures that hold what no figure is."""
    cells = {
        "a huge number": '<c r="C{row}"><v>1e308</v></c><c r="D{row}"><v>-1e300</v></c>',
        "no number at all": '<c r="C{row}"><v>nan</v></c><c r="D{row}"><v>inf</v></c>',
        "a number of words": '<c r="C{row}"><v>năm mươi</v></c><c r="D{row}" t="b"><v>1</v></c>',
        "a formula without a result": '<c r="C{row}"><f>1/0</f></c><c r="D{row}"><f>SUM(A:A)</f><v></v></c>',
        "an error": '<c r="C{row}" t="e"><v>#REF!</v></c><c r="D{row}" t="e"><v>#N/A</v></c>',
        "an outside link": '<c r="C{row}"><f>[1]Sheet1!A1</f><v>7</v></c>',
        "a command": '<c r="C{row}"><f>cmd|"/c calc"!A1</f><v>7</v></c>' + text_cell("D{row}", "=1+1"),
        "a date": '<c r="C{row}" t="d"><v>2025-01-02</v></c><c r="D{row}" t="d"><v>nie</v></c>',
        "a text that is not there": '<c r="C{row}" t="s"><v>99999</v></c><c r="D{row}" t="s"><v>-1</v></c>',
        "a place that is none": '<c r="C0"><v>1</v></c><c r="ZZZZ1"><v>1</v></c><c r=""><v>1</v></c>',
        "the same cell twice": '<c r="C{row}"><v>1</v></c><c r="C{row}"><v>2</v></c>',
        "cells backwards": '<c r="D{row}"><v>1</v></c><c r="C{row}"><v>2</v></c>',
        "a style that is not there": '<c r="C{row}" s="99999"><v>5</v></c><c r="D{row}" s="x"><v>5</v></c>',
        "a long text": text_cell("C{row}", "9" * 100_000) + text_cell("D{row}", "ộ" * 40_000),
        "nothing": '<c r="C{row}"/><c r="D{row}"><v/></c>',
        "signs of control": text_cell("C{row}", "1&#x9;&#xA;2") + text_cell("D{row}", "\u200b\ufeff5\u00a0000"),
    }
    for what, xml in cells.items():
        yield what, sheet(figures(xml, 5))
    seven = '<c r="C{row}"><v>7</v></c><c r="D{row}"><v>8</v></c>'
    merges = {
        "merged figures": "C2:D3",
        "a merged table": "A1:D6",
        "a merged area beyond the sheet": "C2:XFD1048576",
        "a merged area that is none": "Q",
        "a merged area backwards": "D6:A1",
    }
    for what, area in merges.items():
        yield what, sheet(figures(seven, 5), f'<mergeCells><mergeCell ref="{area}"/></mergeCells>')
    many = "".join('<mergeCell ref="A1:D2001"/>' for _ in range(3_000))
    yield "merged areas that overlap", sheet(figures(seven, 2_000), f"<mergeCells>{many}</mergeCells>")
    yield "10,000 columns", sheet(header_row(1, [*HEADINGS, *(f"Năm {year}" for year in range(10_000))]))
    yield "990 columns of one year", sheet(header_row(1, [*HEADINGS[:2], *(["Năm 2025"] * 990)]))
    yield "columns swapped", sheet(header_row(1, HEADINGS[::-1]) + header_row(2, ["7", "8", NAMES[0], NAMES[1]]))
    yield "a formula in every row", sheet(figures('<c r="C{row}"><f>1+1</f><v>2</v></c>', 3_000))
    yield "an endless row number", sheet('<row r="99999999999999999999"><c r="A1"><v>1</v></c></row>')
    for place in ("XFD1", "A1048576", "ZZ100000"):
        yield f"a cell at {place}", sheet(f'<row><c r="{place}"><v>1</v></c></row>')
    yield "an empty sheet", sheet("")
    yield "no sheet at all", b""
    yield "another XML", b"<html><body>1</body></html>"
    entity = '<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>'
    yield "entities", sheet(f'<row r="1">{text_cell("A1", "&b;")}</row>', before=entity)
    yield "an outside entity", sheet("", before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')
    yield "rows hidden by the thousand", sheet('<row hidden="1"/>' * 50_000)
    yield "columns hidden without end", sheet("", '<cols><col min="1" max="99999999" hidden="1"/></cols>')
    yield "deep XML", sheet("<row>" * 20_000)


def odd_books() -> Iterator[tuple[str, bytes]]:
    """Files called workbooks that are packed or put together wrongly."""
    parts = filled_template()
    whole = packed(parts)
    yield "a zip bomb", packed(parts | {"xl/media/image1.png": bytes(60_000_000)})
    yield "5,001 parts", packed({f"p{number}": b"" for number in range(5_001)})
    yield "a workbook of nothing", packed({"xl/workbook.xml": b"", "xl/_rels/workbook.xml.rels": b""})
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    book = f'<workbook xmlns="{MAIN}" {space}><sheets>%s</sheets></workbook>'
    many = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 100))
    yield "99 sheets", packed(parts | {"xl/workbook.xml": (book % many).encode()})
    two = '<sheet name="s" sheetId="1" r:id="rId1"/><sheet name="s" sheetId="2" r:id="rId2"/>'
    yield "two sheets of one name", packed(parts | {"xl/workbook.xml": (book % two).encode()})
    yield "a password", OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4_000)
    yield "a locked zip", whole[:6] + b"\x01" + whole[7:]
    yield "a zip without its directory", whole[: whole.rindex(b"PK\x01\x02")]
    yield "a directory twice", whole + whole[whole.index(b"PK\x01\x02") :]
    yield "a zip behind something else", b"x" * 1_000 + whole
    yield "a zip within a zip", packed({"a.xlsx": whole})
    yield "stated sizes that are not so", whole.replace(b"PK\x01\x02\x14\x00", b"PK\x01\x02\xff\xff")
    yield "a part that climbs out", packed(parts | {"../../evil.xml": b"x"})
    yield "parts compressed otherwise", packed(parts, zipfile.ZIP_LZMA)
    yield "plain text", "branch_id;Đơn vị;Năm 2025\nb1;x;5\n".encode("utf-16")
    yield "a web page", b"<html><table><tr><td>1</td></tr></table></html>"
    yield "nothing", b""
    yield "raw deflate", zlib.compress(whole)
    shared = "ộ" * 32_000
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5_000))
    texts = f'<sst xmlns="{MAIN}"><si><t>{shared}</t></si></sst>'.encode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="rIdS" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'.encode()
    rels = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)
    yield (
        "one long text in 5,000 cells",
        packed(parts | {SHEET: sheet(cells), "xl/sharedStrings.xml": texts, "xl/_rels/workbook.xml.rels": rels}),
    )


def old_workbook() -> bytes:
    """A workbook of the old kind with a small table of figures."""
    book = xlwt.Workbook()
    page = book.add_sheet("Số liệu")
    for row, texts in enumerate([HEADINGS, [*NAMES, 5, 7.5], [*NAMES, "≥ 500", xlwt.Formula("1/0")]]):
        for place, text in enumerate(texts):
            page.write(row, place, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbooks(seed: int = 5) -> Iterator[Damaged]:
    """Some two hundred damaged workbooks."""
    rng = random.Random(seed)
    parts = filled_template()
    whole, old = packed(parts), old_workbook()
    names = sorted(parts)
    for number in range(25):
        yield Damaged(f"cut short {number}", ".xlsx", whole[: rng.randrange(len(whole))])
        yield Damaged(f"bytes changed {number}", ".xlsx", flipped(whole, rng, 1 + number))
        part = rng.choice(names)
        cut = rng.randrange(len(parts[part]))
        middle = parts[part][:cut] + rng.randbytes(rng.randrange(6)) + parts[part][cut + rng.randrange(9) :]
        yield Damaged(f"{part} changed {number}", ".xlsx", packed(parts | {part: middle}))
        yield Damaged(f"{part} as another {number}", ".xlsx", packed(parts | {part: parts[rng.choice(names)]}))
        damaged = old[: rng.randrange(len(old))] if number % 2 else flipped(old, rng, 5 * number + 1)
        yield Damaged(f"an old workbook damaged {number}", ".xls", damaged)
    for number in range(8):
        head = (b"PK\x03\x04", OLE, b"", b"%PDF-1.7")[number % 4]
        yield Damaged(f"random bytes {number}", ".xlsx", head + rng.randbytes(4_000))
    for number, part in enumerate(names):
        yield Damaged(f"{part} is gone {number}", ".xlsx", packed({k: v for k, v in parts.items() if k != part}))
    yield from (Damaged(what, ".xlsx", packed(parts | {SHEET: xml})) for what, xml in odd_sheets())
    yield from (Damaged(what, ".xlsx", content) for what, content in odd_books())
    yield Damaged("a new workbook with an old ending", ".xls", whole)
    yield Damaged("an old workbook with a new ending", ".xlsx", old)


def _rows(kind: str) -> list[list[str]]:
    lines = getattr(facts, kind.upper(), None)
    if lines is None:
        columns = next(one.columns for one in FORMATS if one.kind == kind)
        lines = [",".join(columns), ",".join("x" for _ in columns)]
    return [line.split(",") for line in lines]


def _joined(rows: list[list[str]], sign: str = ",", end: str = "\n") -> bytes:
    return end.join(sign.join(row) for row in rows).encode() + end.encode()


def _every_cell(rows: list[list[str]], text: str) -> bytes:
    return _joined([rows[0], *([text for _ in row] for row in rows[1:])])


def _changes(rows: list[list[str]], rng: random.Random) -> dict[str, Callable[[], bytes]]:
    """What may become of a fact file with these rows, by what was done to it."""
    plain = _joined(rows)
    text, width = plain.decode(), len(rows[0])
    return {
        "cut short": lambda: plain[: rng.randrange(len(plain))],
        "bytes changed": lambda: flipped(plain, rng, 8),
        "random bytes": lambda: rng.randbytes(3_000),
        "UTF-16": lambda: text.encode("utf-16"),
        "UTF-16 cut within a letter": lambda: text.encode("utf-16")[:-1],
        "UTF-32": lambda: text.encode("utf-32"),
        "Latin letters of 1987": lambda: text.encode("latin-1", errors="replace"),
        "Windows-1258": lambda: text.encode("cp1258", errors="replace"),
        "halves of letters": lambda: plain.replace("ô".encode(), b"\xc3"),
        "a mark alone": lambda: b"\xef\xbb\xbf",
        "nothing": lambda: b"",
        "empty lines alone": lambda: b"\n\r\n\n",
        "a header alone": lambda: _joined(rows[:1]),
        "no header": lambda: _joined(rows[1:]),
        "empty lines between": lambda: _joined(rows, end="\n\n\n"),
        "line ends of old Macs": lambda: _joined(rows, end="\r"),
        "semicolons": lambda: _joined(rows, ";"),
        "tabs": lambda: _joined(rows, "\t"),
        "bars": lambda: _joined(rows, "|"),
        "two separators": lambda: _joined(rows[:1]) + _joined(rows[1:], ";"),
        "columns swapped": lambda: _joined([row[::-1] for row in rows]),
        "headings swapped": lambda: _joined([rows[0][::-1], *rows[1:]]),
        "a column gone": lambda: _joined([row[1:] for row in rows]),
        "a column twice": lambda: _joined([[row[0], *row] for row in rows]),
        "10,000 columns": lambda: _joined([[*row, *(f"c{n}" for n in range(10_000))] for row in rows]),
        "rows too short": lambda: _joined([rows[0], *(row[: width // 2] for row in rows[1:])]),
        "rows too long": lambda: _joined([rows[0], *([*row, "x", "y"] for row in rows[1:])]),
        "an open quotation mark": lambda: _joined([rows[0], ['"' + rows[1][0], *rows[1][1:]], *rows[2:]]),
        "quotation marks within": lambda: _every_cell(rows, 'a"b""c'),
        "a NUL within": lambda: _every_cell(rows, "12\x00345"),
        "a NUL in the header": lambda: plain.replace(b"_", b"\0", 1),
        "null words": lambda: _every_cell(rows, "NULL"),
        "nothing in the cells": lambda: _every_cell(rows, ""),
        "blanks of all kinds": lambda: _every_cell(rows, " \u00a0\u2003\ufeff"),
        "huge numbers": lambda: _every_cell(rows, "9" * 400),
        "numbers with an exponent": lambda: _every_cell(rows, "1e308"),
        "formulas": lambda: _every_cell(rows, "=cmd|'/c calc'!A1"),
        "a text of a megabyte": lambda: _every_cell(rows[:2], "ộ" * 500_000),
        "letters put together": lambda: text.replace("ô", "o\u0302").encode(),
        "a workbook inside": lambda: packed({"xl/workbook.xml": b"<x/>"}),
    }


def fact_files(seed: int = 5) -> Iterator[Damaged]:
    """Some two hundred damaged fact files."""
    rng = random.Random(seed)
    for kind in ("observations", "branches", "targets", "sources", "branch_life", "corrections"):
        for what, change in _changes(_rows(kind), rng).items():
            yield Damaged(f"{kind}: {what}", ".csv", change(), kind)


def csv_templates(seed: int = 5) -> Iterator[Damaged]:
    """Some thirty templates saved as CSV and damaged."""
    rng = random.Random(seed)
    figure = [*NAMES, "5", "≥ 500"]
    plain = _joined([["Số liệu", "", "", ""], HEADINGS, figure, [*NAMES, "1,5", "1.234"]], ";")
    for number in range(10):
        yield Damaged(f"cut short {number}", ".csv", plain[: rng.randrange(len(plain))])
        yield Damaged(f"bytes changed {number}", ".csv", flipped(plain, rng, number + 1))
    wide = [*HEADINGS, *(f"Năm {year}" for year in range(1950, 2050))]
    others = {
        "an empty file": b"",
        "one long line": b";" * 200_000,
        "10,000 columns": _joined([[*HEADINGS, *(f"c{n}" for n in range(10_000))], figure], ";"),
        "200,001 rows": _joined([HEADINGS, *([figure] * 200_000)], ";"),
        "a hundred years": _joined([wide, *[[*NAMES, *(["1.000"] * 102)]] * 50], ";"),
        "rows of any length": _joined([HEADINGS, figure[:1], figure * 9, [""], figure], ";"),
        "only commas of figures": _joined([HEADINGS, [*NAMES, "1,234", "-"]], ";"),
        "an open quotation mark": plain.replace(b"5;", b'"5;', 1),
        "NULs": plain.replace(b"5", b"\0"),
        "UTF-16": plain.decode().encode("utf-16"),
        "two headers": plain + plain,
    }
    yield from (Damaged(what, ".csv", content) for what, content in others.items())
