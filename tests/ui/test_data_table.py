"""The data table as a reader sees it: what stands in its rows, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from comparison.order import vietnamese_order
from tests.ui.seen import see

PROVINCE, TOTAL = "Tỉnh, thành phố", "Cả bộ lọc"


@pytest.mark.parametrize(("tier", "year"), [("grassroots", "2024"), ("upper_direct", "2025")])
def test_provinces_without_figures_stand_by_name_below_the_others(snapshot_folder: Path, tier: str, year: str) -> None:
    seen = see("bang_so_lieu", cap=tier, nam=year, dong="tinh", chi_so="members_total")
    rows = [list(row.values())[:2] for row in seen.rows(PROVINCE) if row[PROVINCE] != TOTAL]
    without = [name for name, figure in rows if figure.startswith("–")]
    assert len(without) > 10
    assert any(name.startswith("Đ") for name in without)
    assert without == sorted(without, key=vietnamese_order)
    assert [name for name, _ in rows][-len(without) :] == without
