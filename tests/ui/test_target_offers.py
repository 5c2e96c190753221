"""The page of targets, where the filter holds none, offers periods and tiers that have some, and no others."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from comparison.questions import View
from comparison.target_periods import target_periods
from comparison.targets import target_counts
from comparison.warehouse import Warehouse
from etl.build import build
from tests.conftest import BuiltOnce
from tests.etl.facts import write_folder
from tests.ui.opening import opened

BRANCHES = [
    "b0,Công đoàn cơ sở Số 0,grassroots,health,Hà Nội,,x1",
    "b1,Công đoàn cơ sở Số 1,grassroots,education,Huế,,x1",
    "f0,Liên đoàn Lao động Hà Nội,provincial_federation,mixed,Hà Nội,,x1",
]
TERM, YEAR = "term,2020-01-01,2022-12-31", "year,2018-01-01,2018-12-31"
TARGETS = [
    f"b0,members_admitted,{TERM},per_year,ge,10,,,x1,1,",
    f"b0,members_admitted,{YEAR},per_year,ge,10,,,x1,1,",
    f"b0,visits_count,{YEAR},per_year,ge,10,,,x1,1,",
]
# Figures of many years, most of them without a target.
FIGURES = [
    f"{branch},members_admitted,year,{year}-01-01,{year}-12-31,1,9,exact,reported,x1,1,"
    for branch in ("b0", "b1", "f0")
    for year in range(2014, 2026)
]


@pytest.fixture(autouse=True)
def few_targets(
    built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def into(folder: Path) -> None:
        facts = tmp_path_factory.mktemp("facts") / "few"
        sources = ["x1,Báo,Tin,,2023-01-01"]
        write_folder(facts, sources=sources, branches=BRANCHES, observations=FIGURES, targets=TARGETS)
        build([facts], warehouse=folder, as_of=date(2026, 1, 1))

    monkeypatch.setenv("UNION_WAREHOUSE", str(built_once("few_targets", into)))


def offers(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("go_")]


def words(app: AppTest) -> str:
    return re.sub("<[^>]+>", " ", "".join(element.proto.body for element in app.get("html")))


def test_only_periods_with_targets_are_offered_the_nearest_first() -> None:
    app = opened("chi_tieu", cap="grassroots", nam="2025")
    assert offers(app) == [
        *("Xem năm 2022 (1 chỉ tiêu)", "Xem năm 2021 (1 chỉ tiêu)", "Xem năm 2020 (1 chỉ tiêu)"),
        *("Xem năm 2018 (2 chỉ tiêu)", "Xem nhiệm kỳ khóa XIII (1 chỉ tiêu)"),
    ]
    assert "Các kỳ có chỉ tiêu của bộ lọc này:" in words(app)


@pytest.mark.parametrize("place", range(5))
def test_every_offer_leads_to_targets(place: int) -> None:
    app = opened("chi_tieu", cap="grassroots", nam="2025")
    buttons = [button for button in app.button if (button.key or "").startswith("go_")]
    expected = re.search(r"\((\d) chỉ tiêu\)", buttons[place].label)[1]
    buttons[place].click().run()
    assert not app.exception
    assert f"{expected} chỉ tiêu, " in words(app)


def test_a_filter_without_targets_leads_to_the_tier_that_has_some() -> None:
    app = opened("chi_tieu", cap="provincial_federation", nam="2025")
    assert "Bộ lọc này không có chỉ tiêu ở kỳ nào." in words(app)
    (offer,) = offers(app)
    assert "năm 2022 (1 chỉ tiêu)" in offer
    next(button for button in app.button if button.label == offer).click().run()
    assert "1 chỉ tiêu, năm 2022" in words(app)


def test_targets_outside_the_filter_are_not_offered() -> None:
    app = opened("chi_tieu", cap="grassroots", nam="2025", tinh="Huế")
    assert offers(app) == ["Bỏ lọc tỉnh và ngành"]


@pytest.mark.parametrize(
    "view", [View("1990", tier="grassroots"), View("X", "term"), View("1990"), View("X", "term", "upper_direct")]
)
def test_a_period_holds_as_many_targets_as_its_own_page_counts(warehouse: Warehouse, view: View) -> None:
    found = target_periods(warehouse, view)
    assert len(found)
    for row in found.itertuples():
        there = View(row.period, row.grain, view.tier)
        assert target_counts(warehouse, there).targets == row.targets
