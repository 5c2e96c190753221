"""Streamlit's own words: each is still said by the Streamlit that is installed, and is replaced where it says it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Page, sync_playwright

from scripts.browsing import LAUNCH_ARGS, executable
from ui import streamlit_words, texts
from ui.streamlit_words import ANYTHING, WORDS, pairs

SCRIPT = Path(streamlit_words.__file__).with_name("streamlit_words.js").read_text(encoding="utf-8")
# Put together by the widget from pieces that stand apart in its source.
IN_PIECES = {
    "streamlit.no_page.text": [
        "The page that you have requested does not seem to exist",
        "Running the app's main page.",
    ],
    "streamlit.too_many": ["You can only select up to", "Remove an option first."],
    "streamlit.press_enter": ["Press Enter to", "apply"],
}


@pytest.fixture(scope="module")
def bundle() -> str:
    """Every script of the Streamlit that is installed."""
    folder = Path(streamlit.__file__).parent / "static" / "static" / "js"
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))


@pytest.mark.parametrize("word", WORDS)
def test_streamlit_still_says_every_word_that_is_replaced(word: str, bundle: str) -> None:
    said = str(texts.catalogue("en").get(word).string).replace("{text}", ANYTHING)
    for piece in IN_PIECES.get(word, said.split(ANYTHING)):
        assert piece.strip() in bundle


def test_nothing_is_replaced_in_english() -> None:
    token = texts.LANGUAGE.set("en")
    try:
        assert all(said == shown for said, shown in pairs())
    finally:
        texts.LANGUAGE.reset(token)
    assert all(said != shown for said, shown in pairs())


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page with widgets as Streamlit draws them, the script run in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=LAUNCH_ARGS)
        page = browser.new_page()
        page.set_content(
            '<button id="open" aria-label="Expand sidebar"></button><div id="later"></div>'
            '<div data-testid="stHtml" id="ours" title="Close">Stop</div>'
            '<div data-testid="stMarkdownContainer" id="label">Help</div>'
            '<div role="dialog"><div data-testid="stMarkdownContainer" id="dialog">Page not found</div></div>'
        )
        page.evaluate(SCRIPT.replace("/*PAIRS*/[]", json.dumps(pairs())))
        yield page
        browser.close()


def test_what_is_already_drawn_is_replaced_and_the_apps_own_words_stay(page: Page) -> None:
    assert page.get_attribute("#open", "aria-label") == "Mở bộ lọc"
    assert page.inner_text("#dialog") == "Không có trang này"
    assert page.inner_text("#ours") == "Stop"
    assert page.get_attribute("#ours", "title") == "Close"
    assert page.inner_text("#label") == "Help"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Add: Huế & <b>", "Tìm: Huế & <b>"),
        ("No results", "Không tìm thấy"),
        ("Help for Cấp công đoàn", "Giải thích: Cấp công đoàn"),
        (
            "You can only select up to 4 options. Remove an option first.",
            "Chỉ chọn được tối đa 4. Bỏ bớt một lựa chọn trước đã.",
        ),
        ("Add: ", "Add: "),
        ("No results yet", "No results yet"),
    ],
)
def test_what_is_drawn_later_is_replaced_whole_or_not_at_all(page: Page, said: str, shown: str) -> None:
    page.evaluate("said => { document.querySelector('#later').innerHTML = ''; later.append(said); }", said)
    assert page.evaluate("() => document.querySelector('#later').textContent") == shown


def test_a_label_that_changes_is_replaced_again(page: Page) -> None:
    page.evaluate("() => document.querySelector('#open').setAttribute('aria-label', 'Collapse sidebar')")
    assert page.get_attribute("#open", "aria-label") == "Đóng bộ lọc"


def test_a_name_cannot_end_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    monkeypatch.setattr(streamlit_words, "pairs", lambda: [("</script><b>", "x")])
    monkeypatch.setattr(streamlit_words.st, "html", lambda body, **_: put.append(body))
    streamlit_words.replace_words()
    assert put[0].count("</script>") == 1
