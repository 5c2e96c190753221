"""A branch beside its peers: which periods and peers are taken, and what the profile shows of them."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.ui.opening import opened
from tests.ui.seen import see
from tests.ui.test_forgiving import Open, go
from tests.ui.test_pages import html
from ui import profile_peers
from ui.url import Filters

__all__ = ["go"]
BRANCH = {"branch_id": "a", "tier": "grassroots", "sector": "health", "province_since_2025_07": "Huế"}


def test_congresses_stand_in_their_order() -> None:
    assert sorted(["XIV", "IX", "XIII", "X", "XII"], key=profile_peers.order_of) == ["IX", "X", "XII", "XIII", "XIV"]
    assert sorted(["2025", "2019"], key=profile_peers.order_of) == ["2019", "2025"]


def test_the_filter_keeps_only_limits_that_hold_the_branch() -> None:
    outside = Filters("2025", tier="provincial_federation", provinces=("Hà Nội",), sectors=("mixed",), only_chosen=True)
    asked = profile_peers.peer_filters(outside, BRANCH, "term")
    assert (asked.tier, asked.grain, asked.provinces, asked.sectors) == ("grassroots", "term", (), ())
    assert asked.branch_ids == ("a",)
    assert not asked.only_chosen
    inside = Filters("2025", provinces=("Huế", "Hà Nội"), sectors=("health",))
    asked = profile_peers.peer_filters(inside, BRANCH, "year")
    assert (asked.provinces, asked.sectors) == (("Huế", "Hà Nội"), ("health",))


@pytest.mark.parametrize(("group", "left"), [("sector", ["b"]), ("tier", ["b", "c"])])
def test_a_branch_is_no_peer_of_itself_and_part_of_a_term_is_no_figure(group: str, left: list[str]) -> None:
    rows = pd.DataFrame(
        [("a", "health", False), ("b", "health", False), ("c", "mixed", False), ("d", "health", True)],
        columns=["branch_id", "sector", "is_partial"],
    )
    own = {"branch_id": "a", "sector": "health", "peer_group": group}
    assert list(profile_peers.others(rows, own)["branch_id"]) == left


def test_a_profile_shows_the_course_of_the_branch_and_the_middle_of_its_peers(go: Open) -> None:
    seen = see("ho_so", don_vi="ldld-nghe-an", nam="2025")
    assert {"course", "peers"} <= set(seen.charts)
    rows = seen.rows("Kỳ", "Đơn vị", "Số đơn vị cùng nhóm có số liệu")
    told = {(r["Kỳ"], r["Đơn vị"]): r["Chi quà lễ Tết (đồng)"] for r in rows}
    # Four peers of 2025: 220 (at least), 111.84 (at least), 64.6 (at least) and 42.3 billion.
    assert told[("2025", "Trung vị cùng nhóm")] == "≥ 88.221.500.000"
    assert told[("2024", "Liên đoàn Lao động tỉnh Nghệ An")] == "≈ 20.000.000.000"
    assert ("2024", "Trung vị cùng nhóm") not in told
    assert "bên cạnh 4 đơn vị có số liệu" in seen.words


def test_a_branch_without_figures_of_the_grain_is_shown_in_the_other(go: Open) -> None:
    app = opened("ho_so", don_vi="s003-so-tttt-phu-tho", nhiem_ky="XIV")
    body = html(app)
    assert "Bên cạnh các đơn vị cùng nhóm" in body
    assert not app.warning


def test_an_unknown_metric_of_a_profile_is_said(go: Open) -> None:
    app = opened("ho_so", don_vi="ldld-nghe-an", chi_so="zzz")
    assert "zzz" in " ".join(w.value for w in app.warning)


def test_a_doubt_names_the_other_branch_and_leads_to_it(go: Open) -> None:
    body = html(opened("ho_so", don_vi="s004-cdvc-thai-nguyen"))
    said = body.split("Cùng tên, cùng cấp, cùng tỉnh với", 1)[1].split("</div>", 1)[0]
    assert "“Công đoàn Viên chức tỉnh Thái Nguyên”</a>" in said
    assert "don_vi=cdvc-thai-nguyen" in said
    assert ">cdvc-thai-nguyen" not in said
