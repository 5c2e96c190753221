"""Choices are found by what people type, taken only when clearly meant, and otherwise offered."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from tests.ui.opening import opened
from tests.ui.test_pages import address
from ui import forgiving

Open = Callable[..., AppTest]


def metrics() -> dict[str, str]:
    with (ROOT / "data" / "catalog" / "metrics.csv").open(encoding="utf-8", newline="") as file:
        return {row["metric_id"]: row["name_vi"] for row in csv.DictReader(file)}


METRICS = metrics()
NOTES = {"visits_count": "Chăm lo. Ốm đau, hiếu hỉ, khó khăn, sinh nhật."}
PROVINCES = {name: name for name in ("An Giang", "Cần Thơ", "Đà Nẵng", "Hà Nội", "Nghệ An", "Thanh Hóa")}


@pytest.fixture
def go(snapshot_folder: Path) -> Open:
    """Open a page on the snapshot of the run."""
    return opened


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("luot tham hoi", "visits_count"),
        ("Lượt thăm hỏi đoàn viên", "visits_count"),
        (unicodedata.normalize("NFD", "lượt thăm hỏi"), "visits_count"),
        ("tccldv", "welfare_total_amount"),
        ("chi tet", "tet_support_amount"),
        ("lao dong tien tien", "advanced_workers"),
        ("hien mau", "blood_donors"),
        ("cong doan co so thanh vien", "component_unions"),
        ("members_total", "members_total"),
    ],
)
def test_the_metric_meant_is_taken(typed: str, meant: str) -> None:
    assert forgiving.meant(typed, METRICS, NOTES) == meant


def test_what_fits_several_metrics_is_offered_and_not_taken() -> None:
    assert forgiving.meant("tham hoi", METRICS, NOTES) is None
    assert set(forgiving.resolve("tham hoi", METRICS, NOTES)[:2]) == {"visits_count", "visits_amount"}
    assert forgiving.meant("th", METRICS, NOTES) is None
    assert "visits_count" in forgiving.resolve("th", METRICS, NOTES)


def test_a_word_of_a_note_leads_to_its_metric() -> None:
    assert forgiving.resolve("tham hoi om dau", METRICS, NOTES)[0] == "visits_count"
    assert forgiving.meant("tham hoi om dau", METRICS, NOTES) == "visits_count"


def test_words_of_which_only_some_fit_are_never_taken() -> None:
    assert forgiving.meant("hien mau nhan dao", METRICS) is None
    assert forgiving.resolve("hien mau nhan dao", METRICS)[0] == "blood_donors"


def test_nothing_is_found_where_nothing_fits() -> None:
    assert forgiving.resolve("zzz", METRICS) == ()
    assert forgiving.resolve("  ", METRICS) == ()
    assert forgiving.meant("%", METRICS) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("da nang", "Đà Nẵng"), ("DN", "Đà Nẵng"), ("hn", "Hà Nội"), ("tho", "Cần Thơ"), ("an", None), ("a", None)],
)
def test_short_words_are_taken_only_where_one_province_fits(typed: str, meant: str | None) -> None:
    assert forgiving.meant(typed, PROVINCES) == meant


def type_metric(app: AppTest, words: str) -> AppTest:
    """Type into the picker of metrics and press Enter: the list takes the words as a further option."""
    box = app.selectbox(key="cham-lo_chi_so")
    box.options.append(words)
    box.set_value(words).run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def test_a_metric_typed_without_diacritics_opens_and_stands_in_the_address(go: Open) -> None:
    app = go("cham_lo", nam="2024", cap="grassroots", muc="chi_so")
    type_metric(app, "luot tham hoi")
    assert app.selectbox(key="cham-lo_chi_so").value == "visits_count"
    assert address(app)["chi_so"] == ["visits_count"]


def test_an_unclear_metric_stays_as_it_was_until_one_of_the_offers_is_clicked(go: Open) -> None:
    app = go("cham_lo", nam="2024", cap="grassroots", muc="chi_so", chi_so="tet_support_count")
    type_metric(app, "tham hoi")
    assert address(app)["chi_so"] == ["tet_support_count"]
    app.button(key="offer_cham-lo_chi_so_visits_amount").click().run()
    assert not app.exception
    assert address(app)["chi_so"] == ["visits_amount"]
    assert not [b for b in app.button if b.key and b.key.startswith("offer_")]


def test_what_no_choice_fits_is_said(go: Open) -> None:
    app = go("doan_vien", nam="2024", cap="grassroots")
    app.multiselect(key="loc_nganh").set_value(["<b>zzz</b>"]).run()
    assert app.multiselect(key="loc_nganh").value == []
    assert any("zzz" in warning.value for warning in app.warning)


def test_metrics_of_a_table_and_sectors_are_found_by_words(go: Open) -> None:
    app = go("bang_so_lieu", nam="2024", cap="grassroots", chi_so="members_total")
    app.multiselect(key="bang-so-lieu_chi_so_choice").set_value(["members_total", "hien mau"]).run()
    assert address(app)["chi_so"] == ["members_total,blood_donors"]
    app.multiselect(key="loc_nganh").set_value(["giao duc"]).run()
    assert not app.exception
    assert address(app)["nganh"] == ["education"]
