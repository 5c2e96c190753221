"""Fixtures of the golden tests: the oracle over the published facts, and the count of generated questions."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import AS_OF, Published
from tests.golden.agreement import Tally
from tests.oracle import Oracle

TALLY = pytest.StashKey[Tally]()


@pytest.fixture(scope="session")
def oracle(published: Published) -> Oracle:
    """The second implementation's answers over everything published."""
    return Oracle((published.press, published.seeds), published.catalog, date.fromisoformat(AS_OF))


@pytest.fixture(scope="session")
def tally(request: pytest.FixtureRequest) -> Tally:
    """Counts the worlds and questions of the run; printed at its end where one process ran it all."""
    return request.config.stash.setdefault(TALLY, Tally())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how much was compared."""
    counted = config.stash.get(TALLY, None)
    if counted is not None:
        terminalreporter.write_line(str(counted))
