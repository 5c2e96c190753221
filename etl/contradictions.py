"""Refuses rows of one load that contradict each other: which columns say whose figure it is, and which what it is."""

from __future__ import annotations

from pathlib import Path

import duckdb

from etl.fact_format import NOT_REPORTED, OWN_FORM, FileFormat

CHECK = Path(__file__).parent / "sql" / "check_contradictions.sql"
_NUMBERS = ("value", "attained_value", "attained_pct")


def says(file_format: FileFormat) -> str:
    """What a row says of its figure, as SQL: numbers by what they are, however they are written."""
    columns = file_format.says or file_format.columns
    return "row(" + ", ".join(f'try_cast("{n}" as double)' if n in _NUMBERS else f'"{n}"' for n in columns) + ")"


def check_contradictions(connection: duckdb.DuckDBPyConnection, file_format: FileFormat) -> None:
    """Write down the rows of one load (of each turn of hand-ins) that say different things of one figure or target."""
    apart = f"case when status <> '{NOT_REPORTED}' then part end" if "part" in file_format.columns else "''"
    # An award that is asked for contradicts none that was given.
    asked = "status = 'proposed'" if "status" in file_format.columns else "false"
    # A report may set several aims of one metric, for groups it does not name: they are kept, and stay undecided
    # (DESIGN.md 5.9). A form has a line for each aim.
    is_form = f"starts_with(s.source_id, '{OWN_FORM}')"
    text = CHECK.read_text(encoding="utf-8")
    for name, filled in (
        ("kind", file_format.kind),
        ("key", ", ".join(f'"{name}"' for name in file_format.one_figure)),
        ("apart", apart),
        ("asked", asked),
        ("is_asked_about", is_form if file_format.kind == "targets" else "true"),
        ("says", says(file_format)),
        ("own_form", OWN_FORM),
    ):
        text = text.replace("{" + name + "}", filled)
    connection.execute(text)
