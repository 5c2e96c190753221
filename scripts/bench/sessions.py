"""Part e: many sessions at once that filter and browse on one server: times, memory, errors, answers checked."""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.bench import machine, places, timing
from scripts.bench.client import Client, Drawn, connected
from scripts.bench.known import Filter, known, missing
from scripts.bench.limit_way import Limit
from scripts.bench.places import Place
from scripts.bench.questions import years
from scripts.bench.reruns import provinces
from scripts.bench.settings import Settings
from scripts.serving import Server, running_server

PAGES = ("", "doan-vien", "cham-lo", "thi-dua", "chi-tieu", "bien-dong", "bang-so-lieu", "nguon-so-lieu", "so-sanh")
TIERS = ("grassroots", "upper_direct")
MOST_YEARS, MOST_PROVINCES = 6, 5
SHORTEST_PAUSE = 1.0
EXAMPLES = 5


@dataclass
class Seen:
    """What all sessions of one level saw, gathered under one lock."""

    times: dict[str, list[float]] = field(default_factory=dict)
    checked: int = 0
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, kind: str, drawn: Drawn, lacks: list[str], is_checked: bool, where: str) -> None:
        """Note one run."""
        with self.lock:
            self.times.setdefault(kind, []).append(drawn.ms)
            self.bytes += drawn.bytes
            self.checked += is_checked
            if lacks:
                self.wrong.append(f"{where}: {', '.join(lacks)} is not there")

    def fail(self, problem: Exception) -> None:
        """Note an error that ended a session."""
        with self.lock:
            self.errors.append(f"{type(problem).__name__}: {problem}")


def measure(settings: Settings, size: float) -> dict[str, Any]:
    """Each number of sessions on a server of its own."""
    place = places.ready(settings, size)
    expected = expectations(settings, place)
    return {"levels": [_level(settings, place, expected, many) for many in settings.sessions]}


def expectations(settings: Settings, place: Place) -> dict[Filter, dict[str, tuple[str, ...]]]:
    """What pages must say under every filter that sessions choose from."""
    limit = Limit(place.limit)
    try:
        return {
            chosen: known(limit, chosen)
            for tier in TIERS
            for year in years(settings)[:MOST_YEARS]
            for province in (None, *provinces(place)[:MOST_PROVINCES])
            for chosen in (Filter(tier, year, province),)
        }
    finally:
        limit.close()


def _level(
    settings: Settings, place: Place, expected: dict[Filter, dict[str, tuple[str, ...]]], many: int
) -> dict[str, Any]:
    places.say(f"sessions: {many} at once for {settings.seconds:g} s ...")
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        with running_server(Path(folder) / "server.log", place.variables) as server:
            healthy = time.perf_counter() - begun
            first = _first_page(server)
            idle, _ = machine.resident_bytes(server.process_id)
            started = time.perf_counter()
            _browse_all(settings, server, expected, many, seen)
            lasted = time.perf_counter() - started
            after, peak = machine.resident_bytes(server.process_id)
            if tracebacks := server.new_tracebacks():
                seen.errors.append(f"the server logged: {tracebacks[:500]}")
    every = [milliseconds for kind, times in seen.times.items() if kind != "open" for milliseconds in times]
    return {
        "sessions": many,
        "first_page": {"healthy_ms": round(healthy * 1000), "first_run_ms": round(first)},
        "all": timing.summary(every) if every else None,
        **{kind: timing.summary(times) for kind, times in sorted(seen.times.items())},
        "runs_per_second": round(len(every) / lasted, 2),
        "megabytes_sent": round(seen.bytes / 1e6, 1),
        "memory_mb": {"one_reader": round(idle / 1e6), "after": round(after / 1e6), "peak": round(peak / 1e6)},
        "errors": len(seen.errors),
        "answers_checked": seen.checked,
        "wrong_answers": len(seen.wrong),
        "examples": seen.errors[:EXAMPLES] + seen.wrong[:EXAMPLES],
    }


def _first_page(server: Server) -> float:
    """Milliseconds of the first run of the first session of a server."""
    with connected(server.base_url) as socket:
        return Client(socket).open("").ms


def _browse_all(
    settings: Settings, server: Server, expected: dict[Filter, dict[str, tuple[str, ...]]], many: int, seen: Seen
) -> None:
    threads = [
        threading.Thread(target=_browse, args=(settings, server.base_url, expected, number, seen), daemon=True)
        for number in range(many)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _browse(
    settings: Settings,
    base_url: str,
    expected: dict[Filter, dict[str, tuple[str, ...]]],
    number: int,
    seen: Seen,
) -> None:
    """One reader: arrives, looks, then changes a filter or goes to another page until the time is over."""
    chance = random.Random(settings.seed * 1000 + number)
    pause = threading.Event()
    # Readers arrive within the first pause, not in the same moment.
    pause.wait(chance.uniform(0, min(settings.think, settings.seconds / 4)))
    try:
        with connected(base_url) as socket:
            client = Client(socket)
            chosen = chance.choice(list(expected))
            drawn = client.open(_query(chosen))
            _note(seen, "open", client.page, chosen, drawn, expected)
            # From here on, so that a slow opening of many sessions does not leave them without a change.
            end = time.monotonic() + settings.seconds
            while time.monotonic() < end:
                pause.wait(chance.uniform(SHORTEST_PAUSE, max(SHORTEST_PAUSE, settings.think)))
                chosen, kind, drawn = _step(client, chosen, list(expected), chance)
                _note(seen, kind, client.page, chosen, drawn, expected)
    except Exception as problem:
        seen.fail(problem)


def _query(chosen: Filter) -> str:
    province = f"&tinh={chosen.province}" if chosen.province else ""
    return f"nam={chosen.year}&cap={chosen.tier}{province}"


def _step(client: Client, chosen: Filter, filters: list[Filter], chance: random.Random) -> tuple[Filter, str, Drawn]:
    """Another page in four of ten cases, else another value of one filter."""
    if chance.random() < 0.4:
        return chosen, "page", client.go(chance.choice([page for page in PAGES if page != client.page]))
    name = chance.choice(("year", "year", "province", "tier"))
    value = chance.choice(sorted({getattr(one, name) for one in filters} - {getattr(chosen, name)}, key=str))
    changed = Filter(**{**vars(chosen), name: value})
    if name == "province":
        return changed, name, client.choose("tinh", [value] if value else [])
    return changed, name, client.choose("nam" if name == "year" else "cap", str(value))


def _note(
    seen: Seen,
    kind: str,
    page: str,
    chosen: Filter,
    drawn: Drawn,
    expected: dict[Filter, dict[str, tuple[str, ...]]],
) -> None:
    wanted = expected[chosen]
    seen.take(kind, drawn, missing(drawn.text, wanted, page), page in wanted, f"{page or 'overview'}, {chosen}")


def wrong_or_broken(levels: list[dict[str, Any]]) -> list[str]:
    """One sentence for each level that had errors or wrong answers."""
    told = []
    for level in levels:
        counts = Counter(errors=level["errors"], wrong_answers=level["wrong_answers"])
        if counts.total():
            what = f"{counts['errors']} errors and {counts['wrong_answers']} wrong answers"
            told.append(f"{level['sessions']} sessions: {what}, such as {level['examples'][0]}")
    return told
