"""The steward's commands: build a snapshot, say where it is, list and take back, export its views."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from etl import publishing
from etl.build import BuildResult, NothingToPublish, build, published_folders
from etl.export import export_views
from etl.folders import UnusableFolder
from etl.generate_command import generate
from etl.hand_in_command import hand_in_command, rollback_command, user_name
from etl.handed_in import one_at_a_time, settle
from etl.publications import Publication, read_publications
from etl.steward_commands import check, template

SHOWN_REJECTS = 50

app = typer.Typer(help="Loads branch figures into the warehouse.", no_args_is_help=True, pretty_exceptions_enable=False)
app.command("template")(template)
app.command("check")(check)
app.command("generate")(generate)
app.command("hand-in")(hand_in_command)
app.command("rollback")(rollback_command)
# In a pipe or a log there is no width to fit into: an id that is cut cannot be acted on.
console = Console(width=None if sys.stdout.isatty() else 400, highlight=False, soft_wrap=True)


@app.command("build")
def build_command(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders of fact files; default: data/published and all hand-ins")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day targets are judged at; default: today"),
    ] = None,
    by: Annotated[str, typer.Option(help="Who publishes; default: the user of this machine")] = "",
    note: Annotated[str, typer.Option(help="Why, kept with the snapshot")] = "",
) -> None:
    """Read, check and publish; exit 1 where nothing could be published, 2 where a folder cannot be read."""
    warehouse = publishing.warehouse_folder()
    with one_at_a_time(warehouse, wait=True):
        settle(warehouse)
        _build(folders or published_folders(warehouse), as_of, by, note)


def _build(wanted: list[Path], as_of: datetime | None, by: str, note: str) -> None:
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task("start")
        try:
            result = build(
                wanted,
                as_of=as_of.date() if as_of else None,
                published_by=by or user_name(),
                note=note,
                progress=lambda step: bar.update(task, description=step),
            )
        except NothingToPublish as problem:
            bar.stop()
            _print_rejects(problem.rejects)
            console.print(f"Nothing published: {problem}. The snapshot served before stays.", markup=False)
            raise typer.Exit(1) from None
        except UnusableFolder as problem:
            bar.stop()
            console.print(f"Nothing published: {problem}. The snapshot served before stays.", markup=False)
            raise typer.Exit(2) from None
    _print_result(result)


@app.command()
def path() -> None:
    """Print the path of the current snapshot."""
    folder = publishing.warehouse_folder()
    current = publishing.current(folder)
    if current is None:
        typer.echo(f"no snapshot in {folder}: run `python -m etl build`", err=True)
        raise typer.Exit(1)
    typer.echo(current)


@app.command()
def snapshots() -> None:
    """List the snapshots that are kept, latest first: the current one marked, when, by whom, what changed, the note."""
    for kept in read_publications(publishing.warehouse_folder()):
        typer.echo(f"{'*' if kept.is_current else ' '} {kept.snapshot}{_told(kept)}")


def _told(kept: Publication) -> str:
    if kept.published_at is None:
        return ""
    changes = "not compared"
    if kept.figures_new is not None:
        changes = f"figures: {kept.figures_new} new, {kept.figures_changed} changed, {kept.figures_gone} gone"
    # A note in several lines must not look like several snapshots.
    note = f"  {' '.join(kept.note.split())}" if kept.note else ""
    return f"  {kept.published_at:%Y-%m-%d %H:%M} UTC  {kept.published_by or '-'}  {changes}{note}"


@app.command()
def export(folder: Annotated[Path, typer.Argument(help="Where to write one CSV per view")]) -> None:
    """Write every public view of the current snapshot as CSV; the same input gives the same bytes."""
    current = publishing.current(publishing.warehouse_folder())
    if current is None:
        typer.echo("no snapshot: run `python -m etl build`", err=True)
        raise typer.Exit(1)
    for file in export_views(current, folder):
        typer.echo(file)


def _print_result(result: BuildResult) -> None:
    inputs = Table("file", "rows in", "accepted", "rejected", title="Input")
    for row in result.inputs.itertuples():
        inputs.add_row(str(row.file), *(str(n) for n in (row.rows_in, row.rows_accepted, row.rows_rejected)))
    console.print(inputs)
    console.print(f"rows in {result.rows_in} = accepted {result.rows_accepted} + rejected {result.rows_rejected}")
    _print_rejects(result.rejects)
    findings = Table("severity", "rule", "findings", title="Findings: figures kept as printed, with a doubt")
    for (severity, rule), group in result.findings.groupby(["severity", "rule"], sort=True):
        findings.add_row(str(severity), str(rule), str(len(group)))
    console.print(findings)
    for row in result.findings[result.findings["severity"] == "error"].head(SHOWN_REJECTS).itertuples():
        console.print(f"error {row.rule}: {row.branch_id}: {row.message_en}", markup=False)
    for message in result.findings.loc[result.findings["rule"] == "file_not_read", "message_en"]:
        console.print(f"warning file_not_read: {message}", markup=False)
    console.print(f"snapshot: {result.snapshot}", markup=False)


def _print_rejects(rejects: pd.DataFrame) -> None:
    if rejects.empty:
        return
    table = Table(title="Rejected rows")
    for name in ("file", "row", "column", "found", "expected", "rule"):
        table.add_column(name, overflow="fold")
    for row in rejects.head(SHOWN_REJECTS).itertuples():
        cells = (row.file, row.row, row.column_name, row.found, row.expected, row.rule)
        table.add_row(*(_plain(cell) for cell in cells))
    console.print(table)
    if len(rejects) > SHOWN_REJECTS:
        console.print(f"and {len(rejects) - SHOWN_REJECTS} more in the table `reject`")


def _plain(cell: object) -> str:
    # Square brackets in data are text, not markup of the terminal.
    return str(cell).replace("[", r"\[")
