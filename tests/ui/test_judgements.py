"""A yearly target judged over several years is one target and several judgements, and every count says which it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl.build import build
from tests.conftest import BuiltOnce
from tests.etl.facts import write_folder
from tests.ui.opening import opened
from tests.ui.seen import Seen, see
from ui import cards
from ui.cards import Card
from ui.downloads import flat
from ui.overview import targets_headline
from ui.screen import current

TERM = "term,2020-01-01,2022-12-31"
BRANCHES = [f"b{n},Công đoàn cơ sở Số {n},grassroots,health,Hà Nội,,x1" for n in range(2)]
# Two targets: one of every year (met, missed, met), one of the whole term (met).
TARGETS = [
    f"b0,members_admitted,{TERM},per_year,ge,10,,,x1,1,",
    f"b1,members_admitted,{TERM},per_term,ge,20,,,x1,1,",
]
FIGURES = [
    f"{branch},members_admitted,year,{year}-01-01,{year}-12-31,1,{value},exact,reported,x1,1,"
    for branch, year, value in (
        *(("b0", 2020, 12), ("b0", 2021, 7), ("b0", 2022, 11)),
        *(("b1", 2020, 12), ("b1", 2021, 7), ("b1", 2022, 11)),
    )
]
Open = Callable[..., Seen]


@pytest.fixture(scope="session")
def yearly_folder(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def into(folder: Path) -> None:
        facts = tmp_path_factory.mktemp("facts") / "yearly"
        sources = ["x1,Báo,Tin,,2023-01-01"]
        write_folder(facts, sources=sources, branches=BRANCHES, observations=FIGURES, targets=TARGETS)
        build([facts], warehouse=folder, as_of=date(2024, 1, 1))

    return built_once("yearly", into)


@pytest.fixture
def term(yearly_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("UNION_WAREHOUSE", str(yearly_folder))
    return lambda screen, **query: see(screen, **{"cap": "grassroots", "nhiem_ky": "XIII"} | query)


def test_the_overview_counts_judgements_by_their_name(term: Open) -> None:
    words = term("tong_quan").words
    assert "Lượt xét đạt chỉ tiêu 3/4" in words
    assert "4 lượt xét của 2 chỉ tiêu, nhiệm kỳ khóa XIII" in words
    assert "1 /4 lượt xét chỉ tiêu là chưa đạt" in words


def test_the_page_of_targets_counts_judgements_by_their_name(term: Open) -> None:
    page = term("chi_tieu")
    assert "● Đạt 3 lượt" in page.words
    assert "✕ Chưa đạt 1 lượt" in page.words
    assert "đạt 3/4 lượt xét có kết quả" in page.words
    assert "2 chỉ tiêu, nhiệm kỳ khóa XIII" in page.words
    assert "Chỉ tiêu hằng năm có một dòng cho mỗi năm được xét." in page.words


def test_bars_of_one_yearly_target_name_their_years(term: Open) -> None:
    drawn = json.dumps(term("chi_tieu").charts["results"], ensure_ascii=False)
    for year in (2020, 2021, 2022):
        assert f"≥ 10, năm {year}" in drawn
    assert "≥ 20" in drawn
    assert "≥ 20, năm" not in drawn


def test_a_year_counts_targets(term: Open) -> None:
    words = see("chi_tieu", cap="grassroots", nam="2021").words
    assert "✕ Chưa đạt 1 kết quả" in words
    assert "lượt" not in words
    assert "1 chỉ tiêu, năm 2021" in words


def test_the_file_of_states_counts_judgements_by_their_name(term: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {}

    def show_some(found: list[Card | None], screen: object) -> None:
        tables.update({card.key: flat(cards.export_of(card, current()).table) for card in found if card})

    monkeypatch.setattr("ui.overview.show_some", show_some)
    opened("tong_quan", cap="grassroots", nhiem_ky="XIII")
    heads, rows, _ = tables["states"]
    assert heads == ["Trạng thái", "Số lượt xét"]
    assert sum(row[1] for row in rows) == 4


def test_the_tile_of_targets_says_what_it_counts_where_none_was_judged() -> None:
    none = {"met": 0, "not_met": 0, "undecided": 0, "no_result": 6, "running": 0}
    assert targets_headline(none, "", 6).label == "Chỉ tiêu đã xét được"
    tile = targets_headline(none, "", 2)
    assert (tile.label, tile.value) == ("Lượt xét đã kết luận được", "0/6")
    assert tile.detail == "6 chưa có kết quả; của 2 chỉ tiêu, chỉ tiêu hằng năm xét từng năm"
