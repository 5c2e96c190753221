"""Part b: each page's questions, cold and warm, beside hand-written SQL on the same data and pandas on Parquet."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import duckdb

from scripts.bench import places, rerun, timing
from scripts.bench.ask import WAYS
from scripts.bench.asked import PAGES, SEVERAL, Asked, differing
from scripts.bench.limit_way import Limit
from scripts.bench.places import Place
from scripts.bench.settings import ROOT, TIERS, Settings

# The years asked about, the first one cold.
LAST_YEAR, MOST_YEARS = 2025, 4


class WrongAnswer(AssertionError):
    """Two ways to the same figure came to different figures."""


def measure(settings: Settings, size: float) -> dict[str, Any]:
    """The main question of each page three ways, and all questions of each page together. Raises WrongAnswer."""
    place = places.ready(settings, size)
    main = [_main_question(settings, place, page, tier) for tier in TIERS for page in chosen(settings, PAGES)]
    whole = [_whole_page(settings, place, page) for page in chosen(settings, every_page())]
    return {"main": main, "pages": whole}


def every_page() -> tuple[str, ...]:
    """The files of the pages, without their ending."""
    return tuple(path.stem for path in sorted((ROOT / "pages").glob("[!_]*.py")))


def chosen(settings: Settings, pages: tuple[str, ...]) -> tuple[str, ...]:
    """The pages of this run."""
    return tuple(page for page in pages if not settings.pages or page in settings.pages)


def years(settings: Settings) -> list[int]:
    """The years of the facts, the last first."""
    return list(range(LAST_YEAR, LAST_YEAR - settings.years, -1))


def _main_question(settings: Settings, place: Place, page: str, tier: str) -> dict[str, Any]:
    places.say(f"questions: {page}, {tier} ...")
    asked = _questions(settings, place, page, tier)
    measured = {way: _asked(settings, place, way, asked) for way in WAYS}
    _check(page, tier, {way: one["figures"] for way, one in measured.items()})
    told: dict[str, Any] = {"page": page, "tier": tier}
    for way, one in measured.items():
        told[way] = {
            "cold_ms": round(timing.median(one["cold_ms"]), 2),
            "warm": timing.summary(one["warm_ms"]),
        }
    told["product"]["kept_ms"] = round(timing.median(measured["product"]["kept_ms"]), 3)
    told["figures_checked"] = sum(len(one) for one in measured["product"]["figures"].values())
    told["times_limit"] = _ratio(told["product"], told["limit"])
    told["times_faster_than_pandas"] = _ratio(told["pandas"], told["product"])
    return told


def _ratio(one: dict[str, Any], other: dict[str, Any]) -> dict[str, float]:
    return {
        "cold": round(one["cold_ms"] / other["cold_ms"], 2),
        "warm": round(one["warm"]["median_ms"] / other["warm"]["median_ms"], 2),
    }


def _questions(settings: Settings, place: Place, page: str, tier: str) -> list[Asked]:
    limit = Limit(place.limit)
    try:
        # Movement looks one year back, so the first year of all is not asked about.
        wanted = years(settings)[: max(1, min(MOST_YEARS, settings.years - 1))]
        subjects = limit.subjects(tier, wanted[0])
    finally:
        limit.close()
    return [Asked(page, tier, year, subjects) for year in wanted]


def _asked(settings: Settings, place: Place, way: str, asked: list[Asked]) -> dict[str, Any]:
    """Several processes, since only the first answer of each is cold; the warm ones are the first process's."""
    runs = []
    for turn in range(settings.repeats):
        repeats = settings.repeats if turn == 0 else 0
        questions = json.dumps([asdict(one) for one in asked], ensure_ascii=False)
        arguments = ["-m", "scripts.bench.ask", way, str(place.folder), "--questions", questions]
        runs.append(json.loads(timing.run([*arguments, "--repeats", str(repeats)], place.variables).output))
    return runs[0] | {"cold_ms": [run["cold_ms"] for run in runs]}


def _check(page: str, tier: str, figures: dict[str, dict[str, dict[str, float]]]) -> None:
    product = figures["product"]
    for way in ("limit", "pandas"):
        for year, expected in figures[way].items():
            if wrong := differing(product[year], expected):
                raise WrongAnswer(f"{page}, {tier}, {year}: product and {way} differ: {'; '.join(wrong[:5])}")


def _whole_page(settings: Settings, place: Place, page: str) -> dict[str, Any]:
    """All questions a page asks, of the whole country of grassroots branches, after a change of the year."""
    places.say(f"questions: all of {page} ...")
    there = years(settings)
    changes = [rerun.Change("nam", str(year)) for year in there[1 : 1 + MOST_YEARS]]
    runs = page_runs(place, page, changes, there[0])
    opening, *others = runs
    return {
        "page": page,
        "asked_cold": opening["asked"],
        "asked_warm": others[-1]["asked"] if others else 0,
        "cold_ms": round(opening["questions_ms"], 2),
        "warm": timing.summary([run["questions_ms"] for run in others]) if others else None,
    }


def page_runs(place: Place, page: str, changes: list[rerun.Change], year: int) -> list[dict[str, Any]]:
    """The runs of a page in a process of its own, from grassroots branches in `year` on."""
    told = json.dumps([asdict(change) for change in changes], ensure_ascii=False)
    start = {"nam": str(year), "cap": TIERS[0], **_subjects(place, page, year)}
    arguments = ["-m", "scripts.bench.rerun", page, "--changes", told, "--start", json.dumps(start, ensure_ascii=False)]
    runs: list[dict[str, Any]] = json.loads(timing.run(arguments, place.variables).output)["runs"]
    return runs


def _subjects(place: Place, page: str, year: int) -> dict[str, str]:
    """What a page is about that shows nothing before branches are chosen, as parameters of its address."""
    if page not in ("ho_so", "so_sanh"):
        return {}
    with duckdb.connect(str(place.snapshot), read_only=True) as connection:
        rows = connection.execute(
            "select branch_id from figure join branch using (branch_id) where tier = $tier and metric_id = $metric "
            "and period_kind = 'year' and year(period_start) = $year order by branch_id limit 3",
            {"tier": TIERS[0], "metric": SEVERAL[0], "year": year},
        ).fetchall()
    chosen = [str(row[0]) for row in rows]
    return {"don_vi": chosen[0]} if page == "ho_so" else {"ss": ",".join(chosen)}
