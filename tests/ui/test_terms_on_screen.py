"""What a view of a term says of branches that report year by year, and of those founded after its terms began."""

from __future__ import annotations

import re

import pytest

from tests.ui.opening import opened
from tests.ui.seen import see

pytestmark = pytest.mark.usefixtures("snapshot_folder")


def test_silent_branches_of_a_term_are_counted_alike_in_the_tile_the_list_and_the_sentence() -> None:
    page = see("tong_quan", cap="grassroots", nhiem_ky="XIII")
    reported, in_view = re.search(r"Đơn vị có số liệu\s+(\d+)/(\d+)", page.words).groups()
    by_years = re.search(r"thêm (\d+) đơn vị chỉ có số liệu từng năm", page.words)[1]
    silent = re.search(r"Đơn vị chưa có số liệu\s+(\d+)\s+không có số liệu nhiệm kỳ", page.words)[1]
    assert int(by_years) > 0
    assert int(reported) + int(by_years) + int(silent) == int(in_view)
    assert f"{silent} /{in_view} đơn vị chưa có số liệu nào của nhiệm kỳ, kể cả số liệu từng năm" in page.words
    rows = page.rows("Của nhiệm kỳ", "Chỉ từng năm")
    assert any(int(row["Chỉ từng năm"]) > 0 for row in rows)


def test_the_page_of_coverage_names_the_branches_that_the_overview_counts() -> None:
    overview = see("tong_quan", cap="grassroots", nhiem_ky="XIII")
    silent = re.search(r"Đơn vị chưa có số liệu\s+(\d+)", overview.words)[1]
    app = opened("nguon_so_lieu", cap="grassroots", nhiem_ky="XIII", muc="do_phu")
    assert app.expander[1].label == f"{silent} đơn vị chưa có số liệu"


def test_a_year_says_nothing_of_terms() -> None:
    page = see("tong_quan", cap="grassroots", nam="2025")
    assert "có ít nhất một số liệu trong kỳ" in page.words
    assert "số liệu từng năm" not in page.words
    assert not page.rows("Của nhiệm kỳ")


def test_a_term_says_whom_it_leaves_out_for_being_founded_later() -> None:
    page = see("doan_vien", nhiem_ky="XIII")
    assert (
        "Không tính 24 đơn vị thành lập sau năm 2024: khóa XIII gồm các nhiệm kỳ bắt đầu từ 2020 đến 2024" in page.words
    )
    for words in (see("doan_vien", nhiem_ky="XIV").words, see("doan_vien", nam="2024").words):
        assert "Đang xem:" in words
        assert "đơn vị thành lập sau năm" not in words
