"""What a reader does on the screens, by role and by text, and what a reader can see there."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from scripts.browsing import wait_ready
from tests.conftest import AS_OF, ROOT
from tests.etl.facts import write_folder

__all__ = ["wait_ready"]

# The files of the pages in the order of the menu; each answers at its name with hyphens, the first at /.
STEMS = re.findall(r'^    \("(\w+)\.py"', (ROOT / "ui" / "main.py").read_text(encoding="utf-8"), re.MULTILINE)
PATHS = ["/", *("/" + stem.replace("_", "-") for stem in STEMS[1:])]
Row = dict[str, str]


def query(page: Page) -> dict[str, str]:
    """The parameters of the address, each with its last value."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def open_page(page: Page, address: str) -> None:
    """Open a page by its link and wait until it is drawn."""
    page.goto(address)
    wait_ready(page)


def go_to(page: Page, name: str) -> None:
    """Go to another page by the menu."""
    page.get_by_role("link", name=name, exact=True).click()
    expect(page).to_have_title(name)
    wait_ready(page)


def filter_box(page: Page, name: str) -> Locator:
    """A filter that offers a list."""
    return page.get_by_test_id("stSidebar").get_by_role("combobox", name=name, exact=True)


def choose(page: Page, name: str, typed: str, option: str) -> None:
    """Type into a filter and take the option that begins with some words."""
    box = filter_box(page, name)
    box.click()
    box.press_sequentially(typed)
    page.get_by_role("option").filter(has_text=re.compile(f"^{re.escape(option)}")).first.click()
    if page.get_by_role("listbox").is_visible():
        # Where several can be chosen the list stays open over what comes next.
        page.keyboard.press("Tab")
    wait_ready(page)


def press(page: Page, words: str) -> None:
    """Press one of the buttons or switches of the filters."""
    page.get_by_test_id("stSidebar").get_by_text(words, exact=True).click()
    wait_ready(page)


def expect_frame(page: Page) -> None:
    """The menu and the filters stand around the page; found by what they are, for a dialog may lie above them."""
    expect(page.locator("h1").first).to_be_visible(timeout=60_000)
    expect(page.locator('a[href$="/cham-lo"]').first).to_be_visible()
    for name in ("Năm", "Cấp công đoàn"):
        expect(page.get_by_test_id("stSidebar").locator(f'input[aria-label="{name}"]')).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def headlines(page: Page) -> list[str]:
    """The large figures with what is said below them."""
    return page.locator("dl.ud-kpis > div").all_inner_texts()


def card(page: Page, key: str) -> Locator:
    """A chart with its table and its downloads."""
    return page.locator(f".st-key-card_{key}")


def open_table(page: Page, key: str) -> Locator:
    """The table of a card, unfolded."""
    there = card(page, key)
    rows = there.locator("table").first
    if not rows.is_visible():
        there.locator('[data-testid="stExpander"] summary').first.click()
    expect(rows).to_be_visible()
    # A table that is still unfolding slides away from under a click.
    wait_ready(page)
    return rows


def table_rows(page: Page, key: str) -> list[Row]:
    """The rows of a card's table as they read on the screen."""
    lines = open_table(page, key).evaluate(
        "table => [...table.rows].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
    )
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def download(page: Page, key: str, button: str) -> Path:
    """The file that a card's button gives."""
    open_table(page, key)
    with page.expect_download() as arriving:
        card(page, key).get_by_role("button", name=button).click()
    return Path(arriving.value.path())


def csv_rows(file: Path) -> list[Row]:
    """The rows of a downloaded CSV, which begins with a byte order mark."""
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def build(folder: Path, *facts: Path) -> None:
    """Publish a snapshot of some folders of facts with the command that everyone uses."""
    command = [sys.executable, "-m", "etl", "build", *map(str, facts), "--as-of", AS_OF]
    environment = {**os.environ, "UNION_WAREHOUSE": str(folder)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout + done.stderr


def quoted(text: str) -> str:
    """A text as a CSV cell."""
    return '"' + text.replace('"', '""') + '"'


def small_facts(folder: Path, members: dict[str, int]) -> Path:
    """A folder of grassroots branches with their members in 2024, by the name of the branch."""
    branches = [f"b{n},{quoted(name)},grassroots,health,Bến Tre,,s1" for n, name in enumerate(members)]
    observations = [
        f"b{n},members_total,year,2024-01-01,2024-12-31,1,{count},exact,reported,s1,3,"
        for n, count in enumerate(members.values())
    ]
    return write_folder(
        folder, sources=["s1,Báo,Tin,,2024-12-31"], branches=branches, observations=observations, targets=[]
    )
