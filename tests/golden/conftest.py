"""Fixtures of the golden tests: the oracle over the published facts at the date the warehouse is built for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oracle import Oracle

DATA = Path(__file__).resolve().parents[2] / "data"
AS_OF = date(2026, 11, 21)


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """The second implementation's answers over everything published."""
    return Oracle([DATA / "published" / name for name in ("press", "seeds")], DATA / "catalog", AS_OF)
