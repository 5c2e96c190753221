"""A browser context that an earlier test had is given to the next one without anything that the earlier one left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from scripts.browsing import Watch
from scripts.serving import Server
from tests.journeys.contexts import contexts_of

WRITE = """async () => {
  localStorage.setItem('kept', 'x');
  sessionStorage.setItem('kept', 'x');
  document.cookie = 'kept=x; max-age=3600';
  await new Promise((done) => { indexedDB.open('kept', 1).onsuccess = done; });
}"""
READ = """async () => [
  localStorage.length, sessionStorage.length, document.cookie.includes('kept=x'),
  (await indexedDB.databases()).length]"""


def test_a_context_given_back_remembers_nothing_and_is_given_again(browser: Browser, server: Server) -> None:
    contexts = contexts_of(browser, {})
    address = f"{server.base_url}/_stcore/health"
    first = contexts.take({"locale": "vi-VN"})
    watch = Watch(first)
    page = first.new_page()
    page.goto(address)
    page.evaluate(WRITE)
    assert page.evaluate(READ) == [1, 1, True, 1]
    contexts.give_back(first, {"locale": "vi-VN"}, watch)
    assert not first.pages
    again = contexts.take({"locale": "vi-VN"})
    assert again is first
    page = again.new_page()
    page.goto(address)
    assert page.evaluate(READ) == [0, 0, False, 0]
    again.close()


@pytest.mark.parametrize("options", [{"locale": "en-US"}, {"locale": "vi-VN"}])
def test_no_two_have_one_context_at_a_time(browser: Browser, options: dict[str, str]) -> None:
    contexts = contexts_of(browser, {})
    taken = [contexts.take({"locale": "vi-VN"}), contexts.take(options)]
    assert taken[0] is not taken[1]
    for one in taken:
        one.close()
