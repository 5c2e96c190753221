"""The tile maps: every province once, no two on one square, the archipelagos beside their provinces."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import ROOT
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
