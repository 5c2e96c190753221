"""Observations that come as Parquet are the same rows as those of a CSV file, and are refused for the same reasons."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from etl.build import CATALOG_FOLDER, build
from etl.folders import UnusableFolder
from etl.generate import generate
from etl.publishing import current

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


def test_of_both_forms_the_same_rows_are_refused_for_the_same_reasons(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    """Rows that repeat, contradict and add to each other, and rows of which a column is wrong."""
    told = []
    for folder, name in zip(folders, ("observations.csv", "observations.parquet"), strict=True):
        worse = tmp_path / name / "sent"
        shutil.copytree(folder, worse)
        with duckdb.connect() as connection:
            connection.execute(f"create table o as select row_number() over () as n, * from '{folder / name}'")
            # As text, for a column that is wrong holds what is no number.
            connection.execute("create table t as select columns(*)::varchar from o order by n::integer")
            connection.execute(
                f"""
                copy (
                    select * exclude (n) replace (
                        case when n::integer % 97 = 1 then 'x' when n::integer % 89 = 1 then '-3' else value end
                            as value,
                        case when n::integer % 83 = 1 then '2023-02-30' else period_end end as period_end
                    ) from t
                    union all select * exclude (n) from t where n::integer % 50 = 2
                    union all select * exclude (n) replace ('8' as value) from t where n::integer % 50 = 3
                    union all select * exclude (n) replace ('2' as part) from t where n::integer % 50 = 4
                ) to '{worse / name}'
                """
            )
        result = build([worse], warehouse=worse.parent / "warehouse")
        rejects = result.rejects.drop(columns="file")
        rejects["expected"] = rejects["expected"].str.replace(f"sent/{name}", "the file")
        with duckdb.connect(str(result.snapshot), read_only=True) as connection:
            told.append((rejects.to_dict("records"), connection.execute(FIGURES).fetchall()))
    assert told[0] == told[1]
    rules = {str(row["rule"]) for row in told[0][0]}
    assert rules >= {"bad_number", "bad_date", "duplicate_row", "duplicate_key"}


def test_a_parquet_file_that_changes_while_it_is_read_is_not_published(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "sent"
    shutil.copytree(folders[1], folder)
    target = folder / "observations.parquet"

    def change(step: str) -> None:
        if step == "check targets":
            with duckdb.connect() as connection:
                statement = f"select * replace (value + 1 as value) from '{folders[1]}/observations.parquet'"
                connection.execute(f"copy ({statement}) to '{target}'")

    with pytest.raises(UnusableFolder, match="changed while it was read"):
        build([folder], warehouse=tmp_path / "warehouse", progress=change)
    assert current(tmp_path / "warehouse") is None
