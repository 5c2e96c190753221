"""One process that answers one page's main question one way, cold and then warm; prints times and numbers as JSON."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from scripts.bench import timing
from scripts.bench.asked import Asked, Figures
from scripts.bench.places import Place

WAYS = ("product", "limit", "pandas")
Answer = Callable[[Asked], Any]


def measure(way: str, place: Place, questions: list[Asked], repeats: int) -> dict[str, Any]:
    """Milliseconds of the first answer of this process, its opening of the data included; of the same and other filters
    asked again with nothing kept; of answers kept; and every answer's numbers by year."""
    logging.disable(logging.WARNING)
    # What a way needs is loaded before the clock starts: a server has done that once for all its readers.
    opened = _product if way == "product" else _limit if way == "limit" else _pandas
    prepare, figures_of, forget = opened(place)
    cold, (answer, _) = timing.timed(lambda: _first(prepare, questions[0]))
    warm, kept, figures = [], [], {}
    for _turn in range(repeats):
        for question in questions:
            forget()
            milliseconds, raw = timing.timed(partial(answer, question))
            warm.append(milliseconds)
            kept.append(timing.timed(partial(answer, question))[0])
            figures[str(question.year)] = figures_of(question.page, raw)
    return {"cold_ms": cold, "warm_ms": warm, "kept_ms": kept, "figures": figures}


def _first(prepare: Callable[[], Answer], question: Asked) -> tuple[Answer, Any]:
    answer = prepare()
    return answer, answer(question)


def _product(place: Place) -> tuple[Callable[[], Answer], Callable[[str, Any], Figures], Callable[[], None]]:
    from scripts.bench import product_way

    product_way.forget()
    snapshot = place.snapshot
    return (
        lambda: product_way.Product(snapshot).answer,
        lambda page, raw: product_way.FIGURES[page](raw),
        product_way.forget,
    )


def _limit(place: Place) -> tuple[Callable[[], Answer], Callable[[str, Any], Figures], Callable[[], None]]:
    from scripts.bench import limit_way

    return lambda: limit_way.Limit(place.limit).answer, lambda page, raw: limit_way.FIGURES[page](raw), lambda: None


def _pandas(place: Place) -> tuple[Callable[[], Answer], Callable[[str, Any], Figures], Callable[[], None]]:
    from scripts.bench import pandas_way

    # Arrow loads its reader of Parquet with the first file: a tiny one, so that this is no part of the first answer.
    pandas_way.Files(place.parquet).read("metric", ["metric_id"])
    return lambda: pandas_way.Files(place.parquet).answer, lambda page, raw: raw, lambda: None


def main() -> None:
    """Print the measurement of one way as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--questions", required=True, help="JSON: a list of page, tier, year, subjects")
    parser.add_argument("--repeats", type=int, default=3)
    told = parser.parse_args()
    questions = [
        Asked(one["page"], one["tier"], one["year"], tuple(one["subjects"])) for one in json.loads(told.questions)
    ]
    print(json.dumps(measure(told.way, Place(told.folder), questions, told.repeats)))


if __name__ == "__main__":
    main()
