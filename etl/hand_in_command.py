"""The commands that publish files on top of what is served and take a load back, as the page "Nạp số liệu" does."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer

from etl import publishing
from etl.build import BuildResult, NothingToPublish
from etl.check import CheckedFile, check_files
from etl.folders import UnusableFolder
from etl.hand_in import NoSuchSnapshot, OtherLayout, hand_in, take_back
from etl.handed_in import AlreadyPublishing, UnusableUpload, folder_of, held_by, named_apart
from etl.steward_commands import print_check


def user_name() -> str:
    """Who uses this machine, as the system says it; nothing where it does not."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def hand_in_command(
    files: Annotated[list[Path], typer.Argument(help="Templates or fact files")],
    note: Annotated[str, typer.Option(help="Why, kept with the snapshot")],
    by: Annotated[str, typer.Option(help="Who publishes; default: the user of this machine")] = "",
) -> None:
    """Store files as a hand-in and publish them on top of what is served.

    What is refused stays out and is listed: exit 3 where any row was, 1 where nothing was published.
    """
    missing = [str(file) for file in files if not file.is_file()]
    if missing:
        typer.echo(f"no such file: {', '.join(missing)}", err=True)
        raise typer.Exit(2)
    checked = None
    try:
        given = named_apart([(file, file.name) for file in files])
        checked = check_files(
            [CheckedFile(path, name) for path, name in given],
            snapshot=publishing.current(publishing.warehouse_folder()),
        )
        result = hand_in(given, by=by or user_name(), note=note, expected=None, progress=lambda step: None)
    except (AlreadyPublishing, NothingToPublish, UnusableFolder, UnusableUpload) as problem:
        if checked:
            print_check(checked)
        typer.echo(f"Nothing published: {problem}. The snapshot served before stays.", err=True)
        raise typer.Exit(1) from None
    print_check(checked)
    _tell(result)


def _tell(result: BuildResult) -> None:
    """Say how many rows handed in were taken and refused, and how many earlier ones they replace."""
    stamp = max(held_by(result.snapshot))
    own = result.inputs[result.inputs["file"].map(folder_of) == stamp]
    replaced = (result.rejects["rule"] == "restated") & result.rejects["expected"].str.contains(stamp, regex=False)
    counts = [int(own[name].sum()) for name in ("rows_in", "rows_accepted", "rows_rejected")]
    typer.echo("handed in: rows {} = accepted {} + rejected {}".format(*counts))
    typer.echo(f"earlier rows replaced by these: {int(replaced.sum())}")
    typer.echo(f"snapshot: {result.snapshot}")
    if counts[2]:
        raise typer.Exit(3)


def rollback_command(snapshot: Annotated[str, typer.Argument(help="The name of a snapshot that is kept")]) -> None:
    """Serve an older snapshot again; the hand-ins it does not hold are set aside, so that no build brings them back."""
    name = snapshot.removesuffix(".duckdb") + ".duckdb"
    try:
        moved = take_back(name, by=user_name())
    except NoSuchSnapshot:
        typer.echo(f"no snapshot {name} in {publishing.warehouse_folder()}; see `python -m etl snapshots`", err=True)
        raise typer.Exit(1) from None
    except (AlreadyPublishing, OtherLayout) as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(f"current: {name}")
    if moved:
        typer.echo(f"hand-ins moved: {', '.join(moved)}")
