"""Part f: how questions and reruns grow with the country, from a hundredth of it up to three times."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from scripts.bench import places, questions, reruns
from scripts.bench.places import NoRoom
from scripts.bench.settings import Settings


def measure(settings: Settings, done: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Parts b and c at every size; `done` holds what this run has measured already, by part, at its own size."""
    sizes, skipped = [], []
    for size in sorted(settings.sizes):
        places.say(f"growth: size {size:g} ...")
        try:
            places.ready(settings, size)
        except NoRoom as problem:
            skipped.append({"size": size, "reason": str(problem)})
            continue
        is_own = size == settings.size
        asked = done["b"] if is_own and "b" in done else questions.measure(settings, size)
        run = done["c"] if is_own and "c" in done else reruns.measure(settings, size)
        sizes.append({"size": size, "b": asked, "c": run})
    return {"sizes": sizes, "skipped": skipped, "growth": grown(sizes)}


def grown(sizes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each page's median at every size, and how many times the size before it that is."""
    told = []
    for page in [one["page"] for one in sizes[0]["c"]["pages"]] if sizes else []:
        reruns_ms = [_of(one["c"]["pages"], page)["new"]["median_ms"] for one in sizes]
        questions_ms = [_of(one["b"]["pages"], page)["warm"]["median_ms"] for one in sizes]
        told.append(
            {
                "page": page,
                "sizes": [one["size"] for one in sizes],
                "rerun_ms": reruns_ms,
                "questions_ms": questions_ms,
                "rerun_times": _steps(reruns_ms),
                "questions_times": _steps(questions_ms),
            }
        )
    return told


def _of(pages: list[dict[str, Any]], page: str) -> dict[str, Any]:
    return next(one for one in pages if one["page"] == page)


def _steps(values: list[float]) -> list[float]:
    return [round(after / before, 2) for before, after in pairwise(values)]
