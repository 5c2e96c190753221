"""The pages that compare in depth: links restore them, bounds and doubt are seen, nothing missing becomes zero."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from comparison import catalogue, citations, depth, examples
from comparison.movement import movement
from comparison.questions import EVERYTHING, Scope, View
from comparison.values import branch_values
from comparison.warehouse import Warehouse
from tests.ui.opening import opened
from ui import choices

PAGES = ("so_sanh", "bien_dong", "bang_so_lieu", "nguon_so_lieu", "dinh_nghia")
THREE = "ldld-nghe-an,ldld-ha-noi,ldld-thanh-hoa"


@pytest.fixture(autouse=True)
def snapshot(snapshot_folder: Path) -> Path:
    return snapshot_folder


def ran(app: AppTest) -> AppTest:
    assert not app.exception, [e.value for e in app.exception]
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def address(app: AppTest, name: str) -> str:
    """What the address says of one parameter; the test kit gives one value as text or as a list of one."""
    value = app.query_params[name]
    return value if isinstance(value, str) else value[-1]


def chosen(page: str, name: str) -> str:
    return choices.key(page, name)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [{}, {"ngon_ngu": "en"}, {"cap": "grassroots", "nhiem_ky": "XIII"}, {"cap": "component", "nam": "2024"}],
)
def test_every_page_opens(page: str, query: dict[str, str]) -> None:
    app = opened(page, **query)
    assert "<h1>" in html(app)
    assert "⟨" not in html(app)
    assert all(len(chart.proto.alt) > 15 for chart in app.get("plotly_chart"))


def test_a_link_restores_a_comparison_and_is_rewritten() -> None:
    app = opened("so_sanh", ss=THREE, so_voi="ldld-ha-noi", chi_so="members_total", ky="2024,2025", nam="2025")
    assert app.session_state[chosen("so-sanh", "ss")] == THREE.split(",")
    for name, value in {"ss": THREE, "so_voi": "ldld-ha-noi", "chi_so": "members_total", "ky": "2024,2025"}.items():
        assert address(app, name) == value
    body = html(app)
    assert "≥ 580.000" in body
    assert "thấp hơn từ 430.000 trở lên" in body
    assert "Mốc so sánh" in body


def test_a_comparison_says_rank_peers_and_what_is_missing() -> None:
    body = html(opened("so_sanh", ss="ldld-nghe-an,ldld-dong-nai", chi_so="members_total", nam="2025"))
    assert re.search(r"9 trong 17 \(\?\)", body)
    assert "50 % (?) của 16 đơn vị cùng ngành" in body
    assert "Chưa có số liệu" in body


def test_nothing_chosen_gives_advice_and_choices_that_work() -> None:
    app = opened("so_sanh", nam="2025")
    assert 'class="ud-empty"' in html(app)
    ready = [b for b in app.button if str(b.key).startswith("ready_")]
    assert len(ready) >= 2
    ran(ready[-1].click().run())
    assert "ud-table ud-beside" in html(app)
    assert len(address(app, "ss").split(",")) == 3


def test_a_branch_is_found_without_diacritics_and_added() -> None:
    app = opened("so_sanh", nam="2025", ss="ldld-ha-noi")
    ran(app.text_input(key="find_subject").set_value("nghe an").run())
    found = [b for b in app.button if str(b.key).startswith("add_")]
    assert [b.key for b in found] == ["add_ldld-nghe-an"]
    ran(found[0].click().run())
    assert address(app, "ss") == "ldld-ha-noi,ldld-nghe-an"


def test_what_a_link_gets_wrong_is_said() -> None:
    app = opened("so_sanh", nam="2025", ss=f"nope,{THREE}", chi_so="zzz,members_total", doi_tuong="sao")
    said = " ".join(w.value for w in app.warning)
    assert all(word in said for word in ("nope", "zzz", "sao"))
    assert address(app, "ss") == THREE


def test_provinces_and_sectors_can_be_compared() -> None:
    body = html(opened("so_sanh", nam="2025", doi_tuong="tinh", ss="Hà Nội,Nghệ An", chi_so="members_total"))
    assert "1/1 đơn vị có số liệu" in body
    app = opened("so_sanh", cap="upper_direct", nam="2025", doi_tuong="nganh")
    assert app.multiselect(key=chosen("so-sanh", "ss")).options


def test_changes_offer_what_can_be_compared() -> None:
    app = opened("bien_dong", nam="2025")
    assert address(app, "chi_so") == "members_total"
    assert "Liên đoàn Lao động tỉnh Thanh Hóa" in html(app)
    assert "≤ ≈ −32.000" in html(app)
    app = opened("bien_dong", nam="2025", chi_so="inspections")
    assert 'class="ud-empty"' in html(app)
    offers = [b for b in app.button if str(b.key).startswith("offer_")]
    ran(offers[0].click().run())
    assert 'class="ud-empty"' not in html(app)


def test_the_heat_table_leaves_the_unreported_blank() -> None:
    body = html(opened("bien_dong", nam="2025", noi_dung="membership"))
    assert "background:color-mix" in body
    assert "đứng đầu nhóm" in body


def test_a_branch_alone_in_view_is_told_that_it_has_no_peers_and_not_that_it_has_no_figures() -> None:
    alone = {"nam": "2025", "don_vi": "ldld-thanh-hoa", "chi_don_vi": "1"}
    body = html(opened("bien_dong", noi_dung="membership", **alone))
    assert "Không có đơn vị nào để so" in body
    assert "Vị trí trong nhóm: không đơn vị nào" not in body
    body = html(opened("bien_dong", nam="1999", noi_dung="membership"))
    assert "Không có đơn vị nào để so" not in body
    assert "Vị trí trong nhóm: không đơn vị nào" in body


@pytest.mark.parametrize("rows", ["don_vi", "tinh", "nganh", "cap"])
@pytest.mark.parametrize("mode", ["gia_tri", "doan_vien", "hang", "vi_tri", "thay_doi"])
def test_every_table_opens(rows: str, mode: str) -> None:
    app = opened("bang_so_lieu", nam="2025", dong=rows, hien=mode, chi_so="members_total,strong_unions_pct")
    body = html(app)
    assert "<tfoot>" in body
    assert "không cộng" in body


def test_a_table_totals_its_tier_with_coverage_and_searches_without_diacritics() -> None:
    app = opened("bang_so_lieu", nam="2025", chi_so="members_total", tim="nghe an")
    body = html(app)
    assert body.count("<tbody><tr>") == 1
    assert "150.000" in body
    assert "≥ ≈ 5.959.975 (17/86)" in body
    assert address(app, "tim") == "nghe an"


def test_a_table_sorts_the_missing_last_either_way() -> None:
    for sort in ("0-", "0+"):
        body = html(opened("bang_so_lieu", nam="2025", chi_so="members_total", xep=sort)).split("<tbody>")[1]
        cells = re.findall(r'class="n[^"]*"[^>]*>(.*?)</td>', body.split("</tbody>")[0])
        missing = ["none" in cell for cell in cells]
        assert missing == sorted(missing)
        assert len(cells) == 86


@pytest.mark.parametrize("part", ["do_phu", "nghi_van", "khac_nhau", "tep", "danh_muc"])
def test_every_part_of_quality_opens(part: str) -> None:
    app = opened("nguon_so_lieu", muc=part)
    assert 'class="ud-table' in html(app) or 'class="ud-remark"' in html(app)
    assert ("muc" in app.query_params) == (part != "do_phu")


def test_every_rule_of_the_findings_is_explained() -> None:
    body = html(opened("nguon_so_lieu", muc="nghi_van"))
    assert "chưa có lời giải thích" not in body
    assert "/nguon-so-lieu?nguon=" in body


def test_a_source_shows_every_figure_taken_from_it(warehouse: Warehouse) -> None:
    app = opened("nguon_so_lieu", nguon="fed-na25h")
    body = html(app)
    assert "27 nhà" in body
    assert address(app, "nguon") == "fed-na25h"
    ran(app.button(key="all_sources").click().run())
    assert "nguon" not in app.query_params
    assert "no-such" in html(opened("nguon_so_lieu", nguon="no-such"))
    stated = warehouse.rows("select count(*) from observation where source_id = 'fed-na25h'")[0][0]
    assert len(citations.cited_figures(warehouse, EVERYTHING, "fed-na25h")) == stated == 2


def test_sources_are_found_without_diacritics(warehouse: Warehouse) -> None:
    body = html(opened("nguon_so_lieu", muc="danh_muc", tim="bao nghe an"))
    assert "Báo Nghệ An" in body
    assert "Báo Thanh Hóa" not in body
    assert len(citations.source_list(warehouse, EVERYTHING)) == 390


def test_definitions_hold_the_catalogue_and_live_examples(warehouse: Warehouse) -> None:
    body = html(opened("dinh_nghia"))
    for (name,) in warehouse.rows("select name_vi from metric"):
        assert name in body
    assert body.count('class="ud-rule"') == 15
    assert "88 lượt nâng lương trước hạn" in body
    assert "105.968 đoàn viên" in body


def test_scope_reaches_sources_examples_and_positions(warehouse: Warehouse) -> None:
    scope = Scope(frozenset({"ldld-nghe-an"}))
    mine = citations.source_list(warehouse, scope)
    assert 0 < len(mine) < 20
    for source_id in mine["source_id"]:
        assert set(citations.cited_figures(warehouse, scope, source_id)["branch_id"]) <= {"ldld-nghe-an"}
        assert set(citations.cited_targets(warehouse, scope, source_id)["branch_id"]) <= {"ldld-nghe-an"}
    found = examples.examples(warehouse, scope)
    ids = {row[key] for rows in found.values() for row in rows for key in row if key.endswith("_id")}
    assert ids <= {"ldld-nghe-an"} | {row["source_id"] for rows in found.values() for row in rows if "source_id" in row}
    view = View("2025", scope=scope)
    assert set(depth.positions(warehouse, view, ("members_total",))["branch_id"]) == {"ldld-nghe-an"}
    assert set(depth.coverage_by_branch(warehouse, view)["branch_id"]) == {"ldld-nghe-an"}


def test_nobody_in_scope_sees_nothing(warehouse: Warehouse) -> None:
    nobody = Scope(frozenset())
    assert citations.source_list(warehouse, nobody).empty
    assert not any(examples.examples(warehouse, nobody).values())
    assert depth.coverage_by_year(warehouse, View("2025", scope=nobody)).empty


def test_both_periods_counts_what_movement_compares(warehouse: Warehouse) -> None:
    view = View("2025")
    every = depth.both_periods(warehouse, view, tuple(catalogue.metrics(warehouse)))
    every = every[every["other"] < "2025"]
    for row in every.to_dict("records"):
        assert movement(warehouse, view, row["metric_id"], row["other"]).coverage.reported == row["branches"]
    earlier = ("2024", "2023", "2022")
    best = every[every["other"].isin(earlier)].sort_values(["branches", "other"], ascending=False, kind="stable")
    best = best.drop_duplicates("metric_id").head(3).reset_index(drop=True)
    pd.testing.assert_frame_equal(depth.most_comparable(warehouse, view, earlier, 3), best)


def test_positions_hold_only_what_was_reported(warehouse: Warehouse) -> None:
    view = View("2025")
    frame = depth.positions(warehouse, view, ("members_total", "tet_support_amount"))
    for metric_id, rows in frame.groupby("metric_id"):
        reported = branch_values(warehouse, view, str(metric_id)).coverage.reported
        assert len(rows) == reported
        assert rows["value"].notna().all()


@pytest.mark.parametrize("where", PAGES)
def test_names_from_data_are_text(hostile_folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("UNION_WAREHOUSE", str(hostile_folder))
    subjects = "s000-so-cong-thuong-ben-tre,s002-cdcs-ldld-tinh,s003-so-tttt-phu-tho"
    app = opened(where, cap="grassroots", nam="2021", ss=subjects, so_voi="s003-so-tttt-phu-tho", muc="nghi_van")
    body = html(app)
    assert "<script>alert" not in body
    assert "onmouseover='x'" not in body
    assert 'href="javascript:' not in body
    assert "<script>" not in " ".join(chart.proto.spec for chart in app.get("plotly_chart"))
    labels = " ".join(str(button.label) for button in app.button)
    assert "](javascript" not in labels
