"""A snapshot of another version of the product is told apart instead of answering with errors."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from comparison.warehouse import OldSnapshot, current_snapshot, open_warehouse


@pytest.mark.parametrize("statement", ["update snapshot_format set format = 1", "drop table snapshot_format"])
def test_a_snapshot_of_another_layout_is_refused(statement: str, snapshot_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "20260101T000000000000Z-abcdef01.duckdb"
    shutil.copy(current_snapshot(snapshot_folder), copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(statement)
    with pytest.raises(OldSnapshot, match="another version"):
        open_warehouse(copy)
