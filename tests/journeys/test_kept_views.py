"""A view is sent by its link and kept by name on the device; help opens by the keyboard; the hint is shown once."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import NewContext, screen
from tests.journeys.steps import headlines, open_page, query, wait_ready

NAME = 'Họp <b>tháng 6</b> & "Đ" =1+1'


@pytest.fixture
def context(new_context: NewContext) -> BrowserContext:
    """A desk whose browser lets pages use the clipboard."""
    return new_context(permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that desk."""
    return context.new_page()


def views(page: Page) -> Locator:
    """What the button for views opens, opened by the keyboard."""
    there = page.locator(".ud-views")
    if not there.is_visible():
        page.get_by_role("button", name="Góc nhìn", exact=True).press("Enter")
    expect(there).to_be_visible()
    return there


def test_a_copied_link_shows_the_same_numbers_in_another_browser(page: Page, new_context: NewContext) -> None:
    open_page(page, "/cham-lo?nam=2025&cap=grassroots&muc=chi_so&chi_so=visits_amount&tinh_theo=doan_vien")
    there = views(page)
    there.get_by_role("button", name="Sao chép liên kết").press("Enter")
    expect(there.get_by_role("status")).to_have_text("Đã sao chép liên kết.")
    link = page.evaluate("() => navigator.clipboard.readText()")
    assert link == page.url == there.get_by_role("textbox", name="Liên kết của góc nhìn này").input_value()
    other = new_context().new_page()
    open_page(other, link)
    assert headlines(other) == headlines(page)
    assert query(other) == query(page)
    assert other.locator(".ud-card h2").all_inner_texts() == page.locator(".ud-card h2").all_inner_texts()


def test_a_view_is_kept_by_name_opened_renamed_deleted_and_brought_back(page: Page) -> None:
    open_page(page, "/doan-vien?nam=2024&cap=grassroots")
    kept = query(page)
    there = views(page)
    there.get_by_role("textbox", name="Tên góc nhìn").fill(NAME)
    there.get_by_role("textbox", name="Tên góc nhìn").press("Enter")
    expect(there.get_by_role("link", name=NAME)).to_be_visible()
    open_page(page, "/?nam=2025")
    views(page).get_by_role("link", name=NAME).click()
    page.wait_for_url("**/doan-vien?**")
    wait_ready(page)
    assert query(page) == kept
    there = views(page)
    there.get_by_role("button", name=f"Đổi tên “{NAME}”").press("Enter")
    there.get_by_role("textbox", name=f"Đổi tên “{NAME}”").fill("Sơ kết")
    page.keyboard.press("Enter")
    expect(there.get_by_role("listitem")).to_have_count(1)
    there.get_by_role("button", name="Xóa “Sơ kết”").press("Enter")
    expect(there.get_by_role("listitem")).to_have_count(0)
    there.get_by_role("button", name="Lấy lại").press("Enter")
    expect(there.get_by_role("link", name="Sơ kết")).to_be_visible()


def test_an_address_of_elsewhere_in_the_store_is_never_offered(page: Page) -> None:
    open_page(page, "/")
    bad = ["javascript:alert(1)", "//evil.example/", "/\\\\evil.example", "https://evil.example"]
    page.evaluate(
        "bad => localStorage.setItem('ud.views', JSON.stringify(bad.map((address, n) => ({name: 'x' + n, address}))))",
        bad,
    )
    expect(views(page).get_by_role("listitem")).to_have_count(0)
    expect(views(page).get_by_text("Chưa giữ góc nhìn nào.")).to_be_visible()


def test_the_hint_is_put_away_for_good_and_stays_out_of_the_way_of_phones(page: Page, new_context: NewContext) -> None:
    open_page(page, "/")
    page.get_by_role("button", name="Đã hiểu").press("Enter")
    expect(page.locator(".ud-hint")).to_be_hidden()
    open_page(page, "/chi-tieu")
    expect(page.locator(".ud-hint")).to_be_hidden()
    phone = new_context(viewport=screen(390)).new_page()
    open_page(phone, "/")
    expect(phone.get_by_test_id("stMain").locator(".ud-hint")).to_have_count(0)
    expect(phone.locator(".ud-hint")).not_to_be_in_viewport()


def test_a_metric_is_typed_without_diacritics_and_explained_by_the_keyboard(page: Page) -> None:
    open_page(page, "/cham-lo?nam=2025&cap=grassroots&muc=chi_so")
    box = page.get_by_test_id("stMain").get_by_role("combobox", name="Chỉ số").first
    box.click()
    box.press_sequentially("qua sinh nhat")
    expect(page.get_by_role("option", name="Tìm: qua sinh nhat")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**chi_so=birthday_gifts_amount**")
    open_page(page, "/doan-vien?nam=2025&cap=provincial_federation&muc=chi_so&chi_so=members_total")
    ask = page.get_by_role("button", name="Giải thích chỉ số: Tổng số đoàn viên").first
    ask.press("Enter")
    told = page.get_by_role("dialog", name="Giải thích chỉ số: Tổng số đoàn viên").first
    expect(told).to_contain_text("Số người là đoàn viên công đoàn tại một ngày.")
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()
    told_signs = page.locator(".ud-reading").first
    told_signs.locator("summary").press("Enter")
    expect(told_signs.locator("dl")).to_be_visible()
