"""What is made while the server starts: all that the first page asks; and nothing breaks where data is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from comparison.options import default_view
from comparison.questions import Scope
from comparison.reading_ahead import read_periods
from comparison.targets import target_counts
from comparison.warehouse import Warehouse, open_warehouse
from comparison.welfare import welfare_total
from tests.ui.seen import ROOT
from ui import ahead
from ui.kept import Kept

# Citations and the names of chosen branches: few rows, read by their keys.
SMALL = {"sources", "named"}


class Remembering(Kept):
    """Keeps what was made, and which questions it was made for."""

    def __init__(self) -> None:
        super().__init__()
        self.made: list[str] = []

    def get(self, key: Any, make: Callable[[], Any]) -> Any:
        def noted() -> Any:
            self.made.append(str(key[1]))
            return make()

        return super().get(key, noted)


@pytest.fixture(autouse=True)
def unfrozen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server does once and for all, the process of the tests does not."""
    monkeypatch.setattr("ui.ahead.gc.freeze", lambda: None)


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> Remembering:
    answers = Remembering()
    monkeypatch.setattr("ui.data.ANSWERS", answers)
    return answers


def test_the_first_page_finds_every_answer_there(remembering: Remembering, snapshot_folder: Path) -> None:
    del snapshot_folder  # that the pages read it is enough
    ahead.begin().join()
    assert "highlights" in remembering.made
    remembering.made.clear()
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60).run()
    assert not app.exception
    assert set(remembering.made) <= SMALL


def test_nothing_more_is_asked_once_a_reader_is_there(remembering: Remembering, snapshot_folder: Path) -> None:
    del snapshot_folder
    ahead.leave_off()
    ahead.answer()
    assert remembering.made == ["default_view"]


def test_without_a_snapshot_nothing_is_asked_and_nothing_is_said(
    remembering: Remembering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path))
    ahead.begin().join()
    assert remembering.made == []
    assert caplog.records == []


def test_what_goes_wrong_ahead_is_noted_and_left_to_the_first_reader(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(ahead, "answer", broken)
    ahead.begin().join()
    assert [record.getMessage() for record in caplog.records] == ["not everything could be made ahead"]


def test_the_years_around_the_first_page_are_read_as_far_as_there_is_room(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = open_warehouse(warehouse.path)
    view = default_view(there, Scope())
    assert len(set(read_periods(there, view))) > 5
    before = there.shelf.used_bytes
    assert before
    welfare_total(there, view), target_counts(there, view)
    # The sums of this view are new, what they are made of was there.
    assert there.shelf.used_bytes - before < before / 2
    narrow = open_warehouse(warehouse.path)
    monkeypatch.setattr(narrow.shelf, "budget_bytes", 1)
    assert len(set(read_periods(narrow, view))) == 1
    there.connection.close(), narrow.connection.close()


def test_a_server_that_stops_leaves_nobody_reading(snapshot_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del snapshot_folder
    monkeypatch.setattr(ahead, "REST_SECONDS", 600.0)
    started = ahead.begin()
    ahead.end(started)
    assert not started.is_alive()
