"""An invented country is accepted whole, is the same for the same seed, says that it is invented, and hides known
errors that the checks find."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from comparison.sources import snapshot_info
from comparison.warehouse import open_warehouse
from etl.build import CATALOG_FOLDER, BuildResult, build
from etl.generate import MISTAKES, TABLES, generate

RULES = {
    "factor_1000": "unit_off_by_1000",
    "women_above_members": "women_above_members",
    "head_count_halved": "head_count_jump",
}


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildResult]:
    folder = tmp_path_factory.mktemp("country") / "facts"
    generate(folder, branches=700, years=4, seed=7, catalog=CATALOG_FOLDER, metrics=12)
    return folder, build([folder], warehouse=folder.parent / "warehouse")


def test_every_invented_row_is_accepted(country: tuple[Path, BuildResult]) -> None:
    result = country[1]
    assert result.rows_rejected == 0, result.rejects.head()
    assert result.rows_in == result.rows_accepted > 10_000


def test_a_snapshot_of_invented_figures_says_so(country: tuple[Path, BuildResult]) -> None:
    warehouse = open_warehouse(country[1].snapshot)
    assert snapshot_info(warehouse)["is_generated"] is True
    assert warehouse.rows("select distinct kind from source") == [("generated",)]
    assert warehouse.rows("select count(*) from branch where name_vi not like '%(số liệu tạo)%'") == [(0,)]


def test_the_checks_find_the_errors_put_in(country: tuple[Path, BuildResult]) -> None:
    folder, result = country
    found = set(zip(result.findings["branch_id"], result.findings["rule"], strict=True))
    with (folder / MISTAKES).open(encoding="utf-8", newline="") as file:
        mistakes = list(csv.DictReader(file))
    assert mistakes
    missed = [m for m in mistakes if (m["branch_id"], RULES[m["kind"]]) not in found]
    assert missed == []


def test_one_seed_gives_one_country(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(tmp_path / name, branches=40, years=2, seed=3, catalog=CATALOG_FOLDER, metrics=4, province="Bến Tre")
    for table in TABLES:
        lines = [
            sorted((tmp_path / n / f"{table}.csv").read_text(encoding="utf-8").splitlines()) for n in ("one", "two")
        ]
        assert lines[0] == lines[1]


def test_an_unknown_province_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Atlantis"):
        generate(tmp_path, branches=5, years=1, seed=1, catalog=CATALOG_FOLDER, province="Atlantis")
