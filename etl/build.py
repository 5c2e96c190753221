"""Builds one snapshot: stages the files, checks every row, composes figures and judges targets, then publishes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd

from etl import publications, publishing
from etl.contradictions import check_contradictions, says
from etl.fact_format import FORMATS, NOT_REPORTED, OWN_FORM, FileFormat
from etl.folders import EXPECTED_NAMES, files_not_read, require_folders, shown
from etl.handed_in import handed_in_folder, is_hand_in, published_hand_ins, received_at
from etl.readers import Reading
from etl.staging import create_staging, require_unchanged, stage_folders
from etl.workbook.catalogue import read_metrics

PROJECT = Path(__file__).resolve().parents[1]
CATALOG_FOLDER = PROJECT / "data" / "catalog"
PUBLISHED_FOLDER = PROJECT / "data" / "published"
SQL_FOLDER = Path(__file__).parent / "sql"
# Of the working tables; beyond it they go to disk. UNION_BUILD_MEMORY names another share.
BUILD_MEMORY = "8GB"

Progress = Callable[[str], None]
# In the place of an encoding, what a returned template was.
TEMPLATE_FORMS = ("xlsx", "xlsm", "xls", "csv")


class NothingToPublish(RuntimeError):
    """No branch and no figure was accepted: a snapshot of it would hide the one being served."""

    def __init__(self, message: str, rejects: pd.DataFrame) -> None:
        super().__init__(message)
        self.rejects = rejects


@dataclass(frozen=True)
class BuildResult:
    """A published snapshot and its account: `rejects` and `findings` are the tables of that name, `inputs` has one
    row per file (file, sha256, encoding, delimiter, rows_in, rows_accepted, rows_rejected)."""

    snapshot: Path
    rows_in: int
    rows_accepted: int
    rows_rejected: int
    inputs: pd.DataFrame
    rejects: pd.DataFrame
    findings: pd.DataFrame


def default_folders() -> list[Path]:
    """Every folder of data/published, in the order of their names."""
    return sorted(path for path in PUBLISHED_FOLDER.iterdir() if path.is_dir())


def published_folders(warehouse: Path | None = None) -> list[Path]:
    """Every folder of data/published, then the hand-ins published into `warehouse`, earliest first."""
    return [*default_folders(), *published_hand_ins(handed_in_folder(warehouse))]


def build(
    folders: Sequence[Path] | None = None,
    *,
    warehouse: Path | None = None,
    as_of: date | None = None,
    catalog: Path = CATALOG_FOLDER,
    published_by: str = "",
    note: str = "",
    compared_with: Path | None = None,
    progress: Progress = lambda step: None,
) -> BuildResult:
    """Read `folders` of fact files (default: data/published and all hand-ins) and publish a snapshot into `warehouse`.

    `as_of` is the day targets are judged at (default: today); `published_by` and `note` are kept with the snapshot, and
    what changed beside `compared_with` (default: the snapshot that `warehouse` serves).
    All or nothing: until the last step the snapshot served stays the old one. Raises UnusableFolder where a folder is
    missing, NothingToPublish where no branch or no figure and target was accepted.
    """
    wanted = list(folders or published_folders(warehouse))
    require_folders(wanted)
    started = _now()
    target = warehouse or publishing.warehouse_folder()
    draft = publishing.new_draft(target)
    # Staging lives in memory, the snapshot is attached: nothing but its own tables ever reaches the file.
    connection = _working_memory(draft)
    try:
        connection.execute(f"attach {_quoted(draft)} as snapshot")
        load_catalogue(connection, catalog, as_of or date.today())
        create_staging(connection)
        readings = stage_folders(connection, wanted, read_metrics(catalog), progress)
        note_hand_ins(connection, {f.resolve().name: received_at(f) for f in wanted if is_hand_in(f)})
        check_rows(connection, progress)
        require_unchanged(connection)
        compose(connection, progress)
        inputs = account(connection, readings, started)
        _note_folders(connection, wanted)
        _note_files_not_read(connection, wanted)
        connection.execute(_sql("finding_places"))
        rejects, findings = _outcome(connection)
        if _is_empty(connection):
            raise NothingToPublish("no branch and no figure was accepted", rejects)
        name = publishing.snapshot_name(
            publishing.later_than_all(target, started), _content_hash(readings, catalog, as_of)
        )
        connection.execute("update build_setting set snapshot = ?", [name])
        progress("compare with the snapshot before")
        before = compared_with or publishing.current(target)
        publications.record(connection, before, published_by=published_by, note=note, at=_now())
        connection.execute("use memory")
        connection.execute("detach snapshot")
        connection.close()
        progress("publish")
        snapshot = publishing.publish(draft, target, name)
    except BaseException:
        connection.close()
        publishing.discard(draft)
        raise
    return BuildResult(
        snapshot,
        rows_in=int(inputs["rows_in"].sum()),
        rows_accepted=int(inputs["rows_accepted"].sum()),
        rows_rejected=int(inputs["rows_rejected"].sum()),
        inputs=inputs,
        rejects=rejects,
        findings=findings,
    )


def _working_memory(draft: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory that goes to the disk of the warehouse beyond its share, so that a national set of forty
    million rows is built on a machine that has other work to do."""
    # Named as a draft is, so that what a killed build leaves goes with its draft.
    spill = draft.with_name(draft.name + ".spill")
    return duckdb.connect(
        ":memory:",
        config={"memory_limit": os.environ.get("UNION_BUILD_MEMORY", BUILD_MEMORY), "temp_directory": str(spill)},
    )


def _now() -> datetime:
    """Now in UTC, as snapshots keep times."""
    return datetime.now(UTC).replace(tzinfo=None)


@cache
def _sql(name: str) -> str:
    return (SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def _fill(name: str, **names: str) -> str:
    """A SQL file with its {placeholders} filled; only names of the fact formats ever go in."""
    text = _sql(name)
    for key, value in names.items():
        text = text.replace("{" + key + "}", value)
    return text


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def load_catalogue(connection: duckdb.DuckDBPyConnection, catalog: Path, as_of: date) -> None:
    """Make the empty tables of a snapshot, with the metrics, provinces and cycles of the catalogue."""
    connection.execute("use snapshot")
    connection.execute(_sql("schema"))
    connection.execute("insert into build_setting values (?, null)", [as_of])
    for table, file, columns in (
        (
            "province_dim",
            "provinces",
            "province_before_2025_07, province_since_2025_07, region_before_2025_07",
        ),
        ("metric_dim", "metrics", "* replace (nullif(notes, '') as notes)"),
    ):
        connection.execute(
            f"insert into {table} select row_number() over (), {columns} from read_csv(?, all_varchar = true)",
            [str(catalog / f"{file}.csv")],
        )
    connection.execute(
        "insert into term_cycle select * from read_csv(?, all_varchar = true)",
        [str(catalog / "term_cycles.csv")],
    )


def note_hand_ins(connection: duckdb.DuckDBPyConnection, folders: Mapping[str, datetime]) -> None:
    """Keep which folders were handed in and when, earliest first: the later goes before the earlier."""
    for turn, (name, at) in enumerate(folders.items(), start=1):
        connection.execute("insert into memory.staging.hand_in values (?, ?, ?)", [name, turn, at])


def check_rows(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    """Write down what is wrong with each staged row, and set aside those in which nothing is."""
    is_handed_in = connection.execute("select count(*) > 0 from hand_in").fetchall()[0][0]
    for file_format in FORMATS:
        kind = file_format.kind
        progress(f"check {kind}")
        if kind == "observations":
            connection.execute(_sql("keyed_observations"))
        else:
            connection.execute(f"create view looked_at_{kind} as from staged_{kind}")
        if kind in ("observations", "targets"):
            connection.execute(_fill("check_period", kind=kind))
        connection.execute(_sql(f"check_{kind}"))
        if file_format.says:
            check_contradictions(connection, file_format)
        if kind == "observations":
            connection.execute(_sql("check_together"))
        if is_handed_in:
            _check_restated(connection, file_format)
        columns = ", ".join(f'"{name}"' for name in file_format.columns)
        connection.execute(
            _fill(
                "check_duplicates",
                kind=kind,
                key=", ".join(f'"{name}"' for name in file_format.key),
                same=says(file_format),
                last_key="value" if file_format.says else file_format.key[-1],
                found='"value"' if file_format.says else f"concat_ws(' | ', {columns})",
                key_text=", ".join(file_format.key),
            )
        )
        connection.execute(_fill("accept", kind=kind))


_EQUAL = 'later."{0}" is not distinct from earlier."{0}"'
_SAME = {
    # Whatever form a branch sends, it speaks for itself.
    "source_id": f"""({_EQUAL}
        or starts_with(later.source_id, '{OWN_FORM}') and starts_with(earlier.source_id, '{OWN_FORM}'))""",
    # What has no figure any more had one before.
    "status": f"({_EQUAL} or later.status = '{NOT_REPORTED}')",
}


def _check_restated(connection: duckdb.DuckDBPyConnection, file_format: FileFormat) -> None:
    statement = _fill(
        "check_restated",
        kind=file_format.kind,
        last_key=file_format.key[-1],
        earlier_columns=", ".join(f'earlier."{name}"' for name in file_format.columns),
        same_key=" and ".join(
            (_SAME if file_format.kind in ("observations", "targets") else {}).get(name, _EQUAL).format(name)
            for name in file_format.key_of_a_later_file
        ),
    )
    connection.execute(statement)


def compose(connection: duckdb.DuckDBPyConnection, progress: Progress) -> None:
    """Make the tables and views of a snapshot of the accepted rows."""
    connection.execute("use snapshot")
    for file_format in FORMATS:
        connection.execute(
            f"create temp view accepted_{file_format.kind} as from memory.staging.accepted_{file_format.kind}"
        )
    for step in ("dimensions", "observations", "corrections", "figures", "marts", "attainment", "findings", "views"):
        progress(step)
        if step == "figures":
            _compose_figures(connection)
        else:
            connection.execute(_sql(step))
    connection.execute(_sql("corrected_figures"))


def _compose_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Figures rest on corrected observations where there are any; the table keeps what the sources state."""
    ((corrections,),) = connection.execute("select count(*) from correction_fact").fetchall()
    if corrections:
        connection.execute(_sql("corrected_observations"))
    connection.execute(_sql("figures"))
    if corrections:
        connection.execute("drop view temp.observation_fact")


def account(connection: duckdb.DuckDBPyConnection, readings: list[Reading], started: datetime) -> pd.DataFrame:
    """Fill reject and load_run; every input row is either accepted or in reject, once."""
    refused = [
        ("file", r.file, x.row, 0, x.column_name, x.found, x.expected, x.rule) for r in readings for x in r.refusals
    ]
    if refused:
        columns = ["kind", "file", "row", "position", "column_name", "found", "expected", "rule"]
        connection.register("refused", pd.DataFrame(refused, columns=columns))
        connection.execute("insert into memory.staging.problem by name from refused")
        connection.unregister("refused")
    connection.execute(_sql("account"))
    accepted = dict(
        connection.execute(
            "select file, sum(rows)::bigint from (from memory.staging.sound_count union all "
            + " union all ".join(f"select file, 1 from accepted_{f.kind}" for f in FORMATS if f.kind != "observations")
            + ") group by file"
        ).fetchall()
    )
    rejected = dict(connection.execute("select file, count(*) from reject group by file").fetchall())
    inputs = pd.DataFrame(
        [
            (
                *(r.file, r.sha256, r.encoding, r.delimiter, r.rows_staged + len(r.refusals)),
                *(accepted.get(r.file, 0), rejected.get(r.file, 0)),
            )
            for r in readings
        ],
        columns=["file", "sha256", "encoding", "delimiter", "rows_in", "rows_accepted", "rows_rejected"],
    )
    _note_forms(connection, readings)
    connection.register("input_account", inputs)
    connection.execute(
        """
        insert into load_run
        select ?, ?, coalesce(sum(rows_in), 0), coalesce(sum(rows_accepted), 0), coalesce(sum(rows_rejected), 0),
            coalesce(list({'file': file, 'sha256': sha256, 'encoding': encoding, 'delimiter': delimiter,
                'rows_in': rows_in, 'rows_accepted': rows_accepted, 'rows_rejected': rows_rejected} order by file), [])
        from input_account
        """,
        [started, _now()],
    )
    connection.unregister("input_account")
    if (inputs["rows_in"] != inputs["rows_accepted"] + inputs["rows_rejected"]).any():
        raise AssertionError(f"rows do not add up:\n{inputs}")
    return inputs


def _note_forms(connection: duckdb.DuckDBPyConnection, readings: list[Reading]) -> None:
    """A finding for each file that was read although its form is not the one agreed."""
    for reading in readings:
        seen = list(reading.notes)
        if reading.encoding not in ("", "utf-8-sig", *TEMPLATE_FORMS):
            seen.append((f"mã ký tự {reading.encoding}", f"encoding {reading.encoding}"))
        if reading.delimiter not in ("", ","):
            name = {";": ("dấu chấm phẩy", "semicolons"), "\t": ("dấu tab", "tabs")}[reading.delimiter]
            seen.append((f"phân cách bằng {name[0]}", f"fields parted by {name[1]}"))
        if reading.extra_columns:
            names = shown([name or "(không tên)" for name in reading.extra_columns])
            seen.append((f"có cột thừa không đọc: {names}", f"columns not read: {names}"))
        if seen:
            connection.execute(
                "insert into finding values ('info', 'file_form', null, null, null, null, ?, ?, null)",
                [
                    f"{reading.file}: {'; '.join(vi for vi, _ in seen)}.",
                    f"{reading.file}: {'; '.join(en for _, en in seen)}.",
                ],
            )


def _note_folders(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """Keep which folders were asked for, so that figures can be handed in on top of them; none for the default ones."""
    own = [folder.resolve() for folder in folders if not is_hand_in(folder)]
    if set(own) == {folder.resolve() for folder in default_folders()}:
        return
    for turn, folder in enumerate(own):
        connection.execute("insert into input_folder values (?, ?)", [turn, str(folder)])


def _note_files_not_read(connection: duckdb.DuckDBPyConnection, folders: Sequence[Path]) -> None:
    """A finding for each folder that holds files of other names: a misspelt name must not look like no figures."""
    for folder in folders:
        if names := files_not_read(folder):
            expected = ", ".join(EXPECTED_NAMES)
            connection.execute(
                "insert into finding values ('warning', 'file_not_read', null, null, null, null, ?, ?, null)",
                [
                    f"Thư mục {folder.resolve().name}: không đọc {shown(names)}. Các tên được đọc: {expected}.",
                    f"Folder {folder.resolve().name}: not read: {shown(names)}. The names that are read: {expected}.",
                ],
            )


def _outcome(connection: duckdb.DuckDBPyConnection) -> tuple[pd.DataFrame, pd.DataFrame]:
    rejects = connection.execute("from reject order by file, row").df()
    findings = connection.execute("from finding order by severity, rule, branch_id, metric_id, period_start").df()
    return rejects, findings


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    counts = connection.execute(
        """
        select (select count(*) from branch_dim),
            (select count(*) from observation_fact) + (select count(*) from target_fact)
        """
    ).fetchall()[0]
    return 0 in counts


def _content_hash(readings: list[Reading], catalog: Path, as_of: date | None) -> str:
    digest = hashlib.sha256()
    for reading in readings:
        digest.update(f"{reading.file} {reading.sha256}\n".encode())
    for path in sorted(catalog.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(str(as_of).encode())
    return digest.hexdigest()
