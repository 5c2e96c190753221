"""Every page at a desk and on a phone, light and dark: nothing scrolls sideways, nothing fails, filters are at hand."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewContext, screen
from tests.journeys.steps import PATHS, choose, filter_box, go_to, headlines, open_page, query, wait_ready

# What is wider than its place: the document, or the box in which the page scrolls.
OVERFLOW = """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
  .map(box => box.scrollWidth - box.clientWidth)"""
PAPER = "() => getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
LOOKS = [(390, "light"), (1440, "dark")]


@pytest.mark.parametrize(("width", "theme"), LOOKS)
@pytest.mark.parametrize("part", range(3))
def test_every_page_fits_its_screen(new_context: NewContext, width: int, theme: str, part: int) -> None:
    page = new_context(viewport=screen(width), color_scheme=theme).new_page()
    for path in PATHS[part::3]:
        open_page(page, f"{path}?nam=2025" if path != "/ho-so" else "/ho-so?don_vi=s003-so-tttt-phu-tho")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert page.evaluate(OVERFLOW) == [0, 0], f"{path} scrolls sideways at {width}"
        brightness = sum(map(int, re.findall(r"\d+", page.evaluate(PAPER))[:3]))
        assert (brightness < 200) is (theme == "dark"), f"{path} is not {theme}"


@pytest.fixture
def phone(new_context: NewContext) -> Page:
    """A page on a phone."""
    return new_context(viewport=screen(390), has_touch=True, is_mobile=True).new_page()


def test_on_a_phone_the_filters_and_the_menu_are_in_a_drawer(phone: Page) -> None:
    open_page(phone, "/doan-vien?nam=2025")
    before = headlines(phone)
    expect(filter_box(phone, "Năm")).not_to_be_in_viewport()
    phone.get_by_test_id("stExpandSidebarButton").click()
    expect(filter_box(phone, "Năm")).to_be_in_viewport()
    choose(phone, "Năm", "2024", "2024")
    assert query(phone)["nam"] == "2024"
    phone.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(filter_box(phone, "Năm")).not_to_be_in_viewport()
    wait_ready(phone)
    assert headlines(phone) != before
    expect(phone.locator(".ud-filter")).to_contain_text("năm 2024")
    phone.get_by_test_id("stExpandSidebarButton").click()
    go_to(phone, "Thi đua")
    assert query(phone)["nam"] == "2024"
    expect(phone.get_by_role("heading", level=1)).to_be_in_viewport()
