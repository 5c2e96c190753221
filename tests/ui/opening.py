"""Opens pages of the dashboard as a new session does that follows a link."""

from __future__ import annotations

from functools import cache
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT


def _session() -> AppTest:
    return AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)


@cache
def _pages() -> dict[str, Any]:
    """The pages that the frame lists, as the test kit learns them from a first run; the same for every session."""
    return dict(_session().run()._registered_pages)


def opened(screen: str = "tong_quan", **query: Any) -> AppTest:
    """A new session whose first run is the page of the link; `screen` is the file of the page without its ending."""
    app = _session()
    # The kit finds a page by its file only after a run; a reader with a link has not been elsewhere before.
    app._registered_pages = dict(_pages())
    app.switch_page(str(ROOT / "pages" / f"{screen}.py"))
    wanted = app._page_hash
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception, [problem.value for problem in app.exception]
    assert app._finished_page_script_hash == wanted, f"another page than {screen} was drawn"
    return app
