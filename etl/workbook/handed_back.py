"""The sheets of refused figures, targets and sources that go back: each cell as it stood, to be read by the same rules.

Sent back as it is, such a workbook is refused again cell by cell, for the same reasons; nothing slips in unchanged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pandas as pd

from etl.fact_format import OWN_FORM
from etl.workbook.aims import AIMS
from etl.workbook.layout import (
    FIGURE_HEADINGS,
    FIGURE_SHEET,
    LIST_HEADINGS,
    LIST_SHEET,
    REASON_HEADING,
    SOURCE_HEADINGS,
    SOURCE_SHEET,
    TARGET_HEADINGS,
    TARGET_SHEET,
    UNDECIDED,
)
from etl.workbook.periods import Period, parse_date, parse_period
from etl.workbook.reasons import reason_vi
from etl.workbook.saved import mark_of, write_saved
from etl.workbook.styles import formats, reader_format
from etl.workbook.tables import period_of

KEY_ROW, HEADING_ROW, FIRST_ROW = 2, 3, 4
FIXED = ("branch_id", "metric_id", "branch_name", "group_name", "metric_name", "unit_name")
CLOSING = ("source_no", "paragraph", "note", "reason")
FIXED_WIDTHS, CLOSING_WIDTHS = [4, 4, 34, 16, 36, 15], [9, 9, 30, 70]
HINT = (
    "Sửa các ô nền vàng rồi gửi lại cả tệp. Ô ghi “Ô gộp”, “Trùng”, “Hai biểu khác số”, "
    "“Ô hiện số khác”, “Có chữ gạch hoặc chữ nhỏ”: ghi lại số đúng; “Chưa rõ đơn vị tiền”: ghi lại số tiền bằng đồng. "
    "Cột “Kỳ nào…?”: đổi tiêu đề thành một kỳ, hoặc chuyển số sang cột của kỳ đúng."
)
# What fits into one line of the column of reasons, and how high such a line is.
REASON_LETTERS, LINE_HEIGHT = 62, 14
Row = dict[str, Any]
# The column of figures: its hidden key, its heading, and which one of several alike it is.
Column = tuple[str, str, int]


@dataclass
class _Line:
    """One row that goes back: its cells by column, each with the words that hold it back, and why it was refused."""

    cells: dict[Any, tuple[Row, str | None]]
    reasons: list[str] = field(default_factory=list)


def write_handed_back(book: Any, written: pd.DataFrame, sources: pd.DataFrame) -> None:
    """Add the sheets of everything `written` (CheckResult.written) holds, with the sources that are cited there."""
    look, style = formats(book), reader_format(book)
    rows = [_parsed(row) for row in texts_of(written)]
    numbers = _numbers(rows)
    by_kind = {kind: [row for row in rows if row["written_kind"] == kind] for kind in ("observations", "targets")}
    _write_figures(book.add_worksheet(FIGURE_SHEET), look, style, by_kind["observations"], numbers)
    if by_kind["targets"]:
        _write_targets(book.add_worksheet(TARGET_SHEET), look, style, by_kind["targets"], numbers)
    _write_sources(book.add_worksheet(SOURCE_SHEET), look, style, rows, sources, numbers)
    _write_list(book.add_worksheet(LIST_SHEET), rows)


def head(
    sheet: Any, look: Mapping[str, Any], title: str, keys: list[str], headings: list[str], widths: list[int]
) -> None:
    """Title, hidden keys and headings of a sheet that is read again."""
    sheet.hide_gridlines(2)
    first = keys.index("branch_name") if "branch_name" in keys else 0
    sheet.write_string(0, first, title, look["title"])
    sheet.write_string(1, first, HINT, look["hint"])
    for column, (key, heading, width) in enumerate(zip(keys, headings, widths, strict=True)):
        sheet.write_string(KEY_ROW, column, key)
        sheet.write_string(HEADING_ROW, column, heading, look["heading"])
        sheet.set_column(column, column, width)
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADING_ROW, 32)
    print_wide(sheet, HEADING_ROW)


def print_wide(sheet: Any, heading_row: int) -> None:
    """A4 across, as wide as the sheet, the heading on every page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)


def texts_of(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a frame as texts, "" for what is missing."""
    names = [str(name) for name in frame.columns]
    rows = frame.astype(object).where(frame.notna(), "").to_numpy().tolist()
    return [dict(zip(names, map(str, row), strict=True)) for row in rows]


def _parsed(row: dict[str, str]) -> Row:
    return {**row, **{name: json.loads(row[name] or "{}") for name in ("line", "cell", "listed")}}


def _rules(row: Row) -> set[str]:
    return set(row["rule"].split(", "))


# Sources


def _numbers(rows: list[Row]) -> dict[str, str]:
    """The number each cited source gets; a form that cited nothing but itself goes on doing so, without a number."""
    cited = dict.fromkeys(row["source_id"] for row in rows if row["source_id"])
    stated = [source for source in cited if not source.startswith(OWN_FORM)]
    # An empty cell means the first source: it must stay free for figures that cite none.
    first = 1 if len(stated) == len(cited) else 2
    return {source: f"N{number}" for number, source in enumerate(stated, start=first)}


def _source_cell(row: Row, numbers: Mapping[str, str]) -> Row:
    """The number of a source in the workbook that goes back; one that is not known stays so."""
    source_id = row["source_id"]
    if source_id:
        return {"text": numbers[source_id]} if source_id in numbers else {}
    kept = row["line"].get("source_no", {})
    said = str(kept.get("text", kept.get("number", "")))
    return {"text": said if said.endswith("?") else f"{said}?"}


def _write_sources(
    sheet: Any,
    look: Mapping[str, Any],
    style: Callable[[str | None], Any],
    rows: list[Row],
    sources: pd.DataFrame,
    numbers: dict[str, str],
) -> None:
    headings = SOURCE_HEADINGS | REASON_HEADING
    head(sheet, look, "Nguồn", list(headings), list(headings.values()), [8, 40, 60, 50, 16, 70])
    refused = [row for row in rows if row["written_kind"] == "sources"]
    as_stood = {row["source_id"]: row for row in refused if row["source_id"]}
    stated = {source["source_id"]: source for source in texts_of(sources)}
    lines = []
    for source_id, number in numbers.items():
        cells = {"source_no": {"text": number}}
        if source_id in as_stood:
            lines.append((as_stood[source_id]["line"] | cells, as_stood[source_id]["rule"]))
        else:
            source = stated[source_id]
            day = parse_date(source["published_on"])
            texts = source | {"published_on": f"{day:%d/%m/%Y}" if day else source["published_on"]}
            lines.append(({name: {"text": texts.get(name, "")} for name in SOURCE_HEADINGS} | cells, ""))
    lines += [(row["line"], row["rule"]) for row in refused if not row["source_id"]]
    for place, (cells, rule) in enumerate(lines, start=FIRST_ROW):
        for column, name in enumerate(SOURCE_HEADINGS):
            write_saved(sheet, place, column, cells.get(name, {}), style)
        sheet.write_string(place, len(SOURCE_HEADINGS), reason_vi(rule) if rule else "", look["reason"])


# Figures


def _column_of(row: Row) -> tuple[str, str, list[Period]]:
    """The hidden key and the heading a figure goes back under, and the periods it may be of.

    Where heading and key disagreed, the key says no more than which periods were meant: the heading has to be changed.
    """
    key, heading = row["column_key"], row["heading"]
    found = period_of(heading, key)
    if found is None:
        # Its heading is no period: it goes back as it is, to be made one.
        return "", heading or "Kỳ nào?", []
    period, reason = found
    if not reason:
        return period.key, period.label, [period]
    if key.startswith(UNDECIDED):
        return key, heading, [p for part in key.split(UNDECIDED) if (p := parse_period(part))]
    periods = [period, *([named] if (named := parse_period(heading)) else [])]
    return UNDECIDED + UNDECIDED.join(p.key for p in periods), f"Kỳ nào: {heading} hay {period.label}?", periods


def _write_figures(
    sheet: Any,
    look: Mapping[str, Any],
    style: Callable[[str | None], Any],
    rows: list[Row],
    numbers: Mapping[str, str],
) -> None:
    lines: dict[tuple[str, str, str], _Line] = {}
    columns: set[Column] = set()
    for row in rows:
        key, heading, periods = _column_of(row)
        columns |= {(period.key, period.label, 0) for period in periods}
        place = (row["file"], row["sheet"], row["sheet_row"])
        line = lines.setdefault(place, _Line({name: (kept, None) for name, kept in row["line"].items()}))
        line.cells["source_no"] = (_source_cell(row, numbers), None)
        times = Counter((column[0], column[1]) for column in line.cells if isinstance(column, tuple))
        column = (key, heading, times[key, heading])
        columns.add(column)
        line.cells[column] = (row["cell"], mark_of(row["cell"], _rules(row)))
        line.reasons.append(f"{heading}: {reason_vi(row['rule'], row['expected'])}")
    ordered = sorted(columns, key=lambda column: (column[0].lstrip(UNDECIDED), column))
    keys = [*FIXED, *(column[0] for column in ordered), *CLOSING]
    spoken = FIGURE_HEADINGS | REASON_HEADING
    headings = [*(spoken[key] for key in FIXED), *(c[1] for c in ordered), *(spoken[key] for key in CLOSING)]
    head(sheet, look, "Số liệu cần sửa", keys, headings, [*FIXED_WIDTHS, *(18 for _ in ordered), *CLOSING_WIDTHS])
    sheet.set_column(0, 1, None, None, {"hidden": True})
    _write_lines(sheet, look, style, lines.values(), [*FIXED, *ordered, *CLOSING])
    sheet.freeze_panes(FIRST_ROW, len(FIXED))


def _write_lines(
    sheet: Any,
    look: Mapping[str, Any],
    style: Callable[[str | None], Any],
    lines: Iterable[_Line],
    columns: list[Any],
) -> None:
    for place, line in enumerate(lines, start=FIRST_ROW):
        for column, name in enumerate(columns):
            if name == "reason":
                reason = "; ".join(line.reasons)
                sheet.write_string(place, column, reason, look["reason"])
                sheet.set_row(place, LINE_HEIGHT * max(1, ceil(len(reason) / REASON_LETTERS)))
                continue
            kept, mark = line.cells.get(name, ({}, None))
            own = (lambda _: look["key"]) if name in FIXED else style
            write_saved(sheet, place, column, kept, own, mark)


# Targets


def _write_targets(
    sheet: Any,
    look: Mapping[str, Any],
    style: Callable[[str | None], Any],
    rows: list[Row],
    numbers: Mapping[str, str],
) -> None:
    headings = TARGET_HEADINGS | REASON_HEADING
    head(
        sheet, look, "Chỉ tiêu cần sửa", list(headings), list(headings.values()),
        [34, 36, 22, 15, 17, 16, 16, 16, 9, 9, 30, 70],
    )  # fmt: skip
    lines = []
    for row in rows:
        cells: dict[Any, tuple[Row, str | None]] = {name: (kept, None) for name, kept in row["line"].items()}
        cells["source_no"] = (_source_cell(row, numbers), None)
        first = next((name for name in AIMS if name in cells), "value")
        for aim in [name for name in AIMS if name in cells or name == first]:
            kept = cells.get(aim, ({}, None))[0]
            rules = _rules(row) - (set() if kept.get("format") else {"display_differs"})
            cells[aim] = (kept, mark_of(kept, rules if aim == first else rules & {"display_differs"}))
        lines.append(_Line(cells, [reason_vi(row["rule"], row["expected"])]))
    _write_lines(sheet, look, style, lines, list(headings))
    sheet.freeze_panes(FIRST_ROW, 2)


# Names


def _write_list(sheet: Any, rows: list[Row]) -> None:
    """The names that only the lists of the workbooks knew, so that they are known again."""
    listed = [row["listed"] for row in rows]
    branches = dict.fromkeys(tuple(branch) for entry in listed for branch in entry.get("branches", ()))
    metrics = dict.fromkeys(tuple(metric) for entry in listed for metric in entry.get("metrics", ()))
    sheet.write_row(0, 0, LIST_HEADINGS)
    first = LIST_HEADINGS.index("metric_id")
    for start, entries in ((0, branches), (first, metrics)):
        for place, texts in enumerate(entries, start=1):
            for column, text in enumerate(texts, start=start):
                sheet.write_string(place, column, text)
    sheet.very_hidden()
