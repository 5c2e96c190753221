"""A branch whose name would like to act is text on every screen and in every file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from etl.build import build
from scripts.serving import Server
from tests.conftest import AS_OF
from tests.journeys.conftest import NewContext
from tests.journeys.steps import card, csv_rows, download, open_page, open_table, small_facts

HOSTILE = '<script>alert(1)</script> & "Đ" =1+1'
FORMULA = "=1+1"
FILTER = "nam=2024&cap=grassroots&chi_so=members_total"


def expect_text(page: Page) -> None:
    """The name stands in the table letter by letter, and none of it became a part of the page."""
    expect(open_table(page, "ranking").get_by_role("link", name=HOSTILE, exact=True)).to_be_visible()
    beside_bars = " ".join(card(page, "ranking").locator("svg.main-svg .ytick").all_text_contents())
    # Cut where there is no room for all of it.
    assert "<script>alert(1)</scr" in beside_bars
    assert page.locator("script", has_text="alert(1)").count() == 0


def test_a_name_full_of_markup_is_shown_as_it_is_spelt(
    fresh_server: Callable[..., Server], new_context: NewContext, tmp_path: Path
) -> None:
    build(
        [small_facts(tmp_path / "facts", {HOSTILE: 54, FORMULA: 20})],
        warehouse=tmp_path / "warehouse",
        as_of=date.fromisoformat(AS_OF),
    )
    base_url = fresh_server(UNION_WAREHOUSE=str(tmp_path / "warehouse")).base_url
    page = new_context().new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    open_page(page, f"{base_url}/doan-vien?{FILTER}")
    expect_text(page)
    found = csv_rows(download(page, "ranking", "Tải CSV"))
    assert [r["Đơn vị"] for r in found] == [HOSTILE, f"'{FORMULA}"]
    open_page(page, f"{base_url}/?{FILTER}")
    expect_text(page)
    open_table(page, "ranking").get_by_role("link", name=HOSTILE, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    expect(page.locator(".st-key-card_figures table")).to_contain_text("54 người")
    assert not dialogs
