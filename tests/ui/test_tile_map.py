"""The tile maps: every province once, no two on one square, the archipelagos beside their provinces."""

from __future__ import annotations

import csv
from collections import Counter
from math import inf
from pathlib import Path

import pytest

from tests.conftest import ROOT
from ui.figures.maps import tile_number
from ui.tile_map import label_lines, tiles

PROVINCES = ROOT / "data" / "catalog" / "provinces.csv"


def provinces(boundary: str, path: Path = PROVINCES) -> set[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row[f"province_{boundary}"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(("boundary", "count"), [("since_2025_07", 34), ("before_2025_07", 63)])
def test_every_province_once(boundary: str, count: int) -> None:
    on_map = Counter(tile.province for tile in tiles(boundary) if not tile.is_islands)
    assert set(on_map) == provinces(boundary)
    assert len(on_map) == count
    assert set(on_map.values()) == {1}


@pytest.mark.parametrize("boundary", ["since_2025_07", "before_2025_07"])
def test_no_square_is_taken_twice(boundary: str) -> None:
    squares = [(tile.row, tile.column) for tile in tiles(boundary)]
    assert len(squares) == len(set(squares))


@pytest.mark.parametrize("boundary", ["since_2025_07", "before_2025_07"])
def test_archipelagos_stand_beside_their_provinces(boundary: str) -> None:
    islands = {tile.label: tile for tile in tiles(boundary) if tile.is_islands}
    assert {k: v.province for k, v in islands.items()} == {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}
    home = {tile.province: tile for tile in tiles(boundary) if not tile.is_islands}
    for tile in islands.values():
        assert tile.row == home[tile.province].row
        assert tile.column == home[tile.province].column + 1


def test_names_break_near_their_middle() -> None:
    assert label_lines("Tuyên Quang") == "Tuyên<br>Quang"
    assert label_lines("Hà Nội") == "Hà Nội"


@pytest.mark.parametrize(
    ("value", "low", "high", "about", "unit", "told"),
    [
        (39_480, 39_400, inf, True, "person", "≥ ≈ 39.400"),
        (9_207, 9_067, 9_207, False, "person", "≥ 9.067"),
        (216_700, 216_700, inf, False, "person", "≥ 216 nghìn"),
        (1_999_999, 1_999_999, inf, False, "person", "≥ 1,9 tr"),
        (40, 0, 40.0, False, "person", "≤ 40"),
        (216_100, 0, 216_100, False, "person", "≤ 217 nghìn"),
        (560_639_000_000, 560_639_000_000, inf, False, "vnd", "≥ 560,63 tỷ"),
        (54, 54, 54, True, "person", "≈ 54"),
    ],
)
def test_a_tile_never_says_more_than_the_bounds_hold(
    value: float, low: float, high: float, about: bool, unit: str, told: str
) -> None:
    row = {"value": value, "low": low, "high": high, "is_approximate": about}
    assert tile_number(row, unit).replace("\u00a0", " ") == told
