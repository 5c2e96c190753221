"""The invented country on disk: facts, snapshot, the limit's tables and the Parquet files of the naive way."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from comparison.warehouse import NoSnapshot, current_snapshot
from scripts.bench import timing
from scripts.bench.settings import ROOT, Settings, branches

# Targets are judged as of one day, so that runs of different days compare.
AS_OF = "2025-12-31"
# What one size-1 country takes in all its forms, with room for a snapshot being built beside the old one.
BYTES_OF_THE_COUNTRY = 9_000_000_000
TABLES = Path(__file__).parent / "limit" / "tables.sql"
VIEWS = ("branch", "metric", "figure", "observation", "attainment")


class NoRoom(RuntimeError):
    """The disk has no room for a country of that size."""


@dataclass(frozen=True)
class Place:
    """Where a country of one size lies."""

    folder: Path

    @property
    def facts(self) -> Path:
        """The generated fact files."""
        return self.folder / "facts"

    @property
    def warehouse(self) -> Path:
        """The folder of snapshots."""
        return self.folder / "warehouse"

    @property
    def limit(self) -> Path:
        """The database the hand-written statements ask."""
        return self.folder / "limit.duckdb"

    @property
    def parquet(self) -> Path:
        """The public views as Parquet files."""
        return self.folder / "parquet"

    @property
    def snapshot(self) -> Path:
        """The snapshot that is current."""
        return current_snapshot(self.warehouse)

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a process that is to serve this country."""
        return {"UNION_WAREHOUSE": str(self.warehouse), "UNION_HANDED_IN": str(self.folder / "handed_in")}


def say(text: str) -> None:
    """Progress goes beside the results."""
    print(text, file=sys.stderr, flush=True)


def place_of(settings: Settings, size: float) -> Place:
    """Where a country of this size, seed and number of years lies, whether or not it is there."""
    return Place(settings.folder / f"size-{size:g}-years-{settings.years}-seed-{settings.seed}")


def with_facts(settings: Settings, size: float) -> Place:
    """The place with its facts; those of an earlier run are used again. Raises NoRoom."""
    place = place_of(settings, size)
    made_by = _digest([ROOT / "etl" / "generate.py", ROOT / "etl" / "sql" / "generate.sql", *_catalogue()])
    if _stamped(place, "facts", made_by):
        return place
    _check_room(place.folder, size)
    say(f"generate {branches(size):,} branches over {settings.years} years ...")
    shutil.rmtree(place.facts, ignore_errors=True)
    asked = {"branches": branches(size), "years": settings.years, "seed": settings.seed}
    options = [part for name, value in asked.items() for part in (f"--{name}", str(value))]
    timing.run(["-m", "etl", "generate", str(place.facts), *options])
    _stamp(place, "facts", made_by)
    return place


def with_snapshot(settings: Settings, size: float) -> Place:
    """The place with a snapshot built by the code as it is now."""
    place = with_facts(settings, size)
    if not (_stamped(place, "snapshot", _built_by(place)) and _has_snapshot(place)):
        build(place)
    return place


def ready(settings: Settings, size: float) -> Place:
    """The place with its snapshot, the limit's tables and the Parquet files made from that snapshot."""
    place = with_snapshot(settings, size)
    made_from = place.snapshot.name + _digest([TABLES, Path(__file__)])
    if not _stamped(place, "copies", made_from):
        say("copy the snapshot's public views for the limit and for pandas ...")
        make_copies(place.snapshot, place.limit, place.parquet)
        _stamp(place, "copies", made_from)
    return place


def build(place: Place) -> timing.Finished:
    """Build a snapshot of the place's facts by the command line, in an empty folder of snapshots."""
    say(f"build {place.folder.name} ...")
    shutil.rmtree(place.warehouse, ignore_errors=True)
    done = timing.run(["-m", "etl", "build", str(place.facts), "--as-of", AS_OF], place.variables)
    _stamp(place, "snapshot", _built_by(place))
    return done


def make_copies(snapshot: Path, limit: Path, parquet: Path) -> None:
    """The public views of a snapshot as the limit's tables and as Parquet files."""
    limit.unlink(missing_ok=True)
    parquet.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(limit)) as connection:
        connection.execute(f"attach '{str(snapshot).replace(chr(39), chr(39) * 2)}' as snapshot (read_only)")
        connection.execute(TABLES.read_text(encoding="utf-8"))
        for view in VIEWS:
            rows = connection.table(f"snapshot.{view}")
            if view in ("figure", "observation"):
                rows = rows.order("metric_id, period_start, branch_id")
            rows.write_parquet(str(parquet / f"{view}.parquet"), compression="zstd")


def _has_snapshot(place: Place) -> bool:
    try:
        return place.snapshot.is_file()
    except NoSnapshot:
        return False


def _check_room(folder: Path, size: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free, needed = shutil.disk_usage(folder).free, int(BYTES_OF_THE_COUNTRY * size)
    if free < needed:
        raise NoRoom(f"size {size:g} takes about {needed / 1e9:.0f} GB, {free / 1e9:.0f} GB are free in {folder}")


def _catalogue() -> list[Path]:
    return sorted((ROOT / "data" / "catalog").glob("*.csv"))


def _built_by(place: Place) -> str:
    code = [path for ending in ("*.py", "*.sql") for path in sorted((ROOT / "etl").rglob(ending))]
    return _digest([*code, *_catalogue()]) + (place.folder / "facts.stamp").read_text(encoding="utf-8")


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _stamped(place: Place, what: str, by: str) -> bool:
    stamp = place.folder / f"{what}.stamp"
    return stamp.is_file() and json.loads(stamp.read_text(encoding="utf-8")) == by


def _stamp(place: Place, what: str, by: str) -> None:
    (place.folder / f"{what}.stamp").write_text(json.dumps(by), encoding="utf-8")
