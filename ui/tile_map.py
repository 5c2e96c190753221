"""Where each province stands on the tile map: one tile a province, and the two archipelagos with theirs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "tiles"


@dataclass(frozen=True)
class Tile:
    """One square: `is_islands` marks the archipelago drawn apart, with the value of its province."""

    province: str
    label: str
    row: int
    column: int
    is_islands: bool = False


@cache
def tiles(boundary: str) -> tuple[Tile, ...]:
    """The tiles of a province boundary: since_2025_07 (34) or before_2025_07 (63)."""
    with (FOLDER / f"{boundary}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Tile(r["province"], r["label"], int(r["row"]), int(r["column"]), bool(r["is_islands"]))
            for r in csv.DictReader(file)
        )


def label_lines(label: str) -> str:
    """A province's name on at most two lines, broken near its middle."""
    words = label.split()
    if len(label) <= 7 or len(words) == 1:
        return label
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return " ".join(words[:cut]) + "<br>" + " ".join(words[cut:])
