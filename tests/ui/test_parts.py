"""The parts of the pages: each opens in every grain, says why where it is empty, and leads to sources and branches."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.opening import opened
from tests.ui.test_pages import address, choose, html

PARTS = {
    "doan_vien": ("chi_so", "ty_le", "tang_giam", "cdcs"),
    "cham_lo": ("chi", "chi_so", "binh_quan", "vay_von", "xa_hoi"),
    "thi_dua": ("chi_so", "danh_hieu", "sang_kien", "xep_loai"),
    "chi_tieu": ("ket_qua", "tien_do", "dia_ban", "ky_truoc"),
}
VIEWS = (
    {"nam": "2025"},
    {"nam": "2024", "cap": "upper_direct", "ngon_ngu": "en"},
    {"nhiem_ky": "XIII", "cap": "upper_direct"},
    {"nhiem_ky": "XII", "cap": "grassroots"},
    {"nam": "1999", "ranh_gioi": "63"},
)


@pytest.fixture(autouse=True)
def published(snapshot_folder: Path) -> None:
    """The snapshot of the run."""


@pytest.mark.parametrize("query", VIEWS, ids=lambda q: "-".join(q.values()))
@pytest.mark.parametrize(("screen", "part"), [(s, p) for s, parts in PARTS.items() for p in parts])
def test_every_part_opens_and_shows_or_says_something(screen: str, part: str, query: dict[str, str]) -> None:
    if part == "ky_truoc" and "nhiem_ky" not in query:
        pytest.skip("only terms have a term before")
    app = opened(screen, muc=part, **query)
    body = html(app)
    assert "⟨" not in body
    assert app.get("plotly_chart") or any(f'class="{sign}' in body for sign in ("ud-empty", "ud-remark", "ud-table"))


def test_a_part_is_in_the_address_and_a_metric_opens_the_part_of_metrics() -> None:
    app = opened("cham_lo", muc="vay_von")
    assert address(app)["muc"] == ["vay_von"]
    app = opened("cham_lo", chi_so="tet_support_amount")
    assert app.selectbox(key="cham-lo_chi_so").value == "tet_support_amount"
    assert app.session_state["cham-lo_muc_choice"] == "chi_so"


def test_an_unknown_part_is_said() -> None:
    app = opened("cham_lo", muc="xyz")
    assert "xyz" in " ".join(w.value for w in app.warning)


def links(app: AppTest, path: str) -> list[dict[str, list[str]]]:
    """The parameters of every link of the page to a path."""
    hrefs = [piece.split('"')[0].replace("&amp;", "&") for piece in html(app).split('href="')[1:]]
    return [parse_qs(urlsplit(h).query) for h in hrefs if h.startswith(path + "?")]


@pytest.mark.parametrize("screen", ["tong_quan", "doan_vien", "cham_lo"])
def test_figures_lead_to_their_sources(screen: str) -> None:
    app = opened(screen, nam="2025")
    found = links(app, "/nguon-so-lieu")
    ids = {query["nguon"][0] for query in found if "nguon" in query}
    assert ids
    assert all(query["nam"] == ["2025"] for query in found)


def test_the_overview_leads_to_silent_branches_and_doubts() -> None:
    parts = {query["muc"][0] for query in links(opened(nam="2025"), "/nguon-so-lieu") if "muc" in query}
    assert parts == {"do_phu", "nghi_van"}


def test_an_average_is_offered_for_what_has_both_figures() -> None:
    app = opened("cham_lo", muc="binh_quan", nam="2025")
    offered = app.selectbox(key="cham-lo_doi_tuong_choice").options
    assert len(offered) == 2
    assert "Hưng Yên" in html(choose(app, "selectbox", "cham-lo_doi_tuong_choice", "shelter_amount"))


def test_targets_are_counted_once_and_their_judgements_said() -> None:
    body = html(opened("chi_tieu", cap="upper_direct", nhiem_ky="XIV"))
    assert "23 chỉ tiêu" in body
    assert "58 lượt" in body
    assert "0/6 năm" in body


def test_the_profile_search_finds_branches_of_other_tiers() -> None:
    app = opened("ho_so", cap="provincial_federation")
    app.text_input(key="profile_search").set_value("khu cong nghiep khanh hoa").run()
    assert not app.exception
    assert "open_cdkcn-khanh-hoa" in [b.key for b in app.button]


def test_nearest_periods_of_a_metric_hold_that_metric() -> None:
    app = opened("doan_vien", chi_so="workers_total", nam="2022")
    offers = [b for b in app.button if b.key and b.key.startswith("go_")]
    assert offers
    offers[0].click().run()
    assert not app.exception
    assert 'class="ud-empty"' not in html(app)


def test_terms_can_be_compared_per_year() -> None:
    app = opened("cham_lo", chi_so="shelter_houses", nhiem_ky="XII", cap="upper_direct", moi_nam="1")
    assert "bình quân mỗi năm" in html(app)
    assert not opened("cham_lo", muc="chi_so", nam="2024").checkbox.values[1:]


def test_the_kind_of_picture_reaches_every_chart() -> None:
    app = opened("doan_vien", nam="2025")
    assert all('"format": "png"' in chart.proto.config for chart in app.get("plotly_chart"))
    app.radio(key="picture_kind").set_value("svg").run()
    assert all('"format": "svg"' in chart.proto.config for chart in app.get("plotly_chart"))


def test_an_empty_page_offers_the_tiers_that_have_its_figures() -> None:
    app = opened("thi_dua", nam="2025")
    offered = {str(b.key): b for b in app.button if str(b.key).startswith("go_")}
    assert "go_grassroots" in offered
    offered["go_grassroots"].click().run()
    assert not app.exception
    assert 'class="ud-empty"' not in html(app)
