"""The command that invents a country, to try the product out and to measure it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from etl.build import CATALOG_FOLDER
from etl.generate import generate as invent


def generate(
    out: Annotated[Path, typer.Argument(help="The folder to write the fact files to")],
    branches: Annotated[int, typer.Option(min=1, help="Grassroots branches; the country has about 126000")] = 1260,
    years: Annotated[int, typer.Option(min=1, max=40, help="Years up to 2025")] = 10,
    seed: Annotated[int, typer.Option(help="The same seed gives the same country")] = 1,
    metrics: Annotated[int, typer.Option(min=1, help="The first metrics of the catalogue")] = 60,
    province: Annotated[str | None, typer.Option(help="One province of before July 2025 alone")] = None,
) -> None:
    """Write invented figures, marked as generated; made_on_purpose/mistakes.csv lists the errors put in."""
    try:
        made = invent(
            out,
            branches=branches,
            years=years,
            seed=seed,
            catalog=CATALOG_FOLDER,
            metrics=metrics,
            province=province,
            progress=lambda step: typer.echo(f"{step} ...", err=True),
        )
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    for table, rows in made.rows.items():
        typer.echo(f"{table}: {rows:,} rows")
    typer.echo(f"written to {made.folder}")
