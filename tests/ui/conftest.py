"""Holds what tests of the screens share: strict texts, both languages, a frame of branches with every kind of value."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf, nan

import pandas as pd
import pytest

from ui import texts


@pytest.fixture(autouse=True)
def strict_texts() -> Iterator[None]:
    """A text that is not in the catalogue fails the test instead of showing its key."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts.Strictness, "raises", True)
        yield


@pytest.fixture(params=texts.LANGUAGES)
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language of the screens in turn."""
    token = texts.LANGUAGE.set(request.param)
    yield request.param
    texts.LANGUAGE.reset(token)


@pytest.fixture
def branches() -> pd.DataFrame:
    """Exact, at least, at most, about, between, zero and not reported, as in BranchValues.frame."""
    rows = [
        ("a", "Công đoàn cơ sở A", 900.0, 900.0, 900.0, False, False),
        ("b", "Công đoàn cơ sở B", 500.0, 500.0, inf, False, True),
        ("c", "Công đoàn cơ sở C", 400.0, 0.0, 400.0, False, True),
        ("d", "<b>Đơn vị</b> & Co", 300.0, 300.0, 300.0, True, False),
        ("e", "=1+1", 200.0, 180.0, 220.0, False, False),
        ("f", "Công đoàn cơ sở F", 0.0, 0.0, 0.0, False, False),
        ("g", "Công đoàn cơ sở G", nan, nan, nan, False, False),
    ]
    columns = ["branch_id", "name_vi", "value", "low", "high", "is_approximate", "rank_is_undecided"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(is_partial=False, years_present=nan, years_expected=nan, province="Bến Tre")
