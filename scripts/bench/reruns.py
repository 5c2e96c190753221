"""Part c: the server's work for each page after a change of a filter, beside the least a Streamlit page can be."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from scripts.bench import places, rerun, timing
from scripts.bench.places import Place
from scripts.bench.questions import chosen, every_page, page_runs, years
from scripts.bench.settings import Settings

FILTERS = {"nam": "year", "tinh": "province", "cap": "tier"}


def measure(settings: Settings, size: float) -> dict[str, Any]:
    """Median and 95th percentile of each page's runs by kind of change, and of an empty page's."""
    place = places.with_snapshot(settings, size)
    places.say("reruns: an empty page ...")
    nothing = timing.run(["-m", "scripts.bench.rerun", "empty"]).output
    empty = timing.summary([run["ms"] for run in json.loads(nothing)["runs"]])
    changes = rerun.plan(years(settings), provinces(place), settings.repeats)
    pages = [_page(place, page, changes, settings, empty) for page in chosen(settings, every_page())]
    return {"empty": empty, "pages": pages}


def provinces(place: Place) -> list[str]:
    """Today's provinces, those of most grassroots branches first."""
    with duckdb.connect(str(place.snapshot), read_only=True) as connection:
        rows = connection.execute(
            "select province_since_2025_07 from branch "
            "where tier = 'grassroots' and province_since_2025_07 is not null group by 1 order by count(*) desc, 1"
        ).fetchall()
    return [row[0] for row in rows]


def _page(
    place: Place, page: str, changes: list[rerun.Change], settings: Settings, empty: dict[str, Any]
) -> dict[str, Any]:
    places.say(f"reruns: {page} ...")
    opening, *runs = page_runs(place, page, changes, years(settings)[0])
    new = [run for run in runs if run["is_new"]]
    kept = [run for run in runs if not run["is_new"]]
    told = {"page": page, "first_ms": round(opening["ms"], 2), "new": timing.summary([run["ms"] for run in new])}
    told |= {
        name: timing.summary([run["ms"] for run in new if run["filter"] == code]) for code, name in FILTERS.items()
    }
    told["questions"] = timing.summary([run["questions_ms"] for run in new])
    told["kept"] = timing.summary([run["ms"] for run in kept])
    told["times_empty"] = round(told["new"]["median_ms"] / empty["median_ms"], 2)
    told["kept_times_empty"] = round(told["kept"]["median_ms"] / empty["median_ms"], 2)
    return told
