"""Money shared out: whole đồng on the screen, every decimal in what is taken away."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from tests.ui.seen import see
from ui import formats
from ui.downloads import flat
from ui.tables import Column, Table, cell_text

PARTS_OF_A_DONG = re.compile(r"\b(\d{3}|\d{1,3}(\.\d{3})+),\d")


@pytest.mark.parametrize(
    ("value", "text"), [(935522.84, "935.523"), (100.4, "100"), (99.994, "99,99"), (12.5, "12,5"), (0.0, "0")]
)
@pytest.mark.parametrize("kind", ["amount", "number"])
def test_a_table_writes_whole_dong_from_a_hundred_on(kind: str, value: float, text: str) -> None:
    row = {"value": value, "low": value, "high": value, "unit": "vnd"}
    for unit in ("vnd", lambda one: str(one["unit"])):
        assert cell_text(Column("value", "Value", kind, unit), row) == text  # type: ignore[arg-type]
    assert cell_text(Column("value", "Value", kind), row) == formats.number(value)  # type: ignore[arg-type]


def test_a_file_keeps_the_decimals() -> None:
    rows = pd.DataFrame({"value": [935522.84], "low": [935522.84], "high": [935522.84]})
    heads, cells, _ = flat(Table((Column("value", "Value", "amount", "vnd"),), rows))
    assert cells == [[935522.84, 935522.84, 935522.84, "935.523"]]
    assert heads[0] == "Value"


@pytest.mark.parametrize(
    ("screen", "query"),
    [
        ("cham_lo", {"chi_so": "tet_support_amount", "tinh_theo": "doan_vien", "nam": "2025"}),
        ("bang_so_lieu", {"chi_so": "tet_support_amount", "hien": "doan_vien", "nam": "2025"}),
    ],
)
def test_no_page_shows_parts_of_a_dong(snapshot_folder: Path, screen: str, query: dict[str, str]) -> None:
    seen = see(screen, **query)
    money = [text for head in heads(seen.tables) if "đồng" in head for text in column(seen.tables, head)]
    assert any(re.search(r"\d{3}", text) for text in money)
    assert not [text for text in money if PARTS_OF_A_DONG.search(text)]


def heads(tables: tuple[tuple[dict[str, str], ...], ...]) -> list[str]:
    return list(dict.fromkeys(head for table in tables for row in table for head in row))


def column(tables: tuple[tuple[dict[str, str], ...], ...], head: str) -> list[str]:
    return [row[head] for table in tables for row in table if head in row]
