"""Fixtures of the golden tests: the oracle over the published facts at the date of the build."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import AS_OF, Published
from tests.oracle import Oracle


@pytest.fixture(scope="session")
def oracle(published: Published) -> Oracle:
    """The second implementation's answers over everything published."""
    return Oracle((published.press, published.seeds), published.catalog, date.fromisoformat(AS_OF))
