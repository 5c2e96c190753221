"""Every page opened by its address on a server that nobody has opened yet stands inside the frame, as the link says."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from scripts.serving import Server
from tests.journeys.conftest import NewContext
from tests.journeys.steps import PATHS, STEMS, expect_frame, filter_box, query

LINK = {"nam": "2024", "cap": "upper_direct", "tinh": "Khánh Hòa", "ranh_gioi": "63"}
Start = Callable[..., Server]


@pytest.mark.parametrize("half", [0, 1])
def test_a_page_opened_first_by_its_link_shows_itself_in_the_frame_with_the_filters_of_the_link(
    fresh_server: Start, new_context: NewContext, half: int
) -> None:
    base_url = fresh_server().base_url
    # All at once, so that each is asked for before the server has run anything.
    opened = [(path, new_context().new_page()) for path in PATHS[half::2]]
    for path, page in opened:
        page.goto(f"{base_url}{path}?{urlencode(LINK)}", wait_until="commit")
    for path, page in opened:
        expect_frame(page)
        expect(page.get_by_role("link", name=page.title(), exact=True)).to_have_attribute("href", base_url + path)
        assert filter_box(page, "Năm").input_value().startswith("2024")
        expect(page.get_by_test_id("stSidebar").get_by_text("Khánh Hòa").first).to_be_visible()
        expect(page.locator(".ud-filter").first).to_contain_text("năm 2024")
        assert LINK.items() <= query(page).items()
        page.close()


def test_the_overview_opens_by_its_own_name_too_with_the_filters_of_the_link(page: Page) -> None:
    page.goto(f"/tong-quan?{urlencode(LINK)}")
    expect_frame(page)
    expect(page.locator("h1").first).to_contain_text("Tổng quan")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert urlsplit(page.url).path == "/"
    assert LINK.items() <= query(page).items()


def test_the_address_of_a_file_never_runs_its_page_outside_the_frame(
    fresh_server: Start, new_context: NewContext
) -> None:
    base_url = fresh_server().base_url
    stems = ["tong_quan", "doan_vien", "ho_so", STEMS[-1]]
    opened = [new_context().new_page() for _ in stems]
    for stem, page in zip(stems, opened, strict=True):
        page.goto(f"{base_url}/{stem}", wait_until="commit")
    for page in opened:
        expect_frame(page)
        page.close()
