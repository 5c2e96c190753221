"""Downloads: the rows of a table as CSV and Excel bytes, with filters, definitions, sources and build."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from comparison.search import search_key
from ui import formats
from ui.tables import Column, Table, cell_text
from ui.texts import t

if TYPE_CHECKING:
    import xlsxwriter

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
NUMERIC = ("number", "amount", "count")
EPOCH = datetime(2000, 1, 1)
LONGEST_NAME = 80
YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True)
class Export:
    """What goes into a file: the table on the screen and everything needed to understand it alone.

    `filters`: label and value; `definitions`: name, unit, measure, note; `sources`: publisher, title, url, date.
    """

    title: str
    table: Table
    filters: tuple[tuple[str, str], ...]
    definitions: tuple[tuple[str, str, str, str], ...]
    sources: tuple[tuple[str, str, str, str, str], ...]
    snapshot: str
    built_at: datetime | None = None

    @property
    def filter_line(self) -> str:
        """The filter on one line."""
        return "; ".join(f"{label}: {value}" for label, value in self.filters)


def safe_text(value: Any) -> str:
    """Text that no spreadsheet runs: a leading = + - @ tab or return gets an apostrophe in front."""
    text = "" if formats.is_missing(value) else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def plain_number(value: Any) -> float | int | None:
    """A finite number as it is, whole ones without a fraction; None for everything else."""
    if formats.is_missing(value) or isinstance(value, str):
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number == int(number) else number


def flat(table: Table) -> tuple[list[str], list[list[Any]], list[str]]:
    """Heads, rows of plain values, and the kind of each column: an amount becomes value, low, high and as shown."""
    heads: list[str] = []
    kinds: list[str] = []
    for c in table.columns:
        if c.kind == "amount":
            heads += [c.label, t("download.low", name=c.label), t("download.high", name=c.label)]
            heads += [t("download.shown", name=c.label)]
            kinds += ["number", "number", "number", "text"]
        else:
            heads.append(c.label)
            kinds.append("number" if _is_numeric(c) else c.kind)
    return heads, [_flat_row(table.columns, r) for r in [*table.records(), *table.foot]], kinds


def _is_numeric(column: Column) -> bool:
    return column.kind in NUMERIC and (column.show is None or column.raw)


def _flat_row(columns: Iterable[Column], row: Mapping[Any, Any]) -> list[Any]:
    values: list[Any] = []
    for c in columns:
        if c.kind == "amount":
            low, high, _ = c.bounds
            value = plain_number(row.get(c.key))
            least, most = plain_number(row.get(low)), None if _is_in_part(c, row) else plain_number(row.get(high))
            values += [None, None, None, ""] if value is None else [value, least, most, cell_text(c, row)]
        elif _is_numeric(c):
            values.append(plain_number(row.get(c.key)))
        elif c.kind == "date" and c.show is None:
            values.append(_date(row.get(c.key)))
        else:
            text = cell_text(c, row)
            values.append("" if text == formats.MISSING else text)
    return values


def _is_in_part(column: Column, row: Mapping[Any, Any]) -> bool:
    return bool(column.in_part) and row.get(column.in_part) is True


def _date(value: Any) -> date | str:
    if formats.is_missing(value) or value == "":
        return ""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)


def csv_bytes(export: Export) -> bytes:
    """UTF-8 with BOM; numbers with a point and in full; every row says its filter and its build."""
    heads, rows, _ = flat(export.table)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(h) for h in [*heads, t("download.filters"), t("download.snapshot")]])
    for row in rows:
        cells = [_csv_cell(v) for v in row]
        writer.writerow([*cells, safe_text(export.filter_line), safe_text(export.snapshot)])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(value)


@dataclass(frozen=True)
class Sheet:
    """A table in a workbook of several: the name of its sheet, and what the table is about."""

    name: str
    title: str
    about: str
    table: Table


def xlsx_bytes(export: Export) -> bytes:
    """A workbook of data, filters, definitions and sources; the same snapshot gives the same bytes."""
    return _workbook(export, [Sheet(t("download.sheet.data"), export.title, "", export.table)])


def workbook_bytes(export: Export, sheets: list[Sheet]) -> bytes:
    """A workbook of several tables after a list of them; filters, definitions and sources are those of `export`."""
    return _workbook(export, sheets, t("brief.excel.contents"))


def _workbook(export: Export, sheets: list[Sheet], contents: str = "") -> bytes:
    # At the first file: a page that is only read needs none of it.
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    book = xlsxwriter.Workbook(out, options)
    created = export.built_at.replace(tzinfo=None) if export.built_at else EPOCH
    book.set_properties({"title": export.title, "created": created, "comments": export.snapshot})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    if contents:
        heads = [t(f"brief.excel.{name}") for name in ("sheet", "table", "about")]
        _plain_sheet(book, bold, contents, heads, [(s.name, s.title, s.about) for s in sheets])
    for sheet in sheets:
        _data_sheet(book, bold, sheet, export.filter_line)
    filters = [*export.filters, (t("download.snapshot"), export.snapshot)]
    _plain_sheet(book, bold, t("download.sheet.filters"), _heads("filters", 2), filters)
    _plain_sheet(book, bold, t("download.sheet.definitions"), _heads("definitions", 4), export.definitions)
    _plain_sheet(book, bold, t("download.sheet.sources"), _heads("sources", 5), export.sources)
    book.close()
    return out.getvalue()


def _heads(sheet: str, count: int) -> list[str]:
    return [t(f"download.{sheet}.{n}") for n in range(1, count + 1)]


def _data_sheet(book: xlsxwriter.Workbook, bold: Any, asked: Sheet, filter_line: str) -> None:
    heads, rows, kinds = flat(asked.table)
    sheet = book.add_worksheet(asked.name)
    sheet.freeze_panes(1, 0)
    sheet.set_header("&L" + filter_line.replace("&", "&&")[:240])
    sheet.write_row(0, 0, heads, bold)
    whole = book.add_format({"num_format": "#,##0"})
    broken = book.add_format({"num_format": "#,##0.##########"})
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    for n, row in enumerate(rows, start=1):
        for m, value in enumerate(row):
            if isinstance(value, (int, float)):
                sheet.write_number(n, m, value, whole if isinstance(value, int) else broken)
            elif isinstance(value, date):
                sheet.write_datetime(n, m, datetime(value.year, value.month, value.day), dated)
            elif value is not None:
                sheet.write_string(n, m, str(value))
    for m, kind in enumerate(kinds):
        sheet.set_column(m, m, 16 if kind == "number" else 14 if kind == "date" else 34)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)


def _plain_sheet(
    book: xlsxwriter.Workbook, bold: Any, name: str, heads: list[str], rows: Iterable[tuple[str, ...]]
) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, bold)
    for n, row in enumerate(rows, start=1):
        for m, value in enumerate(row):
            sheet.write_string(n, m, str(value))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, len(heads) - 1, 44)


def file_name(title: str, ending: str, period: str = "") -> str:
    """A file name of plain letters, without diacritics, words joined by hyphens; of a long title whole words go, never
    a year and never the period, which stands at the end where the title does not name it."""
    words, kept = _plain_words(title), _plain_words(period)
    if not all(word in words for word in kept):
        words += kept
    while len("-".join(words)) > LONGEST_NAME:
        spare = [n for n, word in enumerate(words) if word not in kept and not YEAR.fullmatch(word)]
        if not spare:
            break
        del words[spare[-1]]
    name = "-".join(words)[:LONGEST_NAME].strip("-")
    return f"{name}.{ending}" if ending else name


def _plain_words(text: str) -> list[str]:
    return "".join(c if c.isascii() and c.isalnum() else " " for c in search_key(text)).split()
