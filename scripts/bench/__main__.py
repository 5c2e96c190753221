"""The command: measures the parts asked for, writes the results as JSON and as Markdown, fails on a wrong answer."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from scripts.bench import goals, machine, table
from scripts.bench.places import say
from scripts.bench.settings import PARTS, ROOT, Settings, branches

RESULTS, PAGE = ROOT / "bench" / "results.json", ROOT / "docs" / "benchmark.md"
# Where a run of some parts, or of another size, goes: it must not take the place of a whole one.
PARTIAL = ROOT / "bench" / "partial.json"


def settings_from(arguments: list[str]) -> tuple[Settings, argparse.Namespace]:
    """What was asked for on the command line."""
    usual = Settings()
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parts = "; ".join(f"{key}: {name}" for key, name in PARTS.items())
    parser.add_argument("--parts", type=_list(str), default=usual.parts, help=f"separated by commas; {parts}")
    parser.add_argument("--size", type=float, default=usual.size, help="share of the country's 126,000 branches")
    parser.add_argument("--sizes", type=_list(float), default=usual.sizes, help="the sizes of part f")
    parser.add_argument("--seed", type=int, default=usual.seed, help="of the invented country")
    parser.add_argument("--years", type=int, default=usual.years, help="of the invented country, four or more")
    parser.add_argument("--repeats", type=int, default=usual.repeats, help="of questions, and rounds of reruns")
    parser.add_argument("--clicks", type=int, default=usual.clicks, help="of part d, on years not seen before")
    parser.add_argument("--sessions", type=_list(int), default=usual.sessions, help="how many at once, in part e")
    parser.add_argument("--seconds", type=float, default=usual.seconds, help="that each number of sessions browses")
    parser.add_argument("--think", type=float, default=usual.think, help="longest pause of a session in seconds")
    parser.add_argument("--pages", type=_list(str), default=usual.pages, help="only these files of pages/, in b, c, f")
    parser.add_argument("--out", type=Path, help="the JSON; default: bench/results.json, of a partial run partial.json")
    parser.add_argument("--table", type=Path, help="the Markdown; default: docs/benchmark.md, else beside the JSON")
    told = parser.parse_args(arguments)
    if unknown := set(told.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}; there are {parts}")
    if told.years < 4 or told.repeats < 1 or told.size <= 0:
        parser.error("there are at least four years, one repeat, and a size above nought")
    known = {field.name for field in fields(Settings)}
    return Settings(**{name: value for name, value in vars(told).items() if name in known}), told


def _list(kind: Callable[[str], Any]) -> Callable[[str], tuple[Any, ...]]:
    return lambda text: tuple(kind(one.strip()) for one in text.split(",") if one.strip())


def measured(settings: Settings, keep: Callable[[dict[str, Any], list[str]], None]) -> None:
    """Hand the results so far, and one sentence for each failure, to `keep` after each part; one that fails does not
    stop the others."""
    from scripts.bench import building, clicks, growth, questions, reruns, sessions

    parts: dict[str, Any] = {}
    failures = []
    work: dict[str, Callable[[], dict[str, Any]]] = {
        "a": lambda: building.measure(settings, settings.size),
        "b": lambda: questions.measure(settings, settings.size),
        "c": lambda: reruns.measure(settings, settings.size),
        "d": lambda: clicks.measure(settings, settings.size),
        "e": lambda: sessions.measure(settings, settings.size),
        "f": lambda: growth.measure(settings, {name: one for name, one in parts.items() if "failed" not in one}),
    }
    for part in (name for name in PARTS if name in settings.parts):
        try:
            parts[part] = work[part]()
        except Exception as problem:
            parts[part] = {"failed": f"{type(problem).__name__}: {problem}"}
            failures.append(f"{PARTS[part]}: {parts[part]['failed']}")
            say(f"part {part} failed: {problem}")
        if part == "e":
            failures += sessions.wrong_or_broken(parts[part].get("levels", []))
        keep(parts, failures)


def targets(settings: Settings, told: argparse.Namespace) -> tuple[Path, Path]:
    """Where the JSON and the Markdown of this run go."""
    is_whole = set(settings.parts) == set(PARTS) and settings.size == 1.0 and not settings.pages
    out = told.out or (RESULTS if is_whole else PARTIAL)
    return out, told.table or (PAGE if is_whole and told.out is None else out.with_suffix(".md"))


def write(results: dict[str, Any], out: Path, page: Path) -> None:
    """The results so far as JSON and as Markdown."""
    for path, text in (
        (out, json.dumps(results, ensure_ascii=False, indent=1) + "\n"),
        (page, table.written(results)),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> int:
    """Measure and write; 1 where a part failed or an answer was wrong."""
    settings, told = settings_from(sys.argv[1:])
    results: dict[str, Any] = {"command": " ".join(["python -m scripts.bench", *sys.argv[1:]])}
    results["machine"] = machine.described()
    asked = {field.name: getattr(settings, field.name) for field in fields(Settings) if field.name != "folder"}
    results["asked"] = asked | {"branches": branches(settings.size)}
    out, page = targets(settings, told)
    begun = time.monotonic()

    def keep(parts: dict[str, Any], failures: list[str]) -> None:
        # After each part, so that hours are not lost where the last one breaks off.
        results.update(parts=parts, failures=failures, minutes=round((time.monotonic() - begun) / 60, 1))
        results["goals"] = goals.held(parts)
        write(results, out, page)

    settings.folder.mkdir(parents=True, exist_ok=True)
    try:
        # Two runs in one folder would build under each other's servers, and slow each other down.
        with FileLock(settings.folder / ".lock", timeout=0):
            measured(settings, keep)
    except Timeout:
        print(f"another run works in {settings.folder}", file=sys.stderr)
        return 1
    print(table.written(results))
    print(f"written to {out} and {page}")
    for failure in results["failures"]:
        print(f"FAILED {failure}", file=sys.stderr)
    return int(bool(results["failures"]))


if __name__ == "__main__":
    sys.exit(main())
