"""Holds what tests in a browser share: a real server, Chromium, and a watch over what pages ask for.

`page` opens 1440 x 900 in the light theme on the run's server; `any_screen` runs a test at both widths,
`any_look` at both widths in both themes. `new_context(viewport=..., color_scheme=...)` makes others.
Paths such as "/doan-vien" are enough for `page.goto`. A test fails when a page asks for anything outside
this machine, leaves an error uncaught, or makes the server log a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from scripts.browsing import LAUNCH_ARGS, LOCALE, TIME_ZONE, VIEWPORTS, Watch, executable, wait_ready
from scripts.serving import LOOPBACK, Server, free_port, port_is_free, running_server
from tests.journeys.contexts import Contexts, contexts_of

__all__ = ["wait_ready"]

NewContext = Callable[..., BrowserContext]

# A machine that does other things too may take its time; what is awaited is a state, so nothing gets slower.
expect.set_options(timeout=30_000)


def screen(width: int) -> dict[str, int]:
    """The window of a reader whose screen is this wide."""
    return dict(zip(("width", "height"), VIEWPORTS[width], strict=True))


@pytest.fixture(scope="session")
def server(snapshot_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard as `make run` starts it, on the snapshot of the run."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with running_server(log, {"UNION_WAREHOUSE": str(snapshot_folder)}) as started:
        yield started
    assert not (logged := started.new_tracebacks()), f"the server logged:\n{logged}"


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    """Where the server answers; lets `page.goto` take a path alone."""
    return server.base_url


@pytest.fixture(scope="session")
def spare_port() -> int:
    """Where fresh servers answer one after the other, so that browsers know their scripts from the one before."""
    return free_port()


@pytest.fixture
def fresh_server(snapshot_folder: Path, tmp_path: Path, spare_port: int) -> Iterator[Callable[..., Server]]:
    """Call it for a server that nobody has opened yet; keyword arguments become its environment."""
    started: list[Server] = []
    with ExitStack() as stack:

        def start(**environment: str) -> Server:
            log = tmp_path / f"server-{len(started)}.log"
            variables = {"UNION_WAREHOUSE": str(snapshot_folder), **environment}
            port = spare_port if port_is_free(LOOPBACK, spare_port) else free_port()
            started.append(stack.enter_context(running_server(log, variables, port=port)))
            return started[-1]

        yield start
    for one in started:
        assert not (logged := one.new_tracebacks()), f"the server logged:\n{logged}"


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Chromium as the machine has it; Playwright's own build is never fetched."""
    return {"executable_path": executable(), "args": LAUNCH_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Vietnam, in every context."""
    return {**browser_context_args, "locale": LOCALE, "timezone_id": TIME_ZONE}


@pytest.fixture
def watches() -> list[Watch]:
    """One watch for each context of the test, in order; for tests that look at the requests themselves."""
    return []


@pytest.fixture(scope="session")
def contexts(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Contexts]:
    """The contexts that tests hand to each other."""
    kept = contexts_of(browser, browser_context_args)
    yield kept
    kept.close()


@pytest.fixture
def new_context(contexts: Contexts, server: Server, watches: list[Watch]) -> Iterator[NewContext]:
    """Call it for a browser context that is watched; what it did wrong fails the test when it ends."""
    taken: list[tuple[BrowserContext, dict[str, Any]]] = []

    def watched(**options: Any) -> BrowserContext:
        # A desk and the light theme, where a test does not say otherwise.
        wanted = {"viewport": screen(1440), "color_scheme": "light", **options}
        context = contexts.take(wanted)
        taken.append((context, wanted))
        watches.append(Watch(context))
        return context

    yield watched
    problems = [problem for watch in watches for problem in watch.problems()]
    if logged := server.new_tracebacks():
        problems.append(f"the server logged:\n{logged}")
    for (context, wanted), watch in zip(taken, watches, strict=True):
        watch.stop()
        contexts.give_back(context, wanted, watch)
    assert not problems, "\n".join(problems)


@pytest.fixture(params=sorted(VIEWPORTS, reverse=True), ids=lambda width: f"w{width}")
def any_screen(request: pytest.FixtureRequest, new_context: NewContext) -> Page:
    """A page at a desk and on a phone."""
    return new_context(viewport=screen(request.param)).new_page()


@pytest.fixture(
    params=[(width, theme) for width in sorted(VIEWPORTS, reverse=True) for theme in ("light", "dark")],
    ids=lambda look: f"w{look[0]}-{look[1]}",
)
def any_look(request: pytest.FixtureRequest, new_context: NewContext) -> Page:
    """A page at both widths in both themes."""
    width, theme = request.param
    return new_context(viewport=screen(width), color_scheme=theme).new_page()
