"""Without a snapshot the page says what to do; a new snapshot shows itself without a restart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from scripts.serving import Server
from tests.journeys.conftest import NewContext
from tests.journeys.steps import build, choose, headlines, open_page, small_facts, wait_ready

NAME = "Công đoàn cơ sở Bệnh viện"
FILTER = "nam=2024&cap=grassroots&chi_so=members_total"


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
    # Any touch of a filter asks the server anew; here one that leaves the period and the tier as they are.
    choose(page, "Ngành", "Y t", "Y tế")
    expect(page.locator(".ud-build")).not_to_have_text(before)
    wait_ready(page)
    assert headlines(page)[0].split("\n")[:2] == ["Tổng số đoàn viên", "1.057"]
    assert "nam=2024" in page.url
