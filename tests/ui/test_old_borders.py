"""Under the old borders: what is said of branches of which only the new province is known, the same everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparison.questions import View
from comparison.values import by_province, total
from comparison.warehouse import Warehouse
from tests.ui.seen import see

OLD = {"cap": "upper_direct", "nam": "2025", "ranh_gioi": "63"}
UNKNOWN, NOTE = "Không rõ tỉnh cũ", "không tính vào tỉnh nào trong 63 tỉnh"


@pytest.mark.parametrize(
    ("screen", "query"),
    [("doan_vien", {"chi_so": "members_total"}), ("bang_so_lieu", {"chi_so": "members_total", "dong": "tinh"})],
)
def test_they_stand_in_a_row_of_their_own_under_one_name(
    snapshot_folder: Path, screen: str, query: dict[str, str]
) -> None:
    seen = see(screen, **OLD, **query)
    names = [row["Tỉnh, thành phố"] for row in seen.rows("Tỉnh, thành phố")]
    assert UNKNOWN in names
    assert not {"Không rõ tỉnh", "Không ghi"} & set(names)
    assert "vẫn xếp theo tỉnh mới" not in seen.words


def test_the_note_says_what_the_sums_do(snapshot_folder: Path, warehouse: Warehouse) -> None:
    seen = see("doan_vien", **OLD, chi_so="members_total")
    view = View("2025", tier="upper_direct", boundary="before_2025_07")
    frame = by_province(warehouse, view, "members_total").frame.set_index("province")
    apart = int(frame["not_separable"].sum())
    assert apart == frame.loc["", "not_separable"] > 0
    assert f"{apart} đơn vị có số liệu chỉ biết tỉnh mới, không rõ tỉnh cũ: {NOTE}" in seen.words
    assert frame["reported"].sum() == total(warehouse, view, "members_total").coverage.reported


def test_under_the_new_borders_a_province_that_is_not_known_reads_the_same_everywhere(snapshot_folder: Path) -> None:
    for screen, more in (("doan_vien", {}), ("bang_so_lieu", {"dong": "tinh"})):
        seen = see(screen, cap="upper_direct", nam="2025", chi_so="members_total", **more)
        names = [row["Tỉnh, thành phố"] for row in seen.rows("Tỉnh, thành phố")]
        assert "Không rõ tỉnh" in names
        assert UNKNOWN not in names
