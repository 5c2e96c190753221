"""Writes the results of a run as one readable page of Markdown tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from scripts.bench.settings import PARTS

TITLES = {
    "a": "a. Build beside a bare COPY",
    "b": "b. Questions beside hand-written SQL and pandas",
    "c": "c. Server reruns beside an empty page",
    "d": "d. Click to redrawn chart beside Dash",
    "e": "e. Simultaneous sessions",
    "f": "f. Growth",
}
Cell = str | float | int | None


def written(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = results["parts"]
    lines = [*_head(results), *_goals(results["goals"])]
    for part in PARTS:
        lines += ["", f"## {TITLES[part]}", ""]
        if part not in parts:
            lines.append("Not measured in this run.")
        elif "failed" in parts[part]:
            lines.append(f"**Failed:** {_plain(parts[part]['failed'])}")
        else:
            lines += WRITERS[part](parts[part])
    return "\n".join(lines) + "\n"


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """A Markdown table; the first column is text, the others are figures."""
    lines = ["| " + " | ".join(heads) + " |", "| --- |" + " ---: |" * (len(heads) - 1)]
    return lines + ["| " + " | ".join(shown(cell) for cell in row) + " |" for row in rows]


def shown(cell: Cell) -> str:
    """A cell as text: large numbers whole, small ones with as many digits as mean something, nothing as a dash."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, int) or abs(cell) >= 100 or cell == int(cell):
        return f"{cell:,.0f}"
    return f"{cell:,.1f}" if abs(cell) >= 10 else f"{cell:,.2f}"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def _head(results: dict[str, Any]) -> list[str]:
    machine, asked = results["machine"], results["asked"]
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    return [
        "# Benchmark",
        "",
        f"Written by `{results['command']}`; do not edit. Every part was measured in this one run. Times of a shared "
        "machine are rough: the ratios say more, since both sides of each were measured on it minutes apart.",
        "",
        *table(
            ["run", ""],
            [
                ["date", machine["date"]],
                ["machine", f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}"],
                ["load when it began", machine["load_at_start"]],
                ["versions", f"Python {machine['python']}, {packages}"],
                ["code", machine["commit"]],
                [
                    "data",
                    f"generated: {asked['branches']:,} grassroots branches, {asked['years']} years",
                ],
                ["repeats", asked["repeats"]],
                ["took", f"{results['minutes']} minutes"],
            ],
        ),
    ]


def _goals(goals: list[dict[str, Any]]) -> list[str]:
    if not goals:
        return []
    rows = [
        [
            one["goal"],
            one["measured"],
            ("at least " if one["at_least"] else "at most ") + shown(one["limit"]),
            "met" if one["met"] else "NOT met",
        ]
        for one in goals
    ]
    return ["", "## Goals", "", *table(["goal", "measured", "asked for", ""], rows)]


def _build(part: dict[str, Any]) -> list[str]:
    bare = part["bare"]
    rows = [
        [
            "python -m etl build",
            min(part["seconds"]),
            part["rows_per_second"],
            part["peak_memory_mb"],
            part["snapshot_mb"],
        ],
        ["bare COPY and sort", bare["seconds"], bare["rows_per_second"], bare["peak_memory_mb"], bare["mb"]],
    ]
    text = (
        f"{part['rows']:,} rows read ({part['facts_mb']:,.0f} MB of files), {part['accepted']:,} accepted. Whole "
        f"processes, the best of {len(part['seconds'])} and of 2; of the bare one {bare['copy_seconds']} s are COPY, "
        f"{bare['sort_seconds']} s the sort. "
        f"**The build takes {part['times_bare']} times the bare work.**"
    )
    return [text, "", *table(["", "seconds", "rows per second", "peak MB", "file MB"], rows)]


def _questions(part: dict[str, Any]) -> list[str]:
    heads = ["page, tier", "product cold", "warm", "p95", "limit cold", "warm", "pandas cold", "warm"]
    heads += ["times limit, cold", "warm", "times faster than pandas, cold", "warm"]
    rows = [
        [
            f"{one['page']}, {one['tier']}",
            *(one["product"]["cold_ms"], one["product"]["warm"]["median_ms"], one["product"]["warm"]["p95_ms"]),
            *(one["limit"]["cold_ms"], one["limit"]["warm"]["median_ms"]),
            *(one["pandas"]["cold_ms"], one["pandas"]["warm"]["median_ms"]),
            *(one["times_limit"]["cold"], one["times_limit"]["warm"]),
            *(one["times_faster_than_pandas"]["cold"], one["times_faster_than_pandas"]["warm"]),
        ]
        for one in part["main"]
    ]
    checked = sum(one["figures_checked"] for one in part["main"])
    text = (
        "The main question of each page, milliseconds. Cold: a new process and connection, opening included (modules "
        "loaded, disk warm). Warm: the process has answered before, this answer is not kept. The limit is one "
        "hand-written statement (scripts/bench/limit) on the same data with integer keys and sorted for it, returning "
        "what the screen shows (the product returns what its tables and downloads need too); pandas "
        f"reads the columns and rows it needs from Parquet. All three gave the same {checked:,} figures."
    )
    pages = [
        [
            one["page"],
            *(one["asked_cold"], one["cold_ms"], one["asked_warm"]),
            *((one["warm"]["median_ms"], one["warm"]["p95_ms"]) if one["warm"] else (None, None)),
        ]
        for one in part["pages"]
    ]
    below = "All questions of a page together, of every grassroots branch, milliseconds; cold: a new connection."
    page_heads = ["page", "questions cold", "ms", "questions after a new year", "ms median", "p95"]
    return [text, "", *table(heads, rows), "", below, "", *table(page_heads, pages)]


def _reruns(part: dict[str, Any]) -> list[str]:
    heads = ["page", "first", "median", "p95", "year", "province", "tier", "of it questions", "answers kept"]
    heads += ["times empty page", "kept: times empty page"]
    rows: list[list[Cell]] = [
        [
            one["page"],
            one["first_ms"],
            *(one["new"]["median_ms"], one["new"]["p95_ms"]),
            *(one[name]["median_ms"] for name in ("year", "province", "tier")),
            *(one["questions"]["median_ms"], one["kept"]["median_ms"]),
            *(one["times_empty"], one["kept_times_empty"]),
        ]
        for one in part["pages"]
    ]
    empty: list[Cell] = ["an empty page", None, part["empty"]["median_ms"], part["empty"]["p95_ms"], *[None] * 7]
    text = (
        "Server milliseconds of one run without a network or browser (AppTest), after a change to a filter that was "
        "not asked before; grassroots branches of the country and of provinces, and another tier. First: nothing kept. "
        "Answers kept: the same view once more. Compare loses its three branches where the tier is another."
    )
    return [text, "", *table(heads, [*rows, empty])]


def _clicks(part: dict[str, Any]) -> list[str]:
    peer = part["peer"]
    rows: list[list[Cell]] = [
        [
            f"product, {page}",
            *(one["new"]["median_ms"], one["new"]["p95_ms"], one["times_peer"]["new"]),
            *(one["again"]["median_ms"], one["again"]["p95_ms"], one["times_peer"]["again"]),
        ]
        for page, one in part["product"].items()
    ]
    new, again = peer["new"], peer["again"]
    rows.append(
        [
            f"{peer['name']} {peer['version']}",
            *(new["median_ms"], new["p95_ms"], 1),
            *(again["median_ms"], again["p95_ms"], 1),
        ]
    )
    text = (
        f"Milliseconds from the click on another year to the frame in which the ranking shows its bars, "
        f"{new['n']} clicks on years not seen before and {again['n']} on years seen. The peer's page has the "
        "figures, ranking, provinces, years and table of doan_vien, asks the public views of the same DuckDB file and "
        "keeps answers in memory too. Both drew the same bars."
    )
    return [text, "", *table(["page", "new: median", "p95", "times peer", "seen: median", "p95", "times peer"], rows)]


def _sessions(part: dict[str, Any]) -> list[str]:
    heads = ["sessions", "changes", "median ms", "p95 ms", "year", "province", "tier", "page", "opening"]
    heads += ["per second", "memory MB", "errors", "answers checked", "wrong"]
    rows: list[list[Cell]] = []
    for level in part["levels"]:
        every = level["all"] or {}
        kinds = [
            level[kind]["median_ms"] if kind in level else None for kind in ("year", "province", "tier", "page", "open")
        ]
        rows.append(
            [
                *(f"{level['sessions']}", every.get("n"), every.get("median_ms"), every.get("p95_ms"), *kinds),
                *(level["runs_per_second"], level["memory_mb"]["peak"], level["errors"]),
                *(level["answers_checked"], level["wrong_answers"]),
            ]
        )
    first = [level["first_page"] for level in part["levels"]]
    text = (
        "Sessions on real sockets, each choosing other filters and pages after a reader's pauses; milliseconds from "
        "the change to the script's end, medians by kind of change; a server of its own for each row. The sessions run "
        "on the same machine. First page of a fresh process: ready after "
        f"{min(one['healthy_ms'] for one in first):,} ms, drawn {min(one['first_run_ms'] for one in first):,} ms later."
    )
    return [text, "", *table(heads, rows)]


def _growth(part: dict[str, Any]) -> list[str]:
    sizes = [one["size"] for one in part["sizes"]]
    heads = ["page", *(f"size {size:g}" for size in sizes)]
    steps = [f"{before:g} to {after:g}" for before, after in pairwise(sizes)]
    told = ["Medians in milliseconds at shares of the country, and how many times the size before each is."]
    told += [f"Size {one['size']:g} was left out: {one['reason']}." for one in part["skipped"]]
    for name, words in (("rerun", "Reruns"), ("questions", "All questions of a page")):
        rows = [[one["page"], *one[f"{name}_ms"], *one[f"{name}_times"]] for one in part["growth"]]
        told += ["", f"{words}:", "", *table([*heads, *steps], rows)]
    return told


WRITERS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "a": _build,
    "b": _questions,
    "c": _reruns,
    "d": _clicks,
    "e": _sessions,
    "f": _growth,
}
