"""Which rows of observations the checks look at: every one that they would refuse, whatever it is that is wrong."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import duckdb

from etl.build import CATALOG_FOLDER, SQL_FOLDER, check_rows, load_catalogue
from etl.fact_format import FORMATS
from etl.staging import create_staging, stage_folders
from etl.workbook.catalogue import read_metrics
from tests.etl.facts import write_folder

# One metric of each kind of unit that the checks tell apart.
METRICS = ("members_total", "members_net_growth", "visits_amount", "strong_groups_pct")
AWKWARD = {
    "branch_id": ("", "nobody", "B1"),
    "metric_id": ("", "nothing", "Members_total"),
    "period_kind": ("", "month", "half", "as_of", "term", "other", "YEAR"),
    "period_start": ("", "2019-02-30", "2019-1-1", "1944-01-01", "2060-01-01", "01/01/2019", "2019-01-01 00:00"),
    "period_end": ("", "2019-06-31", "2019-12-30", "2051-12-31", "1950-12-31", "infinity", "epoch"),
    "part": ("", "0", "01", "2", "1.0", "x", "10000", "-1", "+1"),
    "value": (
        *(
            "",
            "-1",
            "1.5",
            "1.000",
            "12.000",
            "54.0",
            "1e3",
            "+5",
            "007",
            "1,5",
            "1 000",
            "0x10",
            "1_000",
            "nan",
            "inf",
        ),
        *("1000.5", "1001", "999999999999999", "9999999999999999", "1.1234567891", ".5", "5.", "-0", "true"),
    ),
    "qualifier": ("", "EXACT", "at_least", "about", "roughly"),
    "status": ("", "said", "proposed", "not_reported", "Reported"),
    "source_id": ("", "nowhere"),
    "paragraph": ("0", "x", "-1", "1234567", "1.5", "+3"),
}


def _rows() -> list[dict[str, str]]:
    observations = next(one for one in FORMATS if one.kind == "observations")
    rows: list[dict[str, str]] = []
    wanted = [(metric, "", "") for metric in METRICS]
    wanted += [(metric, name, value) for metric in METRICS for name, values in AWKWARD.items() for value in values]
    for number, (metric, name, value) in enumerate(wanted):
        # Of no figure are there two rows: those would be looked at for that reason.
        year = 1950 + number % 100
        row = dict.fromkeys(observations.columns, "") | {
            **{"branch_id": f"b{1 + number // 100}", "metric_id": metric, "period_kind": "year", "part": "1"},
            **{"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "value": "3", "qualifier": "exact"},
            **{"status": "reported", "source_id": "src1"},
        }
        rows.append(row | ({name: value} if name else {}))
    return rows


def _facts(folder: Path) -> Path:
    rows = _rows()
    branches = [f"b{n},Công đoàn {n},grassroots,health,Bến Tre,,src1" for n in range(1, 2 + len(rows) // 100)]
    write_folder(folder, branches=branches, targets=[])
    with (folder / "observations.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def _problems(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    told = connection.execute(
        "select row, position, column_name, found, expected, rule from problem where kind = 'observations' order by all"
    )
    return told.fetchall()


def test_every_row_that_a_check_refuses_is_among_those_that_are_looked_at(tmp_path: Path) -> None:
    connection = duckdb.connect(":memory:")
    connection.execute("attach ':memory:' as snapshot")
    load_catalogue(connection, CATALOG_FOLDER, date(2026, 11, 21))
    create_staging(connection)
    stage_folders(connection, [_facts(tmp_path / "sent")], read_metrics(CATALOG_FOLDER), lambda step: None)
    check_rows(connection, lambda step: None)
    found = _problems(connection)
    ((looked_at, staged),) = connection.execute(
        "select (select count(*) from looked_at_observations), (select count(*) from staged_observations)"
    ).fetchall()
    assert 100 < looked_at < staged

    connection.execute("drop table looked_at_observations")
    connection.execute("create view looked_at_observations as from staged_observations")
    connection.execute("delete from problem where kind = 'observations'")
    for name in ("check_period", "check_observations"):
        connection.execute((SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8").replace("{kind}", "observations"))
    assert _problems(connection) == found
    assert {rule for *_, rule in found} >= {
        "bad_number",
        "not_whole",
        "bad_period",
        "part_of_ratio",
        "ambiguous_number",
    }
