"""Checks files without publishing: what each row would become on top of the snapshot that is served."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pandas as pd

from etl import guards
from etl.build import CATALOG_FOLDER, account, check_rows, compose, load_catalogue, note_hand_ins
from etl.fact_format import FORMATS, OWN_FORM
from etl.handed_in import local_day
from etl.readers import Reading, Refusal, read_file
from etl.staging import Progress, create_staging
from etl.workbook.catalogue import read_metrics
from etl.workbook.staging import is_csv_template, stage_template

SQL_FOLDER = Path(__file__).parent / "sql"
BASE = "(snapshot)"
# The files checked are one hand-in, later than everything in the snapshot.
FOLDER = "check"


@dataclass(frozen=True)
class CheckedFile:
    """A file to check and the name to show for it, which need not be the one it is stored under."""

    path: Path
    name: str


@dataclass(frozen=True)
class CheckResult:
    """What checking came to, nothing published.

    rows: one per accepted figure, target or correction: kind (figure, target, correction), file, sheet, row,
    column_name, branch_id, metric_id, period_kind, period_start, period_end, value, qualifier, before and after (the
    figure compared, in the snapshot and with these files; but of targets also _low, _high, _about), outcome (new,
    changed, unchanged, outranked: another source goes first, withdrawn: there was a figure and is none any more,
    not_reported: there was none and is none), doubts (rules or "").
    inputs and rejects: as of a build. findings: those that these files bring. written: of refused rows of
    templates what stood where (etl.workbook.results.Written), by file, sheet and sheet_row.
    """

    rows: pd.DataFrame
    inputs: pd.DataFrame
    rejects: pd.DataFrame
    findings: pd.DataFrame
    written: pd.DataFrame
    sources: pd.DataFrame


def check_files(
    files: Sequence[CheckedFile],
    *,
    snapshot: Path | None,
    as_of: date | None = None,
    catalog: Path = CATALOG_FOLDER,
    progress: Progress = lambda step: None,
) -> CheckResult:
    """Check templates and fact files on top of `snapshot` (None: on top of nothing), publishing nothing.

    A row that a file states again replaces the one of the snapshot with the same key and source.
    """
    started = datetime.now(UTC).replace(tzinfo=None)
    with tempfile.TemporaryDirectory(prefix="check-") as folder, duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{Path(folder).as_posix()}/draft.duckdb' as snapshot")
        load_catalogue(connection, catalog, as_of or date.today())
        create_staging(connection)
        _attach_base(connection, snapshot, Path(folder))
        connection.execute(_sql("base"))
        readings = []
        for file in files:
            progress(f"read {file.name}")
            readings.append(_stage_file(connection, file, catalog))
        note_hand_ins(connection, {FOLDER: started})
        check_rows(connection, progress)
        compose(connection, progress)
        inputs = account(connection, readings, started)
        return _result(connection, inputs)


def _attach_base(connection: duckdb.DuckDBPyConnection, snapshot: Path | None, folder: Path) -> None:
    if snapshot is not None:
        connection.execute(f"attach '{snapshot.as_posix().replace(chr(39), chr(39) * 2)}' as base (read_only)")
        return
    # Nothing is published yet: the new files stand beside an empty snapshot of the same form.
    connection.execute(f"attach '{folder.as_posix()}/empty.duckdb' as base")
    connection.execute("use base")
    for name in ("schema", "views"):
        connection.execute((SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    connection.execute("set search_path = 'memory.staging,snapshot.main'")


def _sql(name: str) -> str:
    return (
        (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8").replace("{base}", BASE).replace("{own_form}", OWN_FORM)
    )


def _stage_file(connection: duckdb.DuckDBPyConnection, file: CheckedFile, catalog: Path) -> Reading:
    name = guards.shown_name(file.name)
    formats = {file_format.file_name: file_format for file_format in FORMATS}
    try:
        if name in formats:
            return read_file(connection, file.path, formats[name], FOLDER, name)
        is_template = Path(name).suffix.lower() in guards.SPREADSHEETS
        if is_template or (Path(name).suffix.lower() == ".csv" and is_csv_template(file.path)):
            today = local_day(datetime.now(UTC).replace(tzinfo=None))
            return stage_template(connection, file.path, FOLDER, name, read_metrics(catalog), today)
        found, rule = "a file of another name", "file_not_read"
    except OSError as problem:
        found, rule = f"unreadable: {problem.strerror}", "unreadable_file"
    expected = f"a template as .xlsx, .xls or .csv, or a file named {', '.join(formats)}"
    return Reading(name, "", "", "", 0, (Refusal(1, "", found, expected, rule),))


def _result(connection: duckdb.DuckDBPyConnection, inputs: pd.DataFrame) -> CheckResult:
    place = ("branch_id", "metric_id", "period_start", "period_end", "message_vi", "rule")
    same = " and ".join(f"b.{name} is not distinct from f.{name}" for name in place)
    return CheckResult(
        rows=connection.execute(_sql("outcome")).df(),
        inputs=inputs,
        rejects=connection.execute("from reject where file <> ? order by all", [BASE]).df(),
        findings=connection.execute(
            f"from finding f where not exists (select 1 from base.finding b where {same}) "
            "order by severity, rule, branch_id, metric_id, period_start"
        ).df(),
        written=connection.execute(
            """
            select w.*, string_agg(distinct p.rule, ', ' order by p.rule) as rule,
                string_agg(distinct p.expected, '; ') as expected
            from memory.staging.place w join memory.staging.problem p on p.file = w.file and p.row = w.row
            where w.written_kind is not null group by all order by w.file, w.sheet, w.sheet_row, w.row
            """
        ).df(),
        sources=connection.execute("select * exclude (folder, file, row) from memory.staging.staged_sources").df(),
    )
