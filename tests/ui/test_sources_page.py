"""The page of sources: its figures are of everything that was loaded, and say so, on the screen and in files."""

from __future__ import annotations

import re

import pytest

from tests.ui.opening import opened
from tests.ui.seen import see
from ui import cards
from ui.cards import Card
from ui.screen import current

pytestmark = pytest.mark.usefixtures("snapshot_folder")
LABELS = ("Nguồn số liệu", "Điểm cần xem lại", "Số liệu có nguồn nêu khác nhau", "Dòng bị từ chối")


def headline(words: str, label: str) -> str:
    return re.search(rf"{label} ([\d.]+) ", words.split("không theo bộ lọc", 1)[1])[1]


def test_the_figures_at_the_head_say_that_no_filter_narrows_them() -> None:
    pages = [see("nguon_so_lieu", nam=year) for year in ("2025", "2024")]
    for label in LABELS:
        assert headline(pages[0].words, label) == headline(pages[1].words, label)
    assert "toàn bộ số liệu đã nạp, không theo bộ lọc; riêng mục “Độ phủ” theo bộ lọc" in pages[0].words


def test_the_doubts_of_the_filter_are_those_the_overview_counts() -> None:
    doubts = re.search(r"([\d.]+) điểm nghi vấn", see("tong_quan", nam="2025").words)[1]
    assert f"trong bộ lọc đang xem: {doubts} " in see("nguon_so_lieu", nam="2025").words


@pytest.mark.parametrize("part", ["nghi_van", "tep", "danh_muc", "do_phu"])
def test_a_file_says_whether_the_filter_narrowed_it(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = []

    def show(card: Card, screen: object) -> None:
        heads.append(dict(cards.export_of(card, current()).filters))

    for module in ("finding_cards", "source_cards", "coverage_cards"):
        monkeypatch.setattr(f"ui.{module}.show", show)
    opened("nguon_so_lieu", muc=part, nam="2025")
    assert heads
    for head in heads:
        assert ("Phạm vi" in head) == (part != "do_phu")
        assert ("Cấp công đoàn" in head) == (part == "do_phu")
