"""Measures how fast figures are loaded, beside what a bare reader needs for the same bytes, in one run.

A million rows of observations from CSV beside DuckDB's own COPY of that file into a table, and 50,000 filled cells of a
template beside python-calamine's own reading of that workbook. The ratios say more than the times: a machine that does
other things too is slow at both.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from etl.build import CATALOG_FOLDER, build, load_catalogue
from etl.choosing import choose_metrics, choose_periods
from etl.fact_format import FORMATS
from etl.generate import generate
from etl.readers import read_file
from etl.staging import create_staging
from etl.workbook.catalogue import read_metrics
from etl.workbook.layout import FIGURE_SHEET, TemplateBranch
from etl.workbook.staging import stage_template
from etl.workbook.template import FIRST_ROW, write_template

OBSERVATIONS = next(file_format for file_format in FORMATS if file_format.kind == "observations")


def timed(work: Callable[[], object]) -> tuple[float, object]:
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


def tell(what: str, rows: int, seconds: float, bare: float) -> None:
    """One line: rows per second, and how many times the bare reading it took."""
    print(f"{what:<46}{rows:>10,}{seconds:>9.2f}{rows / seconds:>12,.0f}{seconds / bare:>8.1f}x", flush=True)


def measure_csv(folder: Path, rows: int) -> None:
    """Observations from CSV: bare COPY, staging alone, and a whole build."""
    # A branch is invented some 380 figures in ten years.
    branches = max(1, rows // 380)
    made = generate(folder / "csv", branches=branches, years=10, seed=1, catalog=CATALOG_FOLDER)
    path = made.folder / "observations.csv"
    columns = ", ".join(f'"{name}" varchar' for name in OBSERVATIONS.columns)
    with duckdb.connect(str(folder / "bare.duckdb")) as bare_connection:
        bare_connection.execute(f"create table observations ({columns})")
        bare, _ = timed(lambda: bare_connection.execute(f"copy observations from '{path}' (header)"))
        ((count,),) = bare_connection.execute("select count(*) from observations").fetchall()
    tell("CSV: DuckDB's bare COPY into a table", count, bare, bare)
    with staging() as connection:
        seconds, _ = timed(lambda: read_file(connection, path, OBSERVATIONS, "csv", "csv/observations.csv"))
    tell("CSV: staged, every row numbered and trimmed", count, seconds, bare)
    seconds, result = timed(lambda: build([made.folder], warehouse=folder / "warehouse"))
    tell("CSV: whole build, checked, composed, published", count, seconds, bare)
    print(f"  accepted {result.rows_accepted:,}, rejected {result.rows_rejected:,}")  # type: ignore[attr-defined]


def write_filled(path: Path, cells: int) -> int:
    """A template of the product with every figure filled in; how many that are."""
    import openpyxl

    periods, metrics = choose_periods([str(year) for year in range(2016, 2026)]), choose_metrics(["membership"])
    metrics = [metric for metric in metrics if metric.unit == "person"]
    branches = [
        TemplateBranch(f"b{number}", f"Công đoàn cơ sở {number}", "grassroots", "health", "Hà Nội")
        for number in range(-(-cells // (len(periods) * len(metrics))))
    ]
    write_template(path, branches, periods, metrics)
    book = openpyxl.load_workbook(path)
    sheet = book[FIGURE_SHEET]
    keys = [cell.value for cell in sheet[FIRST_ROW - 1]]
    first = next(n for n, key in enumerate(keys, start=1) if str(key).count("|") == 2)
    filled = 0
    for row in range(FIRST_ROW + 1, FIRST_ROW + 1 + len(branches) * len(metrics)):
        for column in range(first, first + len(periods)):
            sheet.cell(row, column).value = 1000 + filled % 977
            filled += 1
    book.save(path)
    return filled


def measure_template(folder: Path, cells: int) -> None:
    """Figures from a template: python-calamine's bare reading, staging alone, and a whole build."""
    path = folder / "excel" / "bieu.xlsx"
    path.parent.mkdir()
    filled = write_filled(path, cells)

    def read_bare() -> None:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    bare, _ = timed(read_bare)
    tell("Excel: python-calamine's bare reading", filled, bare, bare)
    with staging() as connection:
        seconds, reading = timed(
            lambda: stage_template(connection, path, "excel", "excel/bieu.xlsx", read_metrics(CATALOG_FOLDER))
        )
    print(f"  refused {len(reading.refusals):,}, staged {reading.rows_staged:,}")  # type: ignore[attr-defined]
    tell("Excel: guarded, read, staged", filled, seconds, bare)
    seconds, result = timed(lambda: build([path.parent], warehouse=folder / "warehouse"))
    tell("Excel: whole build, checked, composed, published", filled, seconds, bare)
    print(f"  accepted {result.rows_accepted:,}, rejected {result.rows_rejected:,}")  # type: ignore[attr-defined]


def main() -> int:
    """Print one line for each way in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--cells", type=int, default=50_000)
    asked = parser.parse_args()
    print(f"{'':<46}{'rows':>10}{'seconds':>9}{'rows / s':>12}{'ratio':>9}")
    with tempfile.TemporaryDirectory(prefix="loading-") as folder:
        measure_csv(Path(folder), asked.rows)
        measure_template(Path(folder), asked.cells)
    return 0


if __name__ == "__main__":
    sys.exit(main())
