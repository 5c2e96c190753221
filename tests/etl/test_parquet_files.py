"""Observations that come as Parquet are the same rows as those of a CSV file, and are refused for the same reasons."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.build import CATALOG_FOLDER, build
from etl.generate import generate

FIGURES = "select * exclude (source_ids), source_ids::varchar from figure order by all"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One delivery twice: as CSV, and with its observations as Parquet."""
    plain = tmp_path_factory.mktemp("plain") / "sent"
    generate(plain, branches=30, years=2, seed=5, catalog=CATALOG_FOLDER, metrics=20, province="Bến Tre")
    typed = plain.parents[1] / f"{plain.parent.name}-typed" / "sent"
    shutil.copytree(plain, typed)
    with duckdb.connect() as connection:
        connection.execute(f"copy (from '{typed}/observations.csv') to '{typed}/observations.parquet'")
    (typed / "observations.csv").unlink()
    return plain, typed


def test_parquet_and_csv_give_the_same_figures(folders: tuple[Path, Path], tmp_path: Path) -> None:
    results = [build([folder], warehouse=tmp_path / str(n)) for n, folder in enumerate(folders)]
    rows = []
    for result in results:
        assert result.rows_rejected == 0
        with duckdb.connect(str(result.snapshot), read_only=True) as connection:
            rows.append(connection.execute(FIGURES).fetchall())
    assert rows[0] == rows[1] != []
    assert {f.rpartition("/")[2] for f in results[1].inputs["file"]} >= {"observations.parquet", "branches.csv"}
    assert "file_not_read" not in set(results[1].findings["rule"])


@pytest.mark.parametrize(
    ("statement", "rule", "expected"),
    [
        (None, "unreadable_file", "a Parquet file"),
        ("select * exclude (value)", "missing_column", "one column value"),
        ("select * replace (-value as value)", "negative_value", "a number that is not negative"),
        ("select * replace (value + 0.5 as value)", "not_whole", "a whole number"),
    ],
)
def test_what_is_wrong_in_a_parquet_file_is_refused_with_its_place(
    folders: tuple[Path, Path], tmp_path: Path, statement: str | None, rule: str, expected: str
) -> None:
    folder = tmp_path / "sent"
    shutil.copytree(folders[1], folder)
    target = folder / "observations.parquet"
    if statement is None:
        target.write_bytes(b"PAR1 nothing")
    else:
        with duckdb.connect() as connection:
            connection.execute(f"copy ({statement} from '{folders[1]}/observations.parquet') to '{target}'")
    result = build([folder], warehouse=tmp_path / "warehouse")
    refused = result.rejects[result.rejects["rule"].str.contains(rule)]
    assert len(refused)
    assert refused["expected"].str.contains(expected).all()
    assert result.rows_in == result.rows_accepted + result.rows_rejected
