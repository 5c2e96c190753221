"""Commands around templates: write one, check what came back, hand back what was refused."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from etl import publishing
from etl.check import CheckedFile, CheckResult, check_files
from etl.choosing import NotChosen, choose_branches, choose_metrics, choose_periods
from etl.workbook.rejected import write_rejected
from etl.workbook.template import TemplateTooLarge, write_template

SHOWN_ROWS = 100

console = Console(width=None if sys.stdout.isatty() else 400, highlight=False, soft_wrap=True)


def template(
    branches: Annotated[str, typer.Option(help="Ids, all, tier:…, province:…, parent:…, parted by commas")],
    periods: Annotated[str, typer.Option(help="2025, 2025H1, 2023-2028, 31/12/2025, parted by commas")],
    out: Annotated[Path, typer.Option(help="The .xlsx file to write")],
    groups: Annotated[str, typer.Option(help="Groups or metric ids of the catalogue, parted by commas")] = "all",
) -> None:
    """Write an Excel template for branches of the snapshot that is served."""
    snapshot = publishing.current(publishing.warehouse_folder())
    if snapshot is None:
        typer.echo("no snapshot: run `python -m etl build`", err=True)
        raise typer.Exit(1)
    try:
        chosen = choose_branches(snapshot, _words(branches))
        metrics = choose_metrics(_words(groups))
        write_template(out, chosen, choose_periods(_words(periods)), metrics)
    except (NotChosen, TemplateTooLarge, ValueError) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{out}: {len(chosen)} branches, {len(metrics)} metrics")


def check(
    files: Annotated[list[Path], typer.Argument(help="Templates or fact files")],
    rejected: Annotated[Path | None, typer.Option(help="Write what is refused, with reasons, to this .xlsx")] = None,
) -> None:
    """Say what each row of the files would become, publishing nothing; exit 1 where any row is refused."""
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        typer.echo(f"no such file: {', '.join(missing)}", err=True)
        raise typer.Exit(2)
    snapshot = publishing.current(publishing.warehouse_folder())
    result = check_files([CheckedFile(file, file.name) for file in files], snapshot=snapshot)
    print_check(result)
    if rejected is not None:
        write_rejected(rejected, result)
        console.print(f"refused rows: {rejected}", markup=False)
    raise typer.Exit(0 if result.rejects.empty else 1)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def print_check(result: CheckResult) -> None:
    """Say what each row becomes: counts by file, refused rows, changes, doubts."""
    outcomes = ("new", "changed", "withdrawn", "unchanged", "not_reported", "outranked")
    table = Table("file", "rows in", "accepted", "rejected", *outcomes, "doubtful", title="Files")
    for file in result.inputs.itertuples():
        rows = result.rows[result.rows["file"] == file.file]
        counts = [int((rows["outcome"] == outcome).sum()) for outcome in outcomes]
        doubtful = int((rows["doubts"] != "").sum())
        numbers = (file.rows_in, file.rows_accepted, file.rows_rejected, *counts, doubtful)
        table.add_row(_plain(file.file), *(str(number) for number in numbers))
    console.print(table)
    for row in result.rejects.head(SHOWN_ROWS).itertuples():
        place = ", ".join(
            str(part) for part in (row.file, row.sheet, f"row {row.row}", row.column_name) if _is_said(part)
        )
        console.print(f"rejected {place}: found {row.found}; expected {row.expected} ({row.rule})", markup=False)
    if len(result.rejects) > SHOWN_ROWS:
        console.print(f"and {len(result.rejects) - SHOWN_ROWS} more refused rows")
    for row in (
        result.rows[result.rows["outcome"].isin(["changed", "withdrawn", "outranked"])].head(SHOWN_ROWS).itertuples()
    ):
        what = f"{row.branch_id} {row.metric_id} {row.period_start:%Y-%m-%d}..{row.period_end:%Y-%m-%d}"
        told = [_number(value) for value in (row.before, row.after, row.value)]
        console.print(f"{row.outcome} {what}: {told[0]} -> {told[1]} (states {told[2]})", markup=False)
    for row in result.findings.head(SHOWN_ROWS).itertuples():
        console.print(f"{row.severity} {row.rule}: {row.message_en}", markup=False)


def _is_said(part: object) -> bool:
    return bool(part) and not _is_missing(part)


def _is_missing(part: object) -> bool:
    # What is not a number is what no number equals: frames hold it in place of texts too.
    return part is None or part is pd.NA or part != part


def _number(value: object) -> str:
    """A figure as it is typed, without an exponent; a word where there is none."""
    return "none" if _is_missing(value) else f"{value:.9f}".rstrip("0").rstrip(".")


def _plain(cell: object) -> str:
    return str(cell).replace("[", r"\[")
