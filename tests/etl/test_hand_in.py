"""Hand-ins are published on top of what is served, restate earlier rows, are taken back, and survive a crash."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from etl import publishing
from etl.build import BuildResult, build, default_folders, published_folders
from etl.command_line import app
from etl.hand_in import OtherLayout, ServedChanged, hand_in, take_back, try_out
from etl.handed_in import (
    INCOMING,
    LOCK,
    SET_ASIDE,
    AlreadyPublishing,
    UnusableUpload,
    handed_in_folder,
    held_by,
    names_of,
    one_at_a_time,
    published_hand_ins,
    store,
)
from tests.conftest import ROOT
from tests.etl.facts import OBSERVATIONS, rows_of, write_folder
from tests.etl.templates import Filled, new_template

OLD = "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,"
COUNT = "select value from figure where metric_id = 'members_total' and period_kind = 'year' order by period_start"


def quiet(step: str) -> None:
    """Nobody looks at the progress."""


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BuildResult:
    """A snapshot of one folder of facts, served; the head count of 2023 is 54."""
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.delenv("UNION_HANDED_IN", raising=False)
    return build([write_folder(tmp_path / "facts", observations=[OLD])])


def facts(folder: Path, *rows: str) -> list[tuple[Path, str]]:
    folder.mkdir(exist_ok=True)
    path = folder / "some.csv"
    path.write_text("\n".join([OBSERVATIONS[0], *rows]) + "\n", encoding="utf-8")
    return [(path, "observations.csv")]


def published(files: list[tuple[Path, str]]) -> BuildResult:
    return hand_in(files, by="An", note="vì sao", expected=None, progress=quiet)


def current() -> Path | None:
    return publishing.current(publishing.warehouse_folder())


def test_a_hand_in_stands_beside_what_is_served_and_restates_its_rows(tmp_path: Path, served: BuildResult) -> None:
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2024", 60)
    first = published([(tmp_path / "t.xlsx", "../../Sở Y tế.xlsx")])
    assert rows_of(first, COUNT) == [(54.0,), (60.0,)]
    assert rows_of(first, "select published_by, note, previous, figures_new from publication") == [
        ("An", "vì sao", served.snapshot.name, 1)
    ]
    second = published(facts(tmp_path, OLD.replace(",54,", ",57,")))
    assert rows_of(second, COUNT) == [(57.0,), (60.0,)]
    assert second.rejects[["file", "row", "rule"]].to_numpy().tolist() == [["facts/observations.csv", 2, "restated"]]
    assert second.rows_in == second.rows_accepted + second.rows_rejected
    folders = published_hand_ins()
    assert [list(names_of(folder).items()) for folder in folders] == [
        [("tep-1.xlsx", "Sở Y tế.xlsx")],
        [("observations.csv", "observations.csv")],
    ]
    assert held_by(second.snapshot) == {folder.name for folder in folders}
    assert published_folders() == [*default_folders(), *folders]


def test_a_row_that_is_refused_does_not_push_the_earlier_one_out(tmp_path: Path, served: BuildResult) -> None:
    result = published(facts(tmp_path, OLD.replace(",54,", ",nhiều,")))
    assert rows_of(result, COUNT) == [(54.0,)]
    assert result.rejects["rule"].tolist() == ["bad_number"]


def test_trying_out_publishes_nothing_and_says_what_would_change(tmp_path: Path, served: BuildResult) -> None:
    before = sorted(tmp_path.rglob("warehouse/*"))
    draft = try_out(facts(tmp_path, OLD.replace(",54,", ",57,")), tmp_path / "private", progress=quiet)
    change = "select change, value_before, value_after from figure_change where period_kind = 'year'"
    assert rows_of(draft, change) == [("changed", 54.0, 57.0)]
    assert current() == served.snapshot
    assert sorted(tmp_path.rglob("warehouse/*")) == before
    assert not handed_in_folder().exists()


def test_a_load_taken_back_is_set_aside_and_comes_back_with_its_snapshot(tmp_path: Path, served: BuildResult) -> None:
    loaded = published(facts(tmp_path, OLD.replace(",54,", ",57,")))
    (stamp,) = (folder.name for folder in published_hand_ins())
    assert take_back(served.snapshot.name) == [stamp]
    assert current() == served.snapshot
    assert published_hand_ins() == []
    assert (handed_in_folder() / SET_ASIDE / stamp).is_dir()
    other = published(facts(tmp_path, OLD.replace("2023", "2024").replace(",54,", ",58,")))
    assert rows_of(other, COUNT) == [(54.0,), (58.0,)]
    assert stamp in take_back(loaded.snapshot.name)
    assert [folder.name for folder in published_hand_ins()] == [stamp]


def test_a_snapshot_of_another_version_is_not_served_again(tmp_path: Path, served: BuildResult) -> None:
    newer = published(facts(tmp_path, OLD.replace(",54,", ",57,")))
    with duckdb.connect(str(served.snapshot)) as connection:
        connection.execute("update snapshot_format set format = 1")
    with pytest.raises(OtherLayout):
        take_back(served.snapshot.name)
    assert current() == newer.snapshot
    assert len(published_hand_ins()) == 1


def test_the_command_line_does_the_same(tmp_path: Path, served: BuildResult) -> None:
    file = tmp_path / "observations.csv"
    file.write_text("\n".join([OBSERVATIONS[0], OLD.replace(",54,", ",57,")]), encoding="utf-8")
    done = CliRunner().invoke(app, ["hand-in", str(file), "--note", "sửa", "--by", "Bình"])
    assert done.exit_code == 0, done.output
    assert current() != served.snapshot
    done = CliRunner().invoke(app, ["rollback", served.snapshot.stem])
    assert done.exit_code == 0, done.output
    assert "hand-ins moved: " in done.output
    assert current() == served.snapshot


def test_nothing_changes_where_another_snapshot_was_published_meanwhile(tmp_path: Path, served: BuildResult) -> None:
    newer = published(facts(tmp_path, OLD.replace(",54,", ",57,")))
    files = facts(tmp_path, OLD.replace(",54,", ",58,"))
    with pytest.raises(ServedChanged):
        hand_in(files, by="An", note="", expected=served.snapshot.name, progress=quiet)
    assert current() == newer.snapshot
    assert len(published_hand_ins()) == 1


def test_one_publication_at_a_time_and_the_lock_ends_with_its_process(tmp_path: Path, served: BuildResult) -> None:
    warehouse = publishing.warehouse_folder()
    files = facts(tmp_path, OLD.replace(",54,", ",57,"))
    with one_at_a_time(warehouse):
        with pytest.raises(AlreadyPublishing):
            published(files)
        with pytest.raises(AlreadyPublishing):
            take_back(served.snapshot.name)
    holds = "import sys; from pathlib import Path; from etl.handed_in import one_at_a_time\n"
    holds += "with one_at_a_time(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", holds, str(warehouse)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(AlreadyPublishing):
        published(files)
    process.kill()
    process.communicate()
    assert (warehouse / LOCK).is_file()
    assert rows_of(published(files), COUNT) == [(57.0,)]


def test_a_crash_before_or_after_serving_is_mended(tmp_path: Path, served: BuildResult) -> None:
    root = handed_in_folder()
    files = facts(tmp_path, OLD.replace(",54,", ",57,"))
    # Before: stored, nothing served. The next publication forgets it.
    lost = store(files, root / INCOMING)
    loaded = published(facts(tmp_path, OLD.replace("2023", "2024").replace(",54,", ",58,")))
    assert not lost.exists()
    assert rows_of(loaded, COUNT) == [(54.0,), (58.0,)]
    # After: served, not yet in its place. The next build puts it there.
    (kept,) = published_hand_ins()
    os.replace(kept, root / INCOMING / kept.name)
    done = CliRunner().invoke(app, ["build", str(tmp_path / "facts")])
    assert done.exit_code == 0, done.output
    assert published_hand_ins() == [kept]


def test_an_upload_that_fails_leaves_no_folder(tmp_path: Path, served: BuildResult) -> None:
    twice = facts(tmp_path / "a", OLD) + facts(tmp_path / "b", OLD)
    with pytest.raises(UnusableUpload, match="two files"):
        published(twice)
    with pytest.raises(UnusableUpload, match="only"):
        published([(tmp_path / "a" / "some.csv", "số liệu.pdf")])
    assert current() == served.snapshot
    assert published_hand_ins() == []
    assert not list((handed_in_folder() / INCOMING).glob("*"))


def test_the_lock_is_the_systems_own(tmp_path: Path) -> None:
    """A file that lies there from a crash holds nobody up."""
    (tmp_path / LOCK).write_text("", encoding="utf-8")
    with one_at_a_time(tmp_path), (tmp_path / LOCK).open("a") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
