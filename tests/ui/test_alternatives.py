"""Whoever cannot see a chart is told its main message: who, how much, since when; never its title alone."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT
from ui import emulation_page, formats, member_page, target_page, welfare_page
from ui.alternatives import counted, course, ends

THREE = "ldld-nghe-an,ldld-ha-noi,ldld-thanh-hoa"
PARTS = {
    "doan_vien": member_page.PARTS,
    "cham_lo": welfare_page.PARTS,
    "thi_dua": emulation_page.PARTS,
    "chi_tieu": target_page.PARTS,
}
VIEWS = ({"nam": "2025", "cap": "provincial_federation"}, {"nhiem_ky": "XIII", "cap": "grassroots"})
# Every kind of chart that the published figures fill in these views.
CHARTS = {"ranking", "provinces", "series", "spending", "states", "ratings", "growth", "movers"}


def addresses() -> Iterator[tuple[str, dict[str, str]]]:
    """Every page with every part of it, for a year and for a term, and a comparison."""
    for view in VIEWS:
        for page, parts in PARTS.items():
            for part in parts:
                yield page, view | {"muc": part}
        for page in ("tong_quan", "bien_dong", "ho_so"):
            yield page, view
    yield "so_sanh", {"ss": THREE, "nam": "2025"}
    yield "ho_so", {"don_vi": "ldld-ha-noi"}
    yield "doan_vien", VIEWS[0] | {"don_vi": "ldld-ha-noi", "chi_so": "members_total"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_chart_is_without_its_main_message(snapshot_folder: Path, language: str) -> None:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.run()
    seen: dict[str, str] = {}
    for page, query in addresses():
        app.query_params.clear()
        app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        for name, value in (query | {"ngon_ngu": language}).items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, (page, query, [problem.value for problem in app.exception])
        written = "".join(element.proto.body for element in app.get("html"))
        titles = {html.unescape(re.sub(r"<[^>]+>", "", x)).strip() for x in re.findall(r"<h2>(.*?)</h2>", written)}
        for chart in app.get("plotly_chart"):
            alt = chart.proto.alt
            told = f"{page} {query}: {alt!r}"
            assert alt.strip() not in titles | {""}, told
            assert re.search(r"\d", alt), told
            assert not re.search(r"⟨|\{|\bnan\b|\bNone\b|\binf\b|" + formats.MISSING + r"\s*[;.,)]", alt), told
            assert len(alt) > 25, told
            key = chart.proto.id.split("-chart_")[-1]
            # Totals of different years rest on different branches: without their number a rise would be made up.
            assert not key.startswith("series") or "don_vi" in query or re.search(r"\(\d+/\d+ ", alt), told
            seen[key] = alt
    kinds = {kind for kind in CHARTS if any(key.startswith(kind) for key in seen)}
    assert kinds == CHARTS, sorted(seen)


def rows(*values: float) -> pd.DataFrame:
    frame = pd.DataFrame({"name_vi": [f"Đơn vị {n}" for n in range(len(values))], "value": values})
    return frame.assign(period=[str(2020 + n) for n in range(len(values))], period_order=range(len(values)))


def shown(row: object) -> str:
    return formats.number(float(row["value"]), 0)  # type: ignore[index]


def test_the_largest_and_the_smallest_are_named_whatever_the_order_of_the_rows() -> None:
    told = ends("Đoàn viên", rows(5, 9, float("nan"), 2), shown)
    assert told.index("Đơn vị 1 (9)") < told.index("Đơn vị 3 (2)")
    assert "trong 3 nơi" in told
    assert ends("Đoàn viên", rows(5), shown) == "Đoàn viên: chỉ Đơn vị 0 có số liệu (5)."
    assert ends("Đoàn viên", rows(float("nan")), shown) == "Đoàn viên: chưa có số liệu."


def test_a_course_goes_from_the_first_to_the_last_period_with_a_figure() -> None:
    total = rows(float("nan"), 4, 7, float("nan")).drop(columns="name_vi")
    assert "2021: 4 → 2022: 7" in course("Đoàn viên", total, shown)
    assert "2020: 4." in course("Đoàn viên", rows(4).drop(columns="name_vi"), shown)
    assert "Đơn vị 0 2020: 4; Đơn vị 1 2021: 6" in course("Đoàn viên", rows(4, 6), shown)


def test_kinds_are_counted_the_most_frequent_first() -> None:
    assert counted(["Tốt", "Xuất sắc", "Tốt"]) == "2 Tốt, 1 Xuất sắc"
