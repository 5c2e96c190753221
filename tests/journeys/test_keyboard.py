"""The journeys of a reader without a mouse: everything is reached by Tab, done by Enter and arrows, and seen to be."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewContext
from tests.journeys.steps import csv_rows, headlines, open_page, query, wait_ready

# What has the keyboard: its role or tag, its name, and whether an outline around it or its field shows that it has.
PLACE = """() => {
  const here = document.activeElement;
  const name = here.getAttribute('aria-label') || here.innerText || here.value || '';
  let outlined = false;
  for (let one = here, n = 0; one && n < 4; one = one.parentElement, n += 1) {
    const style = getComputedStyle(one);
    outlined ||= style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  }
  return [here.getAttribute('role') || here.tagName.toLowerCase(), name.trim(), outlined];
}"""
# From one table to the next there are many stops; more than these would be no way to work.
MOST_STOPS = 60


def place(page: Page) -> tuple[str, str]:
    """What has the keyboard now; it must be seen to have it."""
    role, name, outlined = page.evaluate(PLACE)
    assert outlined, f"nothing shows that the keyboard is at {role} {name!r}"
    return role, name


def tab_to(page: Page, role: str, name: str, key: str = "Tab") -> None:
    """Press Tab until something of this role, whose name holds these words, has the keyboard."""
    passed = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        passed.append(place(page))
        if passed[-1][0] == role and name in passed[-1][1]:
            return
    raise AssertionError(f"{role} {name!r} is not among {passed}")


def press(page: Page, key: str) -> None:
    """Press a key that asks the server for something."""
    page.keyboard.press(key)
    wait_ready(page)


def test_a_reader_without_a_mouse_filters_reads_a_table_takes_it_away_and_opens_a_branch(
    new_context: NewContext,
) -> None:
    page = new_context().new_page()
    open_page(page, "/doan-vien?nam=2025&chi_so=members_total")
    before = headlines(page)
    tab_to(page, "combobox", "Năm")
    page.keyboard.type("2024")
    press(page, "Enter")
    assert query(page)["nam"] == "2024"
    assert headlines(page) != before

    tab_to(page, "radio", "Năm", "Shift+Tab")
    page.keyboard.press("ArrowRight")
    assert place(page) == ("radio", "Nhiệm kỳ")
    press(page, "Enter")
    assert "nhiem_ky" in query(page)
    page.keyboard.press("ArrowLeft")
    press(page, "Enter")
    assert query(page)["nam"] == "2024"

    tab_to(page, "main", "")
    tab_to(page, "summary", "Bảng số liệu và tải về")
    press(page, "Enter")
    tab_to(page, "button", "Tải CSV")
    with page.expect_download() as arriving:
        page.keyboard.press("Enter")
    names = [row["Đơn vị"] for row in csv_rows(Path(arriving.value.path()))]
    tab_to(page, "region", "Tổng số đoàn viên")
    tab_to(page, "a", names[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(names[0])
    wait_ready(page)
    assert "/ho-so?" in page.url
    assert query(page)["nam"] == "2024"


def test_the_first_key_leads_past_menu_and_filters_and_the_menu_to_another_page(new_context: NewContext) -> None:
    page = new_context().new_page()
    open_page(page, "/doan-vien?nam=2024")
    page.keyboard.press("Tab")
    assert place(page) == ("a", "Đến nội dung chính")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').contains(document.activeElement)")
    tab_to(page, "a", "Chăm lo", "Shift+Tab")
    press(page, "Enter")
    expect(page).to_have_title("Chăm lo")
    assert query(page)["nam"] == "2024"


def test_a_wide_table_scrolls_by_arrows_and_a_chart_is_one_stop(new_context: NewContext) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    open_page(page, "/ho-so?don_vi=s003-so-tttt-phu-tho")
    tab_to(page, "region", "Tất cả số liệu đã công bố")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")
    open_page(page, "/doan-vien?nam=2024&chi_so=members_total")
    links = page.locator(".st-key-card_ranking svg.main-svg a")
    assert links.count() > 3
    assert set(links.evaluate_all("links => links.map((link) => link.tabIndex)")) == {-1}
