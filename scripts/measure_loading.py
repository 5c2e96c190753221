"""Measures how fast figures are loaded, beside what a bare reader needs for the same bytes, in one run.

A million rows of observations from CSV beside DuckDB's own COPY of that file into a table, and 50,000 rows of a
template beside python-calamine's own reading of that workbook. The ratios say more than the times: a machine that does
other things too is slow at both. `--json FILE` keeps what was measured; docs/loading.md shows a run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

import duckdb
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from etl.build import CATALOG_FOLDER, BuildResult, build, load_catalogue
from etl.check import CheckedFile, check_files
from etl.choosing import choose_metrics, choose_periods
from etl.fact_format import FORMATS
from etl.generate import generate
from etl.readers import Reading, read_file
from etl.staging import create_staging
from etl.workbook.catalogue import read_metrics
from etl.workbook.layout import FIGURE_SHEET, TemplateBranch
from etl.workbook.staging import stage_template
from etl.workbook.template import FIRST_ROW, write_template

T = TypeVar("T")
# About as many rows of observations as the largest upload holds.
UPLOADED = 250_000
OBSERVATIONS = next(file_format for file_format in FORMATS if file_format.kind == "observations")


@dataclass(frozen=True)
class Measured:
    """One way of reading some rows: how long it took, and how many times as long for each row as the bare reading."""

    what: str
    rows: int
    seconds: float
    rows_per_second: float
    ratio: float
    accepted: int | None = None
    rejected: int | None = None


class Tally:
    """What was measured of one file, each told as soon as it is known; the first is the bare reading."""

    def __init__(self) -> None:
        self.measured: list[Measured] = []

    def add(
        self, what: str, rows: int, seconds: float, accepted: int | None = None, rejected: int | None = None
    ) -> None:
        each, bare = seconds / rows, self.measured[0] if self.measured else None
        ratio = each / (bare.seconds / bare.rows) if bare else 1.0
        one = Measured(what, rows, round(seconds, 3), round(rows / seconds), round(ratio, 2), accepted, rejected)
        self.measured.append(one)
        told = "" if accepted is None else f"   accepted {accepted:,}, rejected {rejected:,}"
        print(f"{what:<52}{rows:>10,}{seconds:>9.2f}{rows / seconds:>12,.0f}{one.ratio:>8.1f}x{told}", flush=True)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds a piece of work takes, and what it gives."""
    begun = time.perf_counter()
    made = work()
    return time.perf_counter() - begun, made


def staging() -> duckdb.DuckDBPyConnection:
    """The working tables of a build, empty."""
    connection = duckdb.connect(":memory:")
    connection.execute("attach ':memory:' as snapshot")
    load_catalogue(connection, CATALOG_FOLDER, date(2026, 1, 1))
    create_staging(connection)
    return connection


def keep_first(path: Path, rows: int) -> None:
    """Leave the header and the first rows of a CSV file whose rows are lines."""
    kept = path.with_suffix(".part")
    with path.open(encoding="utf-8") as lines, kept.open("w", encoding="utf-8") as written:
        written.writelines(islice(lines, rows + 1))
    kept.replace(path)


def measure_csv(folder: Path, rows: int) -> list[Measured]:
    """Observations from CSV: bare COPY, staging alone, a whole build, and a steward's check of an upload beside it."""
    # A branch is invented some 340 figures or more in ten years: enough of them, of which the first rows are kept.
    made = generate(folder / "csv", branches=rows // 330 + 10, years=10, seed=1, catalog=CATALOG_FOLDER)
    path, tally = made.folder / "observations.csv", Tally()
    keep_first(path, rows)
    columns = ", ".join(f'"{name}" varchar' for name in OBSERVATIONS.columns)
    with duckdb.connect(str(folder / "bare.duckdb")) as bare_connection:
        bare_connection.execute(f"create table observations ({columns})")
        bare, _ = timed(lambda: bare_connection.execute(f"copy observations from '{path}' (header)"))
        ((count,),) = bare_connection.execute("select count(*) from observations").fetchall()
    tally.add("CSV: DuckDB's bare COPY into a table", count, bare)
    with staging() as connection:
        seconds, reading = timed(lambda: read_file(connection, path, OBSERVATIONS, "csv", "csv/observations.csv"))
    tally.add("CSV: staged, every row numbered and trimmed", reading.rows_staged, seconds)
    warehouse = folder / "warehouse"
    seconds, result = timed(lambda: build([made.folder], warehouse=warehouse))
    tally.add("CSV: whole build, checked, composed, published", *_rows_of(result, seconds, "csv/observations.csv"))
    # Uploads are bounded; a steward's check is measured on as many rows as one may hold.
    keep_first(path, min(rows, UPLOADED))
    files = [CheckedFile(path, path.name)]
    seconds, checked = timed(lambda: check_files(files, snapshot=result.snapshot, as_of=date(2026, 1, 1)))
    (one,) = checked.inputs.to_dict("records")
    told = [int(one[f"rows_{name}"]) for name in ("in", "accepted", "rejected")]
    tally.add("CSV: a steward's check beside that snapshot", told[0], seconds, told[1], told[2])
    return tally.measured


def _rows_of(result: BuildResult, seconds: float, file: str) -> tuple[int, float, int, int]:
    """Rows read, seconds, accepted and rejected of one file of a build; raises where rows were lost."""
    (one,) = result.inputs[result.inputs["file"] == file].to_dict("records")
    rows = int(one["rows_in"])
    if rows != one["rows_accepted"] + one["rows_rejected"]:
        raise AssertionError(
            f"{file}: {rows} rows in, {one['rows_accepted']} accepted, {one['rows_rejected']} rejected"
        )
    return rows, seconds, int(one["rows_accepted"]), int(one["rows_rejected"])


def write_filled(path: Path, rows: int) -> int:
    """A template of the product with one figure in each of its rows; how many rows that are."""
    import openpyxl

    # Whole branches alone: a template has a row for each metric of each.
    metrics = [metric for metric in choose_metrics(["membership"]) if metric.unit == "person"]
    branches = [
        TemplateBranch(f"b{number}", f"Công đoàn cơ sở {number}", "grassroots", "health", "Hà Nội")
        for number in range(max(1, rows // len(metrics)))
    ]
    write_template(path, branches, choose_periods(["2025"]), metrics)
    book = openpyxl.load_workbook(path)
    sheet = book[FIGURE_SHEET]
    keys = [cell.value for cell in sheet[FIRST_ROW - 1]]
    column = next(n for n, key in enumerate(keys, start=1) if str(key).count("|") == 2)
    filled = len(branches) * len(metrics)
    for number in range(filled):
        sheet.cell(FIRST_ROW + 1 + number, column).value = 1000 + number % 977
    book.save(path)
    return filled


def measure_template(folder: Path, rows: int) -> list[Measured]:
    """Figures from a template: python-calamine's bare reading, staging alone, a whole build."""
    path, tally = folder / "excel" / "bieu.xlsx", Tally()
    path.parent.mkdir()
    filled = write_filled(path, rows)

    def read_bare() -> None:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    bare, _ = timed(read_bare)
    tally.add("Excel: python-calamine's bare reading", filled, bare)

    def stage(connection: duckdb.DuckDBPyConnection) -> Reading:
        return stage_template(connection, path, "excel", "excel/bieu.xlsx", read_metrics(CATALOG_FOLDER))

    with staging() as connection:
        seconds, reading = timed(lambda: stage(connection))
    tally.add("Excel: guarded, read, staged", filled, seconds, None, None)
    if reading.refusals:
        raise AssertionError(f"the template was refused: {reading.refusals[0]}")
    seconds, result = timed(lambda: build([path.parent], warehouse=folder / "warehouse"))
    if result.rows_rejected or result.rows_accepted < filled:
        raise AssertionError(f"{result.rows_accepted} of {filled} rows accepted, {result.rows_rejected} rejected")
    tally.add(
        "Excel: whole build, checked, composed, published", filled, seconds, result.rows_accepted, result.rows_rejected
    )
    return tally.measured


def main() -> int:
    """Print one line for each way in; with --json also into a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of observations from CSV, about")
    parser.add_argument("--excel-rows", type=int, default=50_000, help="rows of a template")
    parser.add_argument("--json", type=Path, help="a file to keep the figures in")
    asked = parser.parse_args()
    print(f"{'':<52}{'rows':>10}{'seconds':>9}{'rows / s':>12}{'ratio':>9}")
    with tempfile.TemporaryDirectory(prefix="loading-") as folder:
        csv = measure_csv(Path(folder), asked.rows)
        excel = measure_template(Path(folder), asked.excel_rows)
    if asked.json:
        told = {
            "cores": os.cpu_count(),
            "duckdb": duckdb.__version__,
            "python": sys.version.split()[0],
            "csv": [asdict(one) for one in csv],
            "excel": [asdict(one) for one in excel],
        }
        asked.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
