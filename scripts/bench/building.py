"""Part a: building a snapshot beside DuckDB's bare COPY of the same files and a sort of their rows."""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from scripts.bench import places, timing
from scripts.bench.places import Place
from scripts.bench.settings import Settings

# The types of the fact formats; the generated files hold nothing that does not fit them.
COLUMNS = {
    "sources": {"published_on": "date"},
    "branches": {},
    "branch_life": {"on": "date"},
    "targets": {
        **dict.fromkeys(("period_start", "period_end"), "date"),
        **dict.fromkeys(("value", "attained_value", "attained_pct"), "double"),
    },
    "observations": {**dict.fromkeys(("period_start", "period_end"), "date"), "value": "double"},
}
ORDER = "metric_id, period_start, branch_id"


def measure(settings: Settings, size: float) -> dict[str, Any]:
    """Rows per second and peak memory of a whole build, and how many times the bare work it takes."""
    place = places.with_facts(settings, size)
    bare = _bare(place)
    # Twice, to say how much a single run may be off; the second one stays as the snapshot.
    builds = [places.build(place) for _ in range(min(2, settings.repeats))]
    with duckdb.connect(str(place.snapshot), read_only=True) as connection:
        told = connection.execute("select rows_in, rows_accepted, rows_rejected from load_run").fetchall()
    rows, accepted, rejected = told[0]
    seconds = min(done.seconds for done in builds)
    return {
        "rows": rows,
        "accepted": accepted,
        "rejected": rejected,
        "seconds": [round(done.seconds, 2) for done in builds],
        "rows_per_second": round(rows / seconds),
        "peak_memory_mb": round(max(done.peak_bytes for done in builds) / 1e6),
        "snapshot_mb": round(place.snapshot.stat().st_size / 1e6, 1),
        "facts_mb": round(sum(file.stat().st_size for file in place.facts.glob("*.*") if file.is_file()) / 1e6, 1),
        "bare": bare | {"rows_per_second": round(rows / bare["seconds"])},
        "times_bare": round(seconds / bare["seconds"], 2),
    }


def _bare(place: Place) -> dict[str, Any]:
    """A process of its own, as the build is one."""
    target = place.folder / "bare.duckdb"
    runs = []
    for _ in range(2):
        target.unlink(missing_ok=True)
        done = timing.run(["-m", "scripts.bench.building", str(place.facts), str(target)])
        runs.append((done.seconds, done))
    best = min(seconds for seconds, _ in runs)
    last = runs[-1][1]
    size = target.stat().st_size
    target.unlink()
    return {
        "seconds": round(best, 2),
        **json.loads(last.output),
        "peak_memory_mb": round(last.peak_bytes / 1e6),
        "mb": round(size / 1e6, 1),
    }


def copy_and_sort(facts: Path, target: Path) -> dict[str, float]:
    """Seconds to copy every file of facts into a table of its types, and to write the observations again in order."""
    with duckdb.connect(str(target)) as connection:
        copied = sum(timing.timed(partial(_copy, connection, path))[0] for path in _files(facts))
        connection.execute("checkpoint")
        rows = connection.table("observations").order(ORDER)
        ordered, _ = timing.timed(lambda: rows.create("observations_in_order"))
        closing, _ = timing.timed(lambda: connection.execute("drop table observations").execute("checkpoint"))
    return {"copy_seconds": round(copied / 1000, 2), "sort_seconds": round((ordered + closing) / 1000, 2)}


def _files(facts: Path) -> list[Path]:
    return [path for path in sorted(facts.iterdir()) if path.stem in COLUMNS]


def _copy(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    rows = connection.read_parquet(str(path)) if path.suffix == ".parquet" else None
    if rows is not None:
        rows.create(path.stem)
        return
    heads = path.open(encoding="utf-8").readline().strip().split(",")
    columns = ", ".join(f'"{name}" {_kind(path.stem, name)}' for name in heads)
    connection.execute(f"create table {path.stem} ({columns})")
    connection.execute(f"copy {path.stem} from '{str(path).replace(chr(39), chr(39) * 2)}' (format csv, header)")


def _kind(table: str, name: str) -> str:
    return COLUMNS[table].get(name, "varchar")


def main() -> None:
    """The bare work, in a process of its own; prints its two halves as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("facts", type=Path)
    parser.add_argument("target", type=Path)
    told = parser.parse_args()
    print(json.dumps(copy_and_sort(told.facts, told.target)))


if __name__ == "__main__":
    main()
