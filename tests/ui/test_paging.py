"""Long tables page by page: turning a page keeps the question, another question begins at the first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import opened


@pytest.fixture
def turned(snapshot_folder: Path) -> AppTest:
    """The table of more branches than fit on a page, turned to its second one."""
    app = opened("bang_so_lieu", cap="upper_direct", nam="2025")
    app.pagination[0].set_value(2).run()
    assert page(app) == 2
    return app


def page(app: AppTest) -> int:
    assert not app.exception, [problem.value for problem in app.exception]
    assert len(app.pagination) == 1
    return int(app.pagination[0].value)


def test_another_sort_begins_at_the_first_page(turned: AppTest) -> None:
    turned.selectbox(key="bang-so-lieu_xep_choice").set_value("ten").run()
    assert page(turned) == 1


def test_another_year_begins_at_the_first_page(turned: AppTest) -> None:
    turned.selectbox(key="loc_nam").set_value("2024").run()
    assert page(turned) == 1


def test_the_page_stays_while_the_question_does(turned: AppTest) -> None:
    turned.run()
    assert page(turned) == 2
