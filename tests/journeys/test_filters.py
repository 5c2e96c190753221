"""Filters stay from page to page, stand in the address, and open the same view for whoever gets the link."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewContext
from tests.journeys.steps import (
    card,
    choose,
    filter_box,
    go_to,
    headlines,
    open_page,
    open_table,
    press,
    query,
    table_rows,
    wait_ready,
)


@pytest.fixture
def page(new_context: NewContext) -> Page:
    """A page at a desk."""
    return new_context().new_page()


def test_a_filter_by_year_and_province_goes_along_to_other_pages(page: Page) -> None:
    open_page(page, "/")
    choose(page, "Năm", "2024", "2024")
    choose(page, "Tỉnh, thành phố", "Hải P", "Hải Phòng")
    expect(page.locator(".ud-filter")).to_contain_text("năm 2024, Hải Phòng")
    assert {"nam": "2024", "tinh": "Hải Phòng"}.items() <= query(page).items()
    for name in ("Chăm lo", "Chỉ tiêu"):
        go_to(page, name)
        assert {"nam": "2024", "tinh": "Hải Phòng"}.items() <= query(page).items()
        expect(page.locator(".ud-filter")).to_contain_text("năm 2024, Hải Phòng")
        assert filter_box(page, "Năm").input_value().startswith("2024")


def test_a_province_is_found_without_diacritics(page: Page) -> None:
    open_page(page, "/doan-vien")
    box = filter_box(page, "Tỉnh, thành phố")
    box.click()
    box.press_sequentially("hai phong")
    box.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".ud-filter")).to_contain_text("Hải Phòng")
    wait_ready(page)
    assert query(page)["tinh"] == "Hải Phòng"


def test_back_restores_the_filter_before(page: Page) -> None:
    open_page(page, "/doan-vien?nam=2025")
    before = headlines(page)
    choose(page, "Năm", "2024", "2024")
    assert headlines(page) != before
    page.go_back()
    expect(page.locator(".ud-filter")).to_contain_text("năm 2025")
    wait_ready(page)
    assert headlines(page) == before


def test_a_link_shows_another_reader_the_same_figures(page: Page, new_context: NewContext) -> None:
    open_page(page, "/cham-lo")
    choose(page, "Năm", "2024", "2024")
    sent, seen, rows = page.url, headlines(page), table_rows(page, "spending")
    assert seen
    other = new_context().new_page()
    open_page(other, sent)
    assert headlines(other) == seen
    assert table_rows(other, "spending") == rows
    assert other.url == sent


def test_terms_old_provinces_and_english_are_one_press_each(page: Page) -> None:
    open_page(page, "/doan-vien?cap=upper_direct&nam=2024")
    press(page, "Nhiệm kỳ")
    assert "nam" not in query(page)
    assert re.fullmatch(r"[IVX]+", query(page)["nhiem_ky"])
    expect(page.locator(".ud-filter")).to_contain_text("nhiệm kỳ khóa")
    tiles = card(page, "provinces").locator("p").first
    expect(tiles).to_contain_text("/34 tỉnh")
    press(page, "63 tỉnh (cũ)")
    expect(tiles).to_contain_text("/63 tỉnh")
    assert query(page)["ranh_gioi"] == "63"
    press(page, "English")
    assert query(page)["ngon_ngu"] == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("Membership")
    expect(page.get_by_role("link", name="Welfare", exact=True)).to_be_visible()
    cells = " ".join(cell for row in table_rows(page, "ranking") for cell in row.values())
    assert re.search(r"\d,\d{3}\b", cells)
    assert not re.search(r"\d\.\d{3}\b", cells)


def test_english_speaks_no_vietnamese_in_heads_and_filters(page: Page) -> None:
    open_page(page, "/cham-lo?ngon_ngu=en")
    words = page.locator("h1, h2, .ud-table thead, .ud-filter, nav").all_inner_texts()
    words += page.get_by_test_id("stSidebar").get_by_test_id("stWidgetLabel").all_inner_texts()
    shown = " ".join(words)
    assert "⟨" not in shown
    assert not re.search(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", shown.lower())


def test_a_name_in_a_table_leads_to_the_profile_with_the_filter_kept(page: Page) -> None:
    open_page(page, "/doan-vien?nam=2024")
    link = open_table(page, "ranking").get_by_role("link").first
    name = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    wait_ready(page)
    assert "/ho-so?" in page.url
    assert query(page)["nam"] == "2024"
    assert filter_box(page, "Năm").input_value().startswith("2024")


def test_a_name_beside_a_bar_leads_to_the_profile(page: Page) -> None:
    open_page(page, "/doan-vien?nam=2024")
    link = card(page, "ranking").locator("svg.main-svg a").first
    target = link.get_attribute("xlink:href") or link.get_attribute("href") or ""
    assert target.startswith("/ho-so?")
    link.evaluate("link => link.scrollIntoView({block: 'center'})")
    place = link.bounding_box()
    assert place
    # By the mouse: a link inside a drawing has no box that Playwright could click.
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    expect(page).to_have_title("Hồ sơ đơn vị")
    wait_ready(page)
    branch = re.search(r"don_vi=([^&]+)", unquote_plus(target))
    assert branch
    assert query(page)["don_vi"] == branch[1]


def test_what_a_link_gets_wrong_is_said_and_replaced(page: Page) -> None:
    open_page(page, "/cham-lo?nam=abcd&cap=foo&tinh=<b>x</b>")
    said = " ".join(page.get_by_role("alert").all_inner_texts())
    for wrong in ("abcd", "foo", "<b>x</b>"):
        assert wrong in said
    assert query(page)["cap"] == "provincial_federation"
    assert "tinh" not in query(page)
