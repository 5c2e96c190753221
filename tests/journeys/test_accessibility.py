"""Every page keeps WCAG 2.2 AA as far as axe-core can tell."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scripts.accessibility import STREAMLITS_OWN, address, at_a_desk, problems, turn_over
from tests.journeys.conftest import NewContext
from tests.journeys.steps import PATHS, open_page


@pytest.mark.parametrize("half", [0, 1])
def test_axe_finds_nothing_of_ours_on_any_page(new_context: NewContext, half: int) -> None:
    ours: list[str] = []
    explained = set()
    page = new_context().new_page()
    for n, path in enumerate(PATHS[half::2]):
        # Each page in both widths and both themes; languages and the theme a desk begins with alternate.
        at_a_desk(page, ("light", "dark")[n % 2])
        open_page(page, address(path, ("vi", "en")[(n + half) % 2]))
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        for look in ("desk", "phone"):
            if look == "phone":
                turn_over(page)
            expect(page.get_by_test_id("stException")).to_have_count(0)
            found = problems(page)
            ours += [f"{path}, {look}: {problem}" for problem in found if problem.is_ours]
            explained |= {problem.streamlits for problem in found}
    assert not ours, "\n".join(ours)
    stale = set(STREAMLITS_OWN) - explained
    assert not stale, f"Streamlit has mended {stale}: take the entry out"


def test_axe_would_find_a_fault(new_context: NewContext) -> None:
    page = new_context().new_page()
    page.set_content(
        '<html lang="vi"><title>x</title><main><img src="data:,"><p style="color:#999">mờ</p></main></html>'
    )
    assert {problem.rule for problem in problems(page) if problem.is_ours} == {"image-alt", "color-contrast"}
