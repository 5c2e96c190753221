"""Addresses: a filter written into a link and read back is the same filter."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from comparison.questions import TIERS, Scope
from ui import url
from ui.url import Filters

NAMES = st.lists(st.text(min_size=1, max_size=12).filter(str.strip), max_size=3, unique=True).map(tuple)
FILTERS = st.builds(
    Filters,
    period=st.sampled_from(["2019", "2025"]),
    tier=st.sampled_from(TIERS),
    boundary=st.sampled_from(["since_2025_07", "before_2025_07"]),
    provinces=NAMES,
    sectors=NAMES,
    branch_ids=NAMES,
)


@given(FILTERS)
def test_a_link_says_the_whole_filter(filters: Filters) -> None:
    link = url.link("/doan-vien", url.to_query(filters, "en"))
    query = parse_qs(urlsplit(link).query)
    assert query[url.YEAR] == [filters.period]
    assert query[url.TIER] == [filters.tier]
    assert tuple(query.get(url.PROVINCES, [])) == filters.provinces
    assert tuple(query.get(url.SECTORS, [])) == filters.sectors
    assert tuple(query.get(url.BRANCHES, [])) == filters.branch_ids
    assert query[url.LANGUAGE] == ["en"]
    assert (url.BOUNDARY in query) == (filters.boundary == "before_2025_07")


def test_a_term_and_a_year_have_names_of_their_own() -> None:
    assert url.to_query(Filters("XIII", "term")) == {"nhiem_ky": ["XIII"], "cap": ["provincial_federation"]}
    assert url.to_query(Filters("2024")) == {"nam": ["2024"], "cap": ["provincial_federation"]}


def test_chosen_branches_stay_beside_their_peers() -> None:
    filters = Filters("2024", branch_ids=("a",))
    assert filters.view(Scope()).branch_ids == ()
    assert Filters("2024", branch_ids=("a",), only_chosen=True).view(Scope()).branch_ids == ("a",)
