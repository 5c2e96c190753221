"""A view of a term marks who has figures of single years alone, and tells their number apart from the silent ones."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from comparison.questions import View
from comparison.rates import rate_values
from comparison.values import branch_values
from comparison.warehouse import open_warehouse
from comparison.welfare import welfare_spending
from etl.build import build
from tests.comparison.small import AFTER, say, term, world_of, year
from tests.conftest import BuiltOnce
from tests.oracle.worlds import World
from tests.ui.opening import opened
from tests.ui.seen import see
from ui.rows import Names, silent_words

VIEW = View("XIII", grain="term", tier="grassroots")
SILENT = "{n} đơn vị chưa có số liệu · {of_years} đơn vị chỉ có số liệu từng năm"


def _world() -> World:
    """Terms of 2020 to 2024 (XIII): 0 has figures of its term; 1 has them for years and names no term; 2 has them for a
    year long before; 3 names its term, begun in a May, and has a figure of all of that year; 4 has women and members of
    different years; 5 has nothing but another metric; 6 has spending of its term and a year of it, but no members."""
    world = world_of(7)
    for metric_id, value in (("members_total", "90"), ("members_female", "40"), ("members_admitted", "9")):
        say(world, 0, metric_id, value, term(2023, 2028))
    say(world, 0, "tet_support_amount", "7000000", term(2023, 2028))
    for number in (2024, 2025):
        for metric_id, value in (("members_total", "80"), ("members_female", "30"), ("members_admitted", "8")):
            say(world, 1, metric_id, value, year(number))
        say(world, 1, "tet_support_amount", "6000000", year(number))
    for metric_id, value in (("members_total", "70"), ("members_admitted", "7"), ("tet_support_amount", "5000000")):
        say(world, 2, metric_id, value, year(2012))
    say(world, 3, "committee_members", "9", term(2023, 2028) | {"period_start": "2023-05-01"})
    say(world, 3, "members_admitted", "6", year(2023))
    say(world, 4, "members_total", "50", year(2024))
    say(world, 4, "members_female", "20", year(2025))
    say(world, 5, "promotions", "1", year(2024))
    for period in (term(2023, 2028), year(2024)):
        say(world, 6, "tet_support_amount", "5000000", period)
    return world


@pytest.fixture(autouse=True)
def folder(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    def into(where: Path) -> None:
        build(_world().write(tmp_path_factory.mktemp("facts") / "years"), warehouse=where, as_of=AFTER)

    path = built_once("years_without_a_term", into)
    monkeypatch.setenv("UNION_WAREHOUSE", str(path))
    return path


def _marked(frame: pd.DataFrame) -> tuple[set[str], set[str]]:
    """Branches with figures of years alone, and those of them that name no term."""
    return tuple(set(frame.loc[frame[name], "branch_id"]) for name in ("has_figure_of_years", "names_no_term"))


def test_a_term_knows_who_has_figures_of_its_years_alone(folder: Path) -> None:
    (snapshot,) = folder.glob("*.duckdb")
    warehouse = open_warehouse(snapshot)
    try:
        assert _marked(branch_values(warehouse, VIEW, "members_admitted").frame) == ({"b1", "b3"}, {"b1"})
        assert _marked(branch_values(warehouse, VIEW, "members_total").frame) == ({"b1", "b4"}, {"b1", "b4"})
        # A share needs both its parts in the same year.
        assert _marked(rate_values(warehouse, VIEW, "women_share").frame) == ({"b1"}, {"b1"})
        assert _marked(welfare_spending(warehouse, VIEW).totals) == ({"b1"}, {"b1"})
        of_year = View("2024", tier="grassroots")
        assert _marked(branch_values(warehouse, of_year, "members_admitted").frame) == (set(), set())
        # Without members the figure of a term is not divided, and yet is there.
        by_member = branch_values(warehouse, VIEW, "tet_support_amount", "per_member").frame
        assert by_member.set_index("branch_id").loc[["b0", "b6"], "value"].notna().tolist() == [True, False]
        assert _marked(by_member) == ({"b1"}, {"b1"})
    finally:
        warehouse.connection.close()


@pytest.mark.parametrize("screen", ["doan_vien", "cham_lo", "tong_quan"])
def test_lists_of_the_silent_mark_who_reports_years_and_names_no_term(screen: str) -> None:
    page = see(screen, cap="grassroots", nhiem_ky="XIII")
    (said,) = re.findall(r"Chỉ có số liệu từng năm, chưa nêu nhiệm kỳ: ([^<:\n]*)", page.words)
    assert "Công đoàn 1" in said
    assert not re.search("Công đoàn [25]", said)


def test_who_names_its_term_is_not_said_to_name_none() -> None:
    page = see("doan_vien", cap="grassroots", nhiem_ky="XIII", chi_so="members_admitted")
    assert re.search("Chỉ có số liệu từng năm: Công đoàn 3", page.words)
    assert not re.search("chưa nêu nhiệm kỳ: [^:]*Công đoàn 3", page.words)


def test_the_head_of_the_list_tells_both_numbers() -> None:
    heads = {one.label for one in opened("doan_vien", cap="grassroots", nhiem_ky="XIII").expander}
    assert SILENT.format(n=4, of_years=2) in heads
    in_a_year = {one.label for one in opened("doan_vien", cap="grassroots", nam="2024").expander}
    assert not any("từng năm" in label for label in in_a_year)


def test_a_list_of_years_alone_does_not_speak_of_nobody() -> None:
    names = Names(pd.DataFrame({"name_vi": ["A", "B"], "has_figure_of_years": [True, True]}))
    assert silent_words(names) == "2 đơn vị chỉ có số liệu từng năm"
    assert silent_words(("A",)) == "1 đơn vị chưa có số liệu"
