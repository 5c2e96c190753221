"""Holds what tests of the screens share: strict texts, both languages, a frame of branches with every kind of value."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from math import inf, nan
from pathlib import Path

import pandas as pd
import pytest

from etl.build import build
from tests.conftest import AS_OF, BuiltOnce, Published
from ui import texts

HOSTILE_NAMES = ("<script>alert(1)</script>", "=1+1", "**[x](javascript:alert(1))** $a$", "a\" onmouseover='x'")


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


@pytest.fixture(scope="session")
def hostile_folder(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory, published: Published) -> Path:
    """A snapshot of the seeds whose branches carry names that would like to act."""

    def into(folder: Path) -> None:
        facts = tmp_path_factory.mktemp("facts") / "seeds"
        shutil.copytree(published.seeds, facts)
        with (facts / "branches.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row, name in zip(rows, HOSTILE_NAMES, strict=False):
            row["name_vi"] = name
        with (facts / "branches.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        build([facts], warehouse=folder, as_of=date.fromisoformat(AS_OF))

    return built_once("hostile", into)


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
