"""Every page and filter through the app as a session runs it, on the published data and on hostile names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.ui.opening import opened

PAGES = ("tong_quan", "doan_vien", "cham_lo", "thi_dua", "chi_tieu", "ho_so")
Open = Callable[..., AppTest]


@pytest.fixture
def go(snapshot_folder: Path) -> Open:
    """Open a page on the snapshot of the run."""
    return opened


def html(app: AppTest) -> str:
    """Everything the page wrote as HTML."""
    return "\n".join(element.proto.body for element in app.get("html"))


def address(app: AppTest) -> dict[str, list[str]]:
    """The parameters of the address, each as a list."""
    return {k: [v] if isinstance(v, str) else list(v) for k, v in app.query_params.items()}


def choose(app: AppTest, kind: str, key: str, value: Any) -> AppTest:
    """Set a filter and run."""
    getattr(app, kind)(key=key).set_value(value).run()
    assert not app.exception, [e.value for e in app.exception]
    return app


@pytest.mark.parametrize("screen", PAGES)
@pytest.mark.parametrize("query", [{}, {"ngon_ngu": "en"}, {"cap": "grassroots", "nhiem_ky": "XIII"}])
def test_every_page_opens(go: Open, screen: str, query: dict[str, str]) -> None:
    app = go(screen, **query)
    body = html(app)
    assert "<h1>" in body
    assert "⟨" not in body
    if screen != "ho_so":
        assert app.get("plotly_chart") or 'class="ud-empty"' in body or 'class="ud-table' in body


@pytest.mark.parametrize("tier", ["national", "central_sector", "upper_direct", "grassroots", "component"])
@pytest.mark.parametrize("screen", PAGES[:5])
def test_every_tier_opens(go: Open, screen: str, tier: str) -> None:
    assert "<h1>" in html(go(screen, cap=tier, nam="2024"))


def test_charts_have_alt_text_and_the_page_names_its_sources(go: Open) -> None:
    app = go("doan_vien")
    charts = app.get("plotly_chart")
    assert charts
    assert all(len(chart.proto.alt) > 20 for chart in charts)
    assert "ud-source" in html(app)


def test_a_link_restores_the_filter(go: Open) -> None:
    app = go("doan_vien", nam="2024", cap="upper_direct", ranh_gioi="63", nganh=["education", "health"])
    assert app.selectbox(key="loc_nam").value == "2024"
    assert app.selectbox(key="loc_cap").value == "upper_direct"
    assert app.multiselect(key="loc_nganh").value == ["education", "health"]
    assert app.session_state["loc_ranh_gioi"] == "63"
    assert address(app)["ranh_gioi"] == ["63"]
    assert address(app)["cap"] == ["upper_direct"]


def test_filters_reach_the_address_and_stay_from_page_to_page(go: Open) -> None:
    app = go("doan_vien", nam="2025")
    choose(app, "selectbox", "loc_cap", "grassroots")
    province = app.multiselect(key="loc_tinh").options[0].rsplit(" (", 1)[0]
    choose(app, "multiselect", "loc_tinh", [province])
    assert address(app)["tinh"] == [province]
    app.switch_page(str(ROOT / "pages" / "cham_lo.py")).run()
    assert app.multiselect(key="loc_tinh").value == [province]
    assert address(app)["cap"] == ["grassroots"]
    assert province in html(app)


def test_what_a_link_gets_wrong_is_said_and_replaced(go: Open) -> None:
    bad = {"cap": "foo", "nam": "abcd", "tinh": "Xyz", "nganh": "<script>", "ranh_gioi": "99", "don_vi": "nope"}
    app = go("doan_vien", chi_so="zzz", ngon_ngu="fr", **bad)
    said = " ".join(w.value for w in app.warning)
    for value in (*bad.values(), "zzz", "fr"):
        assert value.strip("<>") in said
    assert address(app)["cap"] == ["provincial_federation"]
    assert "tinh" not in address(app)


def test_a_branch_alone_in_a_link_opens_its_own_tier(go: Open) -> None:
    app = go("ho_so", don_vi="s000-so-cong-thuong-ben-tre")
    assert address(app)["cap"] == ["grassroots"]
    body = html(app)
    assert "Công đoàn cơ sở Sở Công Thương" in body
    assert "55" in body
    assert "54" in body


def test_an_unknown_branch_leads_to_a_list(go: Open) -> None:
    body = html(go("ho_so", don_vi="no-such-branch"))
    assert "no-such-branch" in body
    assert "/ho-so?" in body


def test_a_branch_is_found_without_diacritics(go: Open) -> None:
    app = go("ho_so")
    app.text_input(key="profile_search").set_value("so cong thuong ben tre").run()
    found = [b for b in app.button if b.key.startswith("open_")]
    assert [b.key for b in found] == ["open_s000-so-cong-thuong-ben-tre"]
    found[0].click().run()
    assert address(app)["don_vi"] == ["s000-so-cong-thuong-ben-tre"]
    app = go("doan_vien", cap="grassroots")
    app.text_input(key="loc_tim").set_value("so cong thuong ben tre").run()
    assert len(app.multiselect(key="loc_don_vi").options) == 1


def test_the_metric_and_its_basis_are_in_the_address(go: Open) -> None:
    app = go("cham_lo", chi_so="tet_support_amount", tinh_theo="doan_vien")
    assert app.selectbox(key="cham-lo_chi_so").value == "tet_support_amount"
    assert address(app)["tinh_theo"] == ["doan_vien"]
    app.selectbox(key="cham-lo_chi_so").set_value("tet_support_count").run()
    assert address(app)["chi_so"] == ["tet_support_count"]


def test_an_empty_result_says_why_and_leads_on(go: Open) -> None:
    app = go("doan_vien", nam="1999", cap="provincial_federation")
    assert 'class="ud-empty"' in html(app)
    offers = [b for b in app.button if b.key.startswith("go_")]
    assert offers
    offers[0].click().run()
    assert address(app)["nam"] == [offers[0].key.removeprefix("go_")]


def test_without_a_snapshot_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path))
    assert "make build" in html(opened())


@pytest.fixture
def hostile(hostile_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page on the snapshot of hostile names."""
    monkeypatch.setenv("UNION_WAREHOUSE", str(hostile_folder))
    return opened


@pytest.mark.parametrize("screen", PAGES)
def test_names_are_text_everywhere(hostile: Open, screen: str) -> None:
    for period in ({"nam": "2021"}, {"nhiem_ky": "XII"}, {"don_vi": "s000-so-cong-thuong-ben-tre"}):
        app = hostile(screen, cap="grassroots", **period)
        body = html(app)
        assert "<script>alert" not in body
        assert "onmouseover='x'" not in body
        assert 'href="javascript:' not in body
        specs = " ".join(chart.proto.spec for chart in app.get("plotly_chart"))
        assert "<script>" not in specs
