"""Reads the cells of a workbook in a process of its own, with limits of time and memory; values only, nothing runs.

`python -m etl.workbook.cells FILE` is that process: it answers in JSON, so that nothing of it is executed here either.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from etl import guards
from etl.guards import Unreadable
from etl.workbook.xlsx_details import SheetDetails, read_details

PROJECT = Path(__file__).resolve().parents[2]
Cell = str | float | bool | date | None
Place = tuple[int, int]
PLACES = ("formulas", "without_value", "struck")


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows` from A1, each as long as the sheet is wide; places are (row, column) from 0."""

    name: str
    is_visible: bool
    rows: list[list[Cell]]
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    # The codes of formats that show more than the digits of a cell.
    formats: dict[Place, str] = field(default_factory=dict)
    formulas: frozenset[Place] = frozenset()
    without_value: frozenset[Place] = frozenset()
    # Cells of which a part, or all, is struck out, raised or lowered.
    struck: frozenset[Place] = frozenset()
    # What is said beside the cells: in their notes, and at the head and foot of printed pages.
    notes: dict[Place, str] = field(default_factory=dict)
    printed: tuple[str, ...] = ()


def read_cells(path: Path, *, seconds: float = guards.MOST_SECONDS) -> list[Sheet]:
    """Every worksheet of an .xlsx, .xlsm or .xls file; raises Unreadable with the reason where it is not read."""
    command = [sys.executable, "-m", "etl.workbook.cells", str(path.resolve())]
    try:
        done = subprocess.run(
            command, cwd=PROJECT, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(
            f"reading took more than {seconds:g} seconds", "a workbook of figures", "read_timeout"
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # The process was ended by its memory limit, or by a fault in a reader: the file is at fault, not the build.
        raise Unreadable(
            f"reading broke off (exit {done.returncode})", "a workbook that opens in Excel", "damaged_file"
        ) from None
    if "refused" in answer:
        raise Unreadable(**answer["refused"])
    return [sheet_of(entry) for entry in answer["sheets"]]


def sheet_of(entry: dict[str, Any]) -> Sheet:
    """A sheet out of the answer of the process that read it."""
    places = {name: frozenset((r, c) for r, c in entry[name]) for name in PLACES}
    return Sheet(
        name=entry["name"],
        is_visible=entry["is_visible"],
        rows=[[_cell(value) for value in row] for row in entry["rows"]],
        merged=[((a, b), (c, d)) for (a, b), (c, d) in entry["merged"]],
        hidden_rows=frozenset(entry["hidden_rows"]),
        hidden_columns=frozenset(entry["hidden_columns"]),
        formats={(r, c): code for code, cells in entry["formats"].items() for r, c in cells},
        notes={(r, c): text for r, c, text in entry["notes"]},
        printed=tuple(entry["printed"]),
        **places,
    )


def _cell(value: Any) -> Cell:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _worksheets(path: Path) -> list[dict[str, Any]]:
    """The inner side: open, check the extent, and only then let the whole sheet into memory."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    kind = guards.check_file(path)
    details: dict[str, SheetDetails] = {}
    if kind == "zip":
        with zipfile.ZipFile(path) as archive:
            details = read_details(archive)
    else:
        from etl.workbook.xls_details import read_old_details

        details = read_old_details(path)
    book = CalamineWorkbook.from_path(str(path))
    sheets = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if len(sheets) > guards.MOST_SHEETS:
        raise Unreadable(f"{len(sheets)} sheets", f"at most {guards.MOST_SHEETS} sheets", "too_many_sheets")
    if len({meta.name for meta in sheets}) < len(sheets):
        raise Unreadable("two sheets of one name", "a workbook that opens in Excel", "damaged_file")
    answer: list[dict[str, Any]] = []
    letters = cells = 0
    for meta in sheets:
        sheet = book.get_sheet_by_name(meta.name)
        # Counted from the place of the last cell, which python-calamine tells from 0.
        height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        cells += height * width
        guards.check_extent(meta.name, height, width)
        _check_all(cells, letters)
        rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        letters += sum(len(value) for row in rows for value in row if isinstance(value, str))
        _check_all(cells, letters)
        known = details.get(meta.name, SheetDetails())
        letters += sum(map(len, (*known.notes.values(), *known.printed)))
        _check_all(cells, letters)

        def within(cells: list[Place], height: int = height, width: int = width) -> list[Place]:
            return sorted({(r, c) for r, c in cells if 0 <= r < height and 0 <= c < width})

        answer.append(
            {
                "name": meta.name,
                "is_visible": meta.visible == SheetVisibleEnum.Visible,
                "rows": rows,
                "merged": _merged(sheet.merged_cell_ranges or [], height, width),
                "hidden_rows": sorted({row for row in known.hidden_rows if row < height}),
                "hidden_columns": sorted({column for column in known.hidden_columns if column < width}),
                "formats": {code: within(cells) for code, cells in known.formats.items()},
                "notes": [[row, column, text] for (row, column), text in sorted(known.notes.items())],
                "printed": known.printed,
                **{name: within(getattr(known, name)) for name in PLACES},
            }
        )
    return answer


def _check_all(cells: int, letters: int) -> None:
    """Each sheet may be small, and all of them together too large."""
    if cells > guards.MOST_CELLS or letters > guards.MOST_LETTERS:
        raise Unreadable(
            f"sheets of {cells:,} cells and {letters:,} letters together",
            f"at most {guards.MOST_CELLS:,} cells and {guards.MOST_LETTERS:,} letters",
            "sheet_too_large",
        )


def _merged(areas: list[tuple[Place, Place]], height: int, width: int) -> list[list[Place]]:
    """The merged areas that touch the filled part of a sheet; no spreadsheet program lets them overlap."""
    touching, covered = [], 0
    for (top, left), (bottom, right) in areas:
        if 0 <= top < height and 0 <= left < width and bottom >= top and right >= left:
            touching.append([(top, left), (min(bottom, height - 1), min(right, width - 1))])
            covered += (min(bottom, height - 1) - top + 1) * (min(right, width - 1) - left + 1)
    if covered > height * width:
        raise Unreadable("merged areas that overlap", "a workbook that opens in Excel", "damaged_file")
    return touching


def _plain(value: object) -> object:
    if value == "":
        return None
    if isinstance(value, datetime):
        return (
            {"date": value.date().isoformat()} if value == datetime.combine(value, datetime.min.time()) else str(value)
        )
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if isinstance(value, str | float | int | bool) else str(value)


def _limit() -> None:
    """Bound this process; where the system knows no such limits, the outer time limit stays."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (guards.MOST_MEMORY_BYTES, guards.MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (guards.MOST_SECONDS, guards.MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(path: Path) -> dict[str, Any]:
    """What the process answers: the sheets, or why the file is refused."""
    from python_calamine import CalamineError, PasswordError

    damaged = ("a workbook that opens in Excel", "damaged_file")
    try:
        return {"sheets": _worksheets(path)}
    except Unreadable as problem:
        reason = problem
    except PasswordError:
        reason = Unreadable("a file locked with a password", "the same file without a password", "password_protected")
    except MemoryError:
        reason = Unreadable("too much for the memory allowed", "a workbook of figures", "sheet_too_large")
    except (CalamineError, ExpatError, zipfile.BadZipFile, OSError, ValueError, KeyError) as problem:
        reason = Unreadable(f"a damaged file ({str(problem)[:200]})", *damaged)
    except BaseException as problem:
        # A panic inside the reader arrives as an exception of no known class.
        reason = Unreadable(f"a damaged file ({type(problem).__name__})", *damaged)
    return {"refused": {"found": reason.found, "expected": reason.expected, "rule": reason.rule}}


if __name__ == "__main__":
    _limit()
    json.dump(main(Path(sys.argv[1])), sys.stdout)
