"""Ready views for meetings: made from the periods that hold figures, keeping the reader's tier, places and branches."""

from __future__ import annotations

from html import unescape
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from comparison.questions import Scope
from tests.ui.opening import opened
from tests.ui.test_forgiving import Open, go
from tests.ui.test_pages import html
from ui import ready_views, theme
from ui.data import Answers
from ui.screen import Screen
from ui.url import Filters

__all__ = ["go"]


def periods(rows: list[tuple[str, str, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["value", "grain", "branches", "figures"])


def test_a_year_that_has_only_begun_is_not_reviewed() -> None:
    rows = periods([("2026", "year", 1, 1), ("2025", "year", 24, 59), ("2024", "year", 11, 35), ("XIV", "term", 9, 9)])
    assert ready_views.well_reported(rows, "year") == ["2025", "2024"]
    assert ready_views.well_reported(rows, "term") == ["XIV"]


def test_years_without_figures_serve_no_meeting() -> None:
    assert ready_views.well_reported(periods([("XIV", "term", 0, 0)]), "term") == []
    assert ready_views.well_reported(periods([]), "year") == []


def test_a_congress_looks_back_on_the_term_before_the_running_one() -> None:
    assert ready_views.closed_term(["XIV", "XIII", "XII"]) == "XIII"
    assert ready_views.closed_term(["XIII"]) == "XIII"


@pytest.fixture
def links(go: Open) -> list[tuple[str, dict[str, list[str]]]]:
    """Path and parameters of every ready link of grassroots branches with one chosen."""
    chosen = ("s000-so-cong-thuong-ben-tre",)
    filters = Filters("2019", tier="grassroots", sectors=(), branch_ids=chosen, only_chosen=True)
    screen = Screen("", filters, Scope(), Answers(), theme.LIGHT)
    parts = [urlsplit(link.address) for view in ready_views.views(screen) for link in view.links]
    return [(part.path, parse_qs(part.query)) for part in parts]


def test_every_link_keeps_tier_and_branches_and_names_a_period(links: list[tuple[str, dict[str, list[str]]]]) -> None:
    assert 9 <= len(links) <= 15
    for _, query in links:
        assert query["cap"] == ["grassroots"]
        assert query["don_vi"] == ["s000-so-cong-thuong-ben-tre"]
        assert "chi_don_vi" not in query
        assert len(query.get("nam", []) + query.get("nhiem_ky", [])) == 1
    assert {path for path, _ in links} >= {"/", "/chi-tieu", "/bien-dong", "/thi-dua", "/bang-so-lieu"}


def test_peers_of_the_chosen_branch_stand_beside_it(links: list[tuple[str, dict[str, list[str]]]]) -> None:
    (subjects,) = [query["ss"][0].split(",") for path, query in links if path == "/so-sanh"]
    assert subjects[0] == "s000-so-cong-thuong-ben-tre"
    assert 2 <= len(subjects) <= ready_views.SIDE_BY_SIDE


def test_a_page_by_a_ready_link_says_nothing_was_wrong_with_it(links: list[tuple[str, dict[str, list[str]]]]) -> None:
    for path, query in links:
        stem = path.strip("/").replace("-", "_") or "tong_quan"
        app = opened(stem, **query)
        assert not [w.value for w in app.warning], path


def test_the_overview_lists_the_ready_views(go: Open) -> None:
    body = unescape(html(go()))
    for meeting in ("Sơ kết 6 tháng", "Tổng kết năm", "Đại hội"):
        assert body.count(f"<h3>{meeting}</h3>") == 2


def test_a_province_is_judged_by_its_own_periods(go: Open) -> None:
    def years(*provinces: str) -> set[str]:
        filters = Filters("2025", tier="provincial_federation", provinces=provinces)
        screen = Screen("", filters, Scope(), Answers(), theme.LIGHT)
        queries = [parse_qs(urlsplit(link.address).query) for v in ready_views.views(screen) for link in v.links]
        return {year for query in queries for year in query.get("nam", [])}

    assert years() == {"2025"}
    assert years("Hà Tĩnh") == {"2023"}
