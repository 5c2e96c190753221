"""Builds that are killed, starved and disturbed never disturb what is served: a short run of scripts/torture.py."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from etl import publishing
from etl.handed_in import INCOMING, SET_ASIDE, one_at_a_time, settle, store
from scripts.torture import torment


def test_readers_never_miss_a_beat_while_builds_are_killed_starved_and_disturbed(tmp_path: Path) -> None:
    report = torment(tmp_path, kills=6, others=["fill_disk", "turn_clock_back"], how_many_readers=1)
    assert report.wrong == []
    assert report.failed_requests == 0
    assert report.requests > 10
    assert report.kills == 6
    assert report.kills_that_left_drafts > 0, "no kill met a build while it wrote"
    assert report.next_builds == 6 + 2
    assert report.snapshots_seen > 1


def test_snapshots_sort_as_they_were_published_though_the_clock_goes_back(tmp_path: Path) -> None:
    (tmp_path / publishing.snapshot_name(datetime(2030, 1, 2, 3), "a" * 8)).touch()
    for _ in range(3):
        stamp = publishing.later_than_all(tmp_path, datetime(2026, 1, 1))
        (tmp_path / publishing.snapshot_name(stamp, "b" * 8)).touch()
    names = [path.name for path in publishing.snapshots(tmp_path)]
    assert [name[-15:-7] for name in names] == ["a" * 8, *["b" * 8] * 3]
    assert publishing.later_than_all(tmp_path, datetime(2031, 1, 1)) == datetime(2031, 1, 1)


@pytest.mark.parametrize("where", ["", INCOMING, SET_ASIDE])
def test_a_hand_in_is_later_than_all_there_are_though_the_clock_goes_back(tmp_path: Path, where: str) -> None:
    ahead = tmp_path / where / "20990101T000000000000Z"
    ahead.mkdir(parents=True)
    for root in (tmp_path, tmp_path / INCOMING):
        assert store([], root).name > ahead.name


def test_a_pointer_that_cannot_be_written_leaves_no_snapshot_that_was_never_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    draft = publishing.new_draft(tmp_path)
    draft.write_bytes(b"figures")
    monkeypatch.setattr(publishing, "point_at", full)
    with pytest.raises(OSError, match="No space"):
        publishing.publish(draft, tmp_path, "20260101T000000000000Z-aaaaaaaa.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_what_broken_off_builds_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    kept = ["20260101T000000000000Z-aaaaaaaa.duckdb", "current.json", "notes.txt"]
    for name in (*kept, ".draft-1.duckdb", ".draft-1.duckdb.wal", ".pointer-2"):
        (tmp_path / name).write_text('{"snapshot": "20260101T000000000000Z-aaaaaaaa.duckdb"}', encoding="utf-8")
    with one_at_a_time(tmp_path):
        settle(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".publishing.lock") == sorted(kept)
