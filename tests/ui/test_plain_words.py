"""What a reader would miss is said: limits of a search, of a grid, of a map; too few peers; whom a target is for."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from comparison.answers import Note
from tests.ui.opening import opened
from tests.ui.test_forgiving import Open, go
from tests.ui.test_pages import address, html
from ui import blocks, compare_cards, notes, screen, texts
from ui.briefing import workbook
from ui.target_cards import with_groups
from ui.target_matrix import one_per_target
from ui.url import Filters

__all__ = ["go"]


def test_a_search_says_that_it_stays_within_the_filter_and_widens_it(go: Open) -> None:
    app = opened(cap="provincial_federation", nam="2023")
    app.text_input(key="loc_tim").set_value("cong doan vien chuc thai nguyen").run()
    assert [c.value for c in app.sidebar.caption] == ["Trong bộ lọc này: 0 đơn vị"]
    body = html(app)
    assert "Ngoài bộ lọc" in body
    assert "don_vi=s004-cdvc-thai-nguyen" in body
    app.button(key="widen").click().run()
    assert not app.exception
    assert address(app)["cap"] == ["upper_direct"]
    assert app.sidebar.caption[0].value == "Trong bộ lọc này: 2 đơn vị"


@pytest.mark.parametrize(("query", "value"), [({"cap": "sao"}, "sao"), ({"ranh_gioi": "99"}, "99")])
def test_an_unknown_value_of_a_filter_is_said(go: Open, query: dict[str, str], value: str) -> None:
    assert any(f"“{value}”" in w.value for w in opened(**query).warning)


def test_an_unknown_switch_is_said(go: Open) -> None:
    assert any("“7”" in w.value for w in opened(chi_don_vi="7", nam="2025").warning)
    app = opened("cham_lo", chi_so="shelter_houses", nhiem_ky="XII", cap="upper_direct", moi_nam="co")
    assert any("“co”" in w.value for w in app.warning)


def test_a_map_says_on_how_many_branches_a_tile_rests_and_who_stands_on_none() -> None:
    rows = [("Huế", 1, 3), ("Hà Nội", 2, 2), ("Lào Cai", 0, 4), ("", 1, 2)]
    frame = pd.DataFrame(rows, columns=["province", "reported", "in_view"])
    told = " ".join(blocks.map_coverage(frame, Filters("2025", tier="upper_direct")))
    assert "Huế 1/3" in told
    assert "Hà Nội" not in told
    assert "Lào Cai" not in told
    assert "2 đơn vị không rõ tỉnh, 1 đơn vị trong đó có số liệu" in told
    old = " ".join(blocks.map_coverage(frame, Filters("2025", tier="upper_direct", boundary="before_2025_07")))
    assert "2 đơn vị không rõ tỉnh cũ, 1 đơn vị trong đó có số liệu" in old
    # The others of a province are what its one federation was merged from.
    assert "Huế" not in " ".join(blocks.map_coverage(frame, Filters("2025")))


def peer(peers: float) -> dict[str, Any]:
    row = {"peers": peers, "peer_percentile": 100.0, "peer_order_is_open": False, "peer_group": "tier"}
    return row | {"peer_distance": 5.0, "peer_median": 1.0}


def test_too_few_peers_give_no_place_and_no_middle() -> None:
    assert compare_cards.peers_text(peer(1.0)) == "không đủ đơn vị để xếp (1 đơn vị khác có số liệu)"
    assert compare_cards.peers_text(peer(4.0)).startswith("100 %")
    frame = compare_cards.without_few_peers(pd.DataFrame([peer(1.0), peer(4.0)]))
    assert frame["peer_percentile"].notna().tolist() == [False, True]
    assert frame["peer_median"].notna().tolist() == [False, True]
    assert frame["peers"].tolist() == [1.0, 4.0]


def targets(*notes_of: str | None, value: float = 60.0) -> pd.DataFrame:
    same = {"branch_id": "a", "name_vi": "A", "metric_id": "strong_unions_pct", "target_period_start": "2018-01-01"}
    judged = {"status": "no_result", "comparator": "ge", "value": value, "unit": "percent", "result_low": None}
    return pd.DataFrame([same | judged | {"target_id": n, "note": note} for n, note in enumerate(notes_of)])


def test_targets_of_one_metric_say_whom_they_are_for() -> None:
    frame = targets("state sector unions only; cadence not stated", "lao động ngoài nhà nước")
    assert list(with_groups(frame)["group_words"]) == ["riêng CĐCS khu vực nhà nước", "lao động ngoài nhà nước"]
    assert one_per_target(frame)["text"].tolist()[0].endswith("(riêng CĐCS khu vực nhà nước)")
    assert with_groups(targets("state sector unions only"))["group_words"].tolist() == [""]


def test_a_target_without_a_level_reads_as_a_sentence() -> None:
    frame = targets(None, value=float("nan")).assign(status="undecided", result_low=486.0, result_high=486.0)
    (text,) = one_per_target(frame.assign(result_value=486.0, unit="initiative"))["text"]
    assert text.replace("\u00a0", " ").endswith("486 (nguồn không nêu mức)")


def test_both_ways_to_count_the_years_of_a_term_are_told_apart_where_both_stand() -> None:
    per_year, partial = Note("per_year_of_term"), Note("partial_terms", (("branches", 2),))
    assert len(notes.note_texts([per_year])) == 1
    assert len(notes.note_texts([per_year, partial])) == 3
    assert "6 năm" in notes.note_texts([per_year, partial])[-1]


def test_one_is_one_in_english() -> None:
    token = texts.LANGUAGE.set("en")
    try:
        assert texts.tn("table.open", 1, n="1") == "Table and downloads (1 row)"
        assert notes.note_text(Note("no_head_count", (("branches", 1),))).startswith("1 branch has")
    finally:
        texts.LANGUAGE.reset(token)


def test_a_sheet_is_named_by_whole_words() -> None:
    title = "Số công đoàn cơ sở và nghiệp đoàn các cấp"
    (name,) = workbook.names([title])
    assert len(name) <= 31
    assert f"1 {title} ".startswith(f"{name} ")


def test_a_large_value_is_never_parted_from_its_unit() -> None:
    shown = screen._whole("≈ 64,6–70 tỷ đồng")
    assert shown == '<span class="ud-whole">≈ 64,6–</span><wbr><span class="ud-whole">70 tỷ đồng</span>'
    assert "long" in screen._headline(screen.Headline("Chi", "≥ ≈ 560,63 tỷ đồng"))


def test_words_that_lead_on_are_no_part_of_what_is_taken_away() -> None:
    figure = screen.Headline("Im lặng", "62", "không có nghĩa là bằng không", "/x", more="xem đơn vị nào")
    assert "xem đơn vị nào</a>" in screen._headline(figure)
    assert "xem" not in figure.detail
