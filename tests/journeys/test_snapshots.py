"""Without a snapshot the page says what to do; a new one shows itself without a restart, never mixed with another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from etl.build import build as build_here
from scripts.serving import Server
from tests.conftest import AS_OF
from tests.journeys.conftest import NewContext
from tests.journeys.sessions import Drawn, session
from tests.journeys.steps import build, headlines, open_page, small_facts, wait_ready

NAME = "Công đoàn cơ sở Bệnh viện"
FILTER = "nam=2024&cap=grassroots&chi_so=members_total"
READERS, FLIPS, BRANCHES = 8, 4, 6
# Every figure of a data set is this, and every total so many times this: no number is one of both sets.
VALUES = {"one": 1111, "two": 7777}


def test_the_first_snapshot_and_the_next_one_are_picked_up_by_a_server_that_runs(
    fresh_server: Callable[..., Server], new_context: NewContext, tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    folder.mkdir()
    base_url = fresh_server(UNION_WAREHOUSE=str(folder)).base_url
    page = new_context().new_page()
    page.goto(f"{base_url}/doan-vien?{FILTER}")
    expect(page.get_by_role("heading", name="Chưa có bản số liệu nào")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("make build")).to_be_visible()

    build(folder, small_facts(tmp_path / "first", {NAME: 54}))
    open_page(page, f"{base_url}/doan-vien?{FILTER}")
    assert headlines(page)[0].split("\n")[:2] == ["Tổng số đoàn viên", "54"]
    before = page.locator(".ud-build").inner_text()

    build(folder, small_facts(tmp_path / "second", {NAME: 57, "Công đoàn cơ sở Trường học": 1000}))
    # Nobody touches anything.
    expect(page.locator(".ud-build")).not_to_have_text(before, timeout=10_000)
    wait_ready(page)
    assert headlines(page)[0].split("\n")[:2] == ["Tổng số đoàn viên", "1.057"]
    assert "nam=2024" in page.url


def numbers_of(name: str) -> set[str]:
    """How the figures of a data set and their total read on the screen."""
    return {f"{VALUES[name] * times:,}".replace(",", ".") for times in (1, BRANCHES)}


def test_no_page_mixes_two_snapshots_while_builds_flip_every_value_under_eight_readers(
    fresh_server: Callable[..., Server], tmp_path: Path
) -> None:
    folder = tmp_path / "warehouse"
    sets = {
        name: small_facts(tmp_path / name, {f"Công đoàn cơ sở {letter}": value for letter in "ABCDEF"[:BRANCHES]})
        for name, value in VALUES.items()
    }
    holds: dict[str, str] = {}
    over = threading.Event()

    def publish(name: str) -> None:
        made = build_here([sets[name]], warehouse=folder, as_of=date.fromisoformat(AS_OF))
        holds[made.snapshot.stem] = name

    def read(page: str) -> list[Drawn]:
        with session(base_url, page, FILTER) as reader:
            drawn = [reader.run()]
            while not over.is_set():
                drawn.append(reader.run())
            # Once more after the last build: that page shows the last snapshot.
            return [*drawn, reader.run()]

    publish("one")
    base_url = fresh_server(UNION_WAREHOUSE=str(folder)).base_url
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read, ("doan-vien", "bang-so-lieu")[number % 2]) for number in range(READERS)]
        try:
            for flip in range(FLIPS):
                publish(("two", "one")[flip % 2])
        finally:
            over.set()
        pages = [one.result() for one in reading]
    for drawn in pages:
        for one in drawn:
            (version,) = one.versions
            (other,) = VALUES.keys() - {holds[version]}
            assert one.numbers & numbers_of(holds[version]), f"{version} shows none of its figures: {one.numbers}"
            assert not one.numbers & numbers_of(other), f"{version} shows figures of another snapshot: {one.numbers}"
        assert drawn[-1].versions == {max(holds)}
    assert len({version for drawn in pages for one in drawn for version in one.versions}) > 1
