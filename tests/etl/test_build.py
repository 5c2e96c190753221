"""What a build promises: the same input gives the same bytes, snapshots change at once and older ones are kept."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from etl import publishing
from etl.build import build, published_folders
from etl.export import EXPORTED, export_views
from etl.publications import read_publications
from tests.etl.facts import OBSERVATIONS, build_folder, rows_of, write_folder

PROJECT = Path(__file__).resolve().parents[2]


def test_the_same_input_gives_byte_identical_exports(tmp_path: Path) -> None:
    for turn in ("first", "second"):
        result = build(published_folders(), warehouse=tmp_path / turn / "warehouse", as_of=date(2026, 11, 21))
        export_views(result.snapshot, tmp_path / turn / "export")
    for view in EXPORTED:
        first, second = ((tmp_path / turn / "export" / f"{view}.csv").read_bytes() for turn in ("first", "second"))
        assert first == second, view
        assert len(first.splitlines()) > (0 if view in ("reject", "correction") else 5), view


def test_every_published_row_is_accepted_or_explained(tmp_path: Path) -> None:
    result = build(published_folders(), warehouse=tmp_path / "warehouse", as_of=date(2026, 11, 21))
    lines = {
        f"{folder.name}/{file.name}": len(file.read_text(encoding="utf-8").splitlines()) - 1
        for folder in published_folders()
        for file in folder.glob("*.csv")
    }
    assert dict(zip(result.inputs["file"], result.inputs["rows_in"], strict=True)) == lines
    assert result.rows_in == sum(lines.values()) == result.rows_accepted + result.rows_rejected
    assert len(result.rejects) == result.rows_rejected
    assert rows_of(result, "select rows_in, rows_accepted, rows_rejected, len(inputs) from load_run") == [
        (result.rows_in, result.rows_accepted, result.rows_rejected, len(lines))
    ]


def test_the_public_views_have_the_columns_of_the_contract(tmp_path: Path) -> None:
    result = build_folder(write_folder(tmp_path / "in"))
    contract = {
        "branch": "branch_id, name_vi, tier, sector, province_as_written, province_since_2025_07, "
        "province_before_2025_07, region, parent_id, parent_name, active_from, active_to, successor_id",
        "metric": "metric_id, group, name_vi, name_en, unit, measure, direction, notes",
        "source": "source_id, kind, publisher, title, url, published_on",
        "observation": "branch_id, metric_id, period_kind, period_start, period_end, part, value, qualifier, low, "
        "high, status, source_id, paragraph, note",
        "figure": "branch_id, metric_id, period_kind, period_start, period_end, cycle, value, low, high, "
        "is_approximate, source_ids, has_conflict, is_corrected",
        "target": "branch_id, metric_id, period_kind, period_start, period_end, cadence, comparator, value, "
        "attained_value, attained_pct, source_id, paragraph, note",
        "attainment": "branch_id, metric_id, period_kind, period_start, period_end, cadence, comparator, value, "
        "attained_value, attained_pct, source_id, paragraph, note, result_low, result_high, result_source, status",
        "reject": "file, sheet, row, column_name, found, expected, rule",
        "finding": "severity, rule, branch_id, metric_id, period_start, period_end, message_vi, message_en, source_ids",
        "correction": "branch_id, metric_id, period_kind, period_start, period_end, source_id, part, stated_value, "
        "corrected_value, qualifier, reason, reviewed_by, corrected_on",
        "load_run": "started_at, finished_at, rows_in, rows_accepted, rows_rejected, inputs",
    }
    with duckdb.connect(str(result.snapshot), read_only=True) as connection:
        for name, columns in contract.items():
            described = connection.execute(f"from {name} limit 0").description
            assert ", ".join(column[0] for column in described) == columns, name


def test_a_new_build_becomes_current_and_the_last_ten_are_kept(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    built = [build_folder(folder).snapshot for _ in range(12)]
    warehouse = tmp_path / "warehouse"
    assert publishing.current(warehouse) == built[-1]
    assert publishing.snapshots(warehouse) == built[-10:]
    assert json.loads((warehouse / "current.json").read_text()) == {"snapshot": built[-1].name}


def test_a_build_that_breaks_leaves_the_old_snapshot_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "in")
    good = build_folder(folder).snapshot

    def break_down(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(publishing, "publish", break_down)
    with pytest.raises(OSError, match="no space"):
        build_folder(folder)
    assert sorted(path.name for path in good.parent.iterdir()) == sorted([good.name, "current.json"])


def command(warehouse: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m etl` as a steward would."""
    return subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=PROJECT,
        env={"UNION_WAREHOUSE": str(warehouse), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_commands_build_tell_the_path_and_take_back(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse"
    assert command(warehouse, "path").returncode == 1
    folder = write_folder(
        tmp_path / "in", observations=["nobody,members_total,year,2023-01-01,2023-12-31,1,5,exact,reported,src1,,"]
    )
    first = command(warehouse, "build", str(folder), "--as-of", "2026-11-21")
    assert first.returncode == 0, first.stderr
    assert "rows in 7 = accepted 6 + rejected 1" in first.stdout
    assert "unknown_branch" in first.stdout
    first_path = command(warehouse, "path").stdout.strip()
    assert Path(first_path).is_file()
    assert command(warehouse, "build", str(folder), "--by", "Lan", "--note", "thử lại").returncode == 0
    assert command(warehouse, "path").stdout.strip() != first_path
    listed = command(warehouse, "snapshots").stdout.splitlines()
    assert [line[:2] for line in listed] == ["* ", "  "]
    assert "Lan  figures: 0 new, 0 changed, 0 gone  thử lại" in listed[0]
    assert command(warehouse, "rollback", Path(first_path).name).returncode == 0
    assert command(warehouse, "path").stdout.strip() == first_path
    assert command(warehouse, "rollback", "../elsewhere.duckdb").returncode == 1


def test_the_build_command_fails_only_where_nothing_could_be_published(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    answer = command(tmp_path / "warehouse", "build", str(nothing))
    assert answer.returncode == 1
    assert "Nothing published" in answer.stdout
    assert "missing_file" in answer.stdout


def test_the_build_command_says_which_folder_is_missing_and_fails(tmp_path: Path) -> None:
    answer = command(tmp_path / "warehouse", "build", str(write_folder(tmp_path / "in")), str(tmp_path / "nowhere"))
    assert answer.returncode == 2
    assert f"no such folder: {tmp_path / 'nowhere'}" in answer.stdout
    assert command(tmp_path / "warehouse", "path").returncode == 1


def test_a_publication_says_who_when_why_and_what_changed(tmp_path: Path) -> None:
    folder, warehouse = tmp_path / "in", tmp_path / "warehouse"
    day = date(2026, 11, 21)
    first = build([write_folder(folder)], warehouse=warehouse, as_of=day, published_by="An", note="Số năm 2023")
    figures = [line.replace(",54,", ",55,") for line in OBSERVATIONS[1:3]]
    figures.append(OBSERVATIONS[1].replace("2023", "2022"))
    second = build([write_folder(folder, observations=figures)], warehouse=warehouse, as_of=day, published_by="Bình")
    latest, earlier = read_publications(warehouse)
    assert (latest.snapshot, latest.is_current, latest.previous) == (second.snapshot.name, True, first.snapshot.name)
    assert (latest.published_by, latest.note) == ("Bình", None)
    # The head count changes the year it was taken in and the running term it is the last of.
    assert (latest.figures_new, latest.figures_changed, latest.figures_gone) == (1, 2, 1)
    assert (earlier.published_by, earlier.note, earlier.previous) == ("An", "Số năm 2023", None)
    assert earlier.figures_new is None
    assert earlier.published_at is not None
    assert latest.published_at is not None
    assert earlier.published_at <= latest.published_at
    changes = "select branch_id, period_kind, change, value_before, value_after from figure_change order by all"
    assert rows_of(second, changes) == [
        ("b1", "term", "changed", 54.0, 55.0),
        ("b1", "year", "changed", 54.0, 55.0),
        ("b1", "year", "new", None, 54.0),
        ("b2", "term", "gone", 67.5, None),
    ]


def test_a_snapshot_that_cannot_be_read_stops_neither_the_next_build_nor_the_list(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in")
    first = build_folder(folder)
    first.snapshot.write_bytes(b"not a database")
    build_folder(folder)
    latest, earlier = read_publications(tmp_path / "warehouse")
    assert (latest.is_current, latest.previous, latest.figures_new) == (True, first.snapshot.name, None)
    assert (earlier.snapshot, earlier.published_at) == (first.snapshot.name, None)
