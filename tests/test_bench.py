"""What `make bench` compares is the same on every side: hand-written SQL, pandas and the product agree on a small
country; its page says what was measured, what was not, and what failed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from comparison.questions import View
from etl.build import CATALOG_FOLDER, build
from etl.generate import generate
from scripts.bench import __main__ as command
from scripts.bench import building, goals, known, places, product_way, questions, rerun, table, timing
from scripts.bench.ask import WAYS, measure
from scripts.bench.asked import PAGES, Asked, differing
from scripts.bench.limit_way import FIGURES, FOLDER, Limit
from scripts.bench.pandas_way import Files
from scripts.bench.places import Place
from scripts.bench.product_way import Product
from scripts.bench.settings import PARTS, Settings
from ui import data
from ui.kept import Kept

# Federations were merged in 2025: there sums must leave out whoever was taken over.
WITH_MERGERS = ("doan_vien", "cham_lo", "thi_dua")
CASES = [(page, "grassroots") for page in PAGES] + [(page, "provincial_federation") for page in WITH_MERGERS]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A country of a few branches in all its forms."""
    there = Place(tmp_path_factory.mktemp("bench"))
    generate(there.facts, branches=60, years=2, seed=5, catalog=CATALOG_FOLDER)
    build([there.facts], warehouse=there.warehouse)
    places.make_copies(there.snapshot, there.limit, there.parquet)
    return there


@pytest.fixture(autouse=True)
def own_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measuring empties the store of answers; other tests keep theirs."""
    monkeypatch.setattr(data, "ANSWERS", Kept())


@pytest.mark.parametrize(("screen", "tier"), CASES)
def test_the_product_the_limit_and_pandas_give_the_same_figures(place: Place, screen: str, tier: str) -> None:
    limit = Limit(place.limit)
    asked = Asked(screen, tier, 2025, limit.subjects(tier, 2025))
    by_hand = FIGURES[screen](limit.answer(asked))
    limit.close()
    product = product_way.FIGURES[screen](Product(place.snapshot).answer(asked))
    assert len(product) > 1
    assert not differing(product, by_hand)
    assert not differing(product, Files(place.parquet).answer(asked))


@pytest.mark.parametrize("way", WAYS)
def test_a_way_is_measured_cold_warm_and_kept(place: Place, way: str) -> None:
    told = measure(way, place, [Asked("doan_vien", "grassroots", year) for year in (2025, 2024)], 1)
    assert told["cold_ms"] > 0
    assert len(told["warm_ms"]) == len(told["kept_ms"]) == 2
    assert told["figures"]["2025"] != told["figures"]["2024"]


def test_a_wrong_answer_fails_the_bench() -> None:
    right = {"2025": {"total": 100.0, "reported": 3.0}}
    questions._check("doan_vien", "grassroots", {"product": right, "limit": right, "pandas": right})
    for wrong in (
        {"total": 100.001, "reported": 3.0},
        {"total": 100.0},
        {"total": 100.0, "reported": 3.0, "more": 1.0},
    ):
        with pytest.raises(questions.WrongAnswer, match=r"doan_vien.*2025.*pandas"):
            questions._check("doan_vien", "grassroots", {"product": right, "limit": right, "pandas": {"2025": wrong}})


def test_what_sessions_are_held_against_is_what_the_product_answers(place: Place) -> None:
    product, limit = Product(place.snapshot), Limit(place.limit)
    (province,) = limit.connection.execute("select mode(province) from branch where tier = 'grassroots'").fetchall()[0]
    for chosen in (known.Filter("grassroots", 2025), known.Filter("grassroots", 2024, province)):
        view = View(str(chosen.year), tier=chosen.tier, provinces=(chosen.province,) if chosen.province else ())
        total, expected = product.answers.total(view, "members_total"), known.known(limit, chosen)
        assert total.amount is not None
        covered = f"{total.coverage.reported}/{total.coverage.in_view} đơn vị"
        assert expected["doan-vien"] == (known.shown(total.amount.low), covered)
        assert expected["chi-tieu"] == (f"{len(product.answers.targets(view).frame)} chỉ tiêu",)
    limit.close()


def test_a_number_inside_another_is_not_the_one_expected() -> None:
    expected = {"doan-vien": ("1.133", "12/60 đơn vị")}
    assert known.missing("Tổng ≥ 1.133 người, 12/60 đơn vị", expected, "doan-vien") == []
    assert known.missing("Tổng 21.133 người, 112/60 đơn vị", expected, "doan-vien") == ["1.133", "12/60 đơn vị"]
    assert known.missing("Tổng 1.133.456 người, 12/60 đơn vị", expected, "doan-vien") == ["1.133"]
    assert known.missing("", expected, "ho-so") == []
    assert known.words(["<p>Tổng <b>1.133</b></p>", "<style>p { top: 1 }</style> người"]) == "Tổng 1.133 người"


def test_each_statement_of_the_limit_answers_a_page_and_says_what_it_is() -> None:
    helpers = {"tables", "known", "subjects"}
    files = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.sql")}
    assert files.keys() == set(PAGES) | helpers
    assert FIGURES.keys() == set(PAGES)
    assert all(text.startswith("-- ") for text in files.values())


def test_the_bare_work_reads_every_row_of_the_facts(place: Place, tmp_path: Path) -> None:
    took = building.copy_and_sort(place.facts, tmp_path / "bare.duckdb")
    assert took.keys() == {"copy_seconds", "sort_seconds"}
    with duckdb.connect(str(tmp_path / "bare.duckdb"), read_only=True) as connection:
        rows = connection.execute("select count(*) from observations_in_order").fetchall()
    assert rows[0][0] == len((place.facts / "observations.csv").read_text(encoding="utf-8").splitlines()) - 1


def test_changes_called_new_lead_to_filters_not_seen_before() -> None:
    years = list(range(2025, 2015, -1))
    now: dict[str, str] = {"nam": "2025", "cap": "grassroots", "tinh": "[]"}
    seen = {tuple(now.values())}
    changes = rerun.plan(years, ["Hà Nội", "Cà Mau"], 3)
    for change in changes:
        if change.filter != rerun.AGAIN:
            now[change.filter] = str(change.value)
        assert (tuple(now.values()) not in seen) == change.is_new, change
        seen.add(tuple(now.values()))
    assert sum(change.is_new for change in changes) == 18
    assert {change.filter for change in changes if change.is_new} == {"nam", "cap", "tinh"}


def test_median_and_percentile_of_few_measurements() -> None:
    assert timing.median([3, 1, 2]) == 2
    assert timing.median([4, 1, 2, 3]) == 2.5
    assert timing.quantile(list(range(1, 101)), 0.95) == 95
    assert timing.summary([5.0]) == {"median_ms": 5.0, "p95_ms": 5.0, "n": 1}
    with pytest.raises(ValueError, match="nothing was measured"):
        timing.median([])


def test_a_measured_process_that_fails_is_told_with_what_it_printed() -> None:
    with pytest.raises(timing.Failed, match="no such thing"):
        timing.run(["-c", "raise SystemExit('no such thing')"])


def test_a_partial_run_leaves_the_page_of_a_whole_one_alone() -> None:
    whole, partial = command.settings_from([]), command.settings_from(["--parts", "a,c", "--size", "0.01"])
    assert command.targets(*whole) == (command.RESULTS, command.PAGE)
    assert command.targets(*partial) == (command.PARTIAL, command.PARTIAL.with_suffix(".md"))
    assert partial[0].parts == ("a", "c")
    with pytest.raises(SystemExit):
        command.settings_from(["--parts", "a,x"])


BUILD: dict[str, Any] = {
    "rows": 1_234_567,
    "accepted": 1_234_560,
    "facts_mb": 43.8,
    "seconds": [12.5, 12.9],
    "rows_per_second": 98_765,
    "peak_memory_mb": 547,
    "snapshot_mb": 22.0,
    "bare": {
        "seconds": 5.0,
        "copy_seconds": 2.0,
        "sort_seconds": 1.0,
        "rows_per_second": 246_913,
        "peak_memory_mb": 316,
        "mb": 8.1,
    },
    "times_bare": 2.5,
}


def results(parts: dict[str, Any]) -> dict[str, Any]:
    machine = {"date": "2026-11-22 04:00 UTC", "cores": 2, "memory_gb": 24.5, "system": "Linux 6", "load_at_start": 0.1}
    machine |= {"python": "3.11.9", "packages": {"duckdb": "2.0.0"}, "commit": "abc1234"}
    return {
        "command": "python -m scripts.bench --parts a",
        "machine": machine,
        "asked": {"branches": 1260, "years": 10, "repeats": 3},
        "minutes": 1.5,
        "parts": parts,
        "goals": goals.held(parts),
    }


def test_the_page_says_what_was_measured_what_was_not_and_what_failed() -> None:
    page = table.written(results({"a": BUILD, "b": {"failed": "WrongAnswer: one | two\nthree"}}))
    assert "| python -m etl build | 12.5 | 98,765 | 547 | 22 |" in page
    assert "The build takes 2.5 times the bare work." in page
    assert "| build: times the bare COPY and sort | 2.50 | at most 3 | met |" in page
    assert "**Failed:** WrongAnswer: one / two three" in page
    assert page.count("Not measured in this run.") == len(PARTS) - 2
    assert "2 cores" in page
    assert "1,260 grassroots branches" in page
    assert "`python -m scripts.bench --parts a`" in page


def test_a_goal_that_is_missed_is_told_as_missed() -> None:
    (told,) = goals.held({"a": BUILD | {"times_bare": 3.01}})
    assert told["met"] is False
    assert "| NOT met |" in table.written(results({"a": BUILD | {"times_bare": 3.01}}))
    assert goals.held({"a": {"failed": "no room"}}) == []


def test_a_part_that_fails_fails_the_run_and_leaves_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(settings: Settings, size: float) -> dict[str, Any]:
        kept = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
        assert kept["parts"] == {"a": BUILD}, "the first part is on the disk before the second one begins"
        raise questions.WrongAnswer("doan_vien: 1 is not 2")

    monkeypatch.setattr(building, "measure", lambda settings, size: BUILD)
    monkeypatch.setattr(questions, "measure", wrong)
    monkeypatch.setenv("UNION_BENCH", str(tmp_path / "work"))
    monkeypatch.setattr(sys, "argv", ["bench", "--parts", "a,b", "--out", str(tmp_path / "out.json")])
    assert command.main() == 1
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert told["failures"] == ["questions: WrongAnswer: doan_vien: 1 is not 2"]
    assert told["parts"]["a"]["times_bare"] == 2.5
    assert "**Failed:** WrongAnswer" in (tmp_path / "out.md").read_text(encoding="utf-8")
