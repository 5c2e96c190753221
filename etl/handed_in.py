"""Figures handed in by stewards: stored as folders of their own, published on top of what is served, set aside again.

What is accepted from one upload is one folder, named by its time, under the folder of hand-ins: `UNION_HANDED_IN`, else
`handed_in` beside the folder of the snapshots, so that every warehouse has its own.

- `STAMP/` is published: a build of the default folders reads it after data/published. Where a later hand-in states a
  row again (same key, same source), the earlier row is refused as `restated` and stays where it was filed.
- `incoming/STAMP/` is being published: it becomes `STAMP/` once a snapshot that holds it is served. A crash before
  that leaves the old snapshot and no trace in the next build; a crash after it is mended by the next build.
- `set_aside/STAMP/` was taken back: no build reads it. Taking back serves an older snapshot and keeps in place exactly
  the folders which that snapshot holds; serving a newer one again brings them back.

Publishing builds anew: the folders that the served snapshot was built from, the hand-ins it holds, and the new one.
One publication at a time: the lock is the system's own on an open file, so it ends with its process, however that ends.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import duckdb

from etl import guards, publishing
from etl.fact_format import FORMATS

MARK = ".handed_in.json"
INCOMING, SET_ASIDE = "incoming", "set_aside"
LOCK = ".publishing.lock"
STAMP = re.compile(r"\d{8}T\d{12}Z")
STAMP_FORM = "%Y%m%dT%H%M%S%fZ"
_FACT_NAMES = tuple(file_format.file_name for file_format in FORMATS)


class AlreadyPublishing(RuntimeError):
    """Another publication is running on this warehouse at this moment."""


class UnusableUpload(ValueError):
    """Files that cannot be stored as one hand-in; the message says why."""


def handed_in_folder(warehouse: Path | None = None) -> Path:
    """The folder that holds the hand-ins of a warehouse."""
    named = os.environ.get("UNION_HANDED_IN")
    return Path(named) if named else (warehouse or publishing.warehouse_folder()).resolve().parent / "handed_in"


def published_hand_ins(root: Path | None = None) -> list[Path]:
    """The folders of hand-ins that a build reads, earliest first."""
    return _stamped(root or handed_in_folder())


def _stamped(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if STAMP.fullmatch(path.name) and path.is_dir())


def is_hand_in(folder: Path) -> bool:
    """Whether a folder was stored by `store`, wherever it lies."""
    return (folder / MARK).is_file()


def named_apart(files: Sequence[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Each file with a name that no other one has; raises UnusableUpload for two of the same fact file."""
    names: list[str] = []
    for _, name in files:
        if name in names and name in _FACT_NAMES:
            raise UnusableUpload(f"two files named {name}: hand them in one after the other")
        stem, ending = Path(name).stem, Path(name).suffix
        names.append(next(new for n in count(1) if (new := name if n == 1 else f"{stem} ({n}){ending}") not in names))
    return [(path, name) for (path, _), name in zip(files, names, strict=True)]


def store(files: Sequence[tuple[Path, str]], root: Path, *, by: str = "", note: str = "") -> Path:
    """Copy files (where each lies, and the name it came with) into a new folder of `root`; that folder.

    The names they came with are kept as text only, made different where two are the same: a fact file is stored under
    the name of its format, any other as `tep-1.xlsx`. Raises UnusableUpload for a file of a kind that is not read, and
    for two of the same fact file.
    """
    kept: dict[str, str] = {}
    shown = [(path, guards.shown_name(name)) for path, name in files]
    for number, (_, said) in enumerate(named_apart(shown), start=1):
        ending = Path(said).suffix.lower()
        if ending not in (*guards.SPREADSHEETS, ".csv"):
            raise UnusableUpload(f"{said}: only {', '.join(guards.SPREADSHEETS)} and .csv can be handed in")
        kept[said if said in _FACT_NAMES else f"tep-{number}{ending}"] = said
    folder = root / _new_stamp(root)
    folder.mkdir(parents=True)
    for (path, _), own in zip(files, kept, strict=True):
        shutil.copyfile(path, folder / own)
    told = {"by": by, "note": note, "files": kept}
    (folder / MARK).write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def _new_stamp(root: Path) -> str:
    """A stamp later than those there are: a clock gone back must not let an earlier hand-in restate a later one."""
    home = root.parent if root.name == INCOMING else root
    stamps = (path.name for folder in (home, home / INCOMING, home / SET_ASIDE) for path in _stamped(folder))
    now = datetime.now(UTC).replace(tzinfo=None)
    return f"{max([now, *(datetime.strptime(s, STAMP_FORM) + timedelta(microseconds=1) for s in stamps)]):{STAMP_FORM}}"


def received_at(folder: Path) -> datetime:
    """When a hand-in was stored (UTC)."""
    return datetime.strptime(folder.resolve().name, STAMP_FORM)


def local_day(at: datetime) -> date:
    """The day in Viet Nam of a time in UTC."""
    return (at + timedelta(hours=7)).date()


def names_of(folder: Path) -> dict[str, str]:
    """The names the files of a hand-in came with, by the names they are stored under."""
    return dict(json.loads((folder / MARK).read_text(encoding="utf-8"))["files"])


def folder_of(file: str) -> str:
    """The folder of an input as a build names it."""
    return file.rsplit("/", 2)[-2] if "/" in file else ""


def held_by(snapshot: Path | None) -> set[str]:
    """The stamps of the hand-ins that a snapshot was built from."""
    if snapshot is None:
        return set()
    with _opened(snapshot) as connection:
        ((inputs,),) = connection.execute("select inputs from served.load_run").fetchall()
    return {name for name in (folder_of(str(one["file"])) for one in inputs) if STAMP.fullmatch(name)}


def recorded_folders(snapshot: Path | None) -> list[Path]:
    """The folders a snapshot was asked to be built from; none where these were the default ones, or it does not say."""
    if snapshot is None:
        return []
    with _opened(snapshot) as connection:
        try:
            rows = connection.execute("select path from served.input_folder order by turn").fetchall()
        except duckdb.CatalogException:
            # A snapshot that is older than this record.
            return []
    return [Path(path) for (path,) in rows]


def is_of_this_layout(snapshot: Path) -> bool:
    """Whether a snapshot's tables are laid out as this version lays them out, so that the dashboard can read it."""
    schema = (Path(__file__).parent / "sql" / "schema.sql").read_text(encoding="utf-8")
    (ours,) = re.findall(r"create table snapshot_format as select (\d+) as format", schema)
    try:
        with _opened(snapshot) as connection:
            return connection.execute("select format from served.snapshot_format").fetchall() == [(int(ours),)]
    except duckdb.Error:
        return False


@contextmanager
def _opened(snapshot: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{str(snapshot).replace(chr(39), chr(39) * 2)}' as served (read_only)")
        yield connection


@contextmanager
def one_at_a_time(warehouse: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the right to publish into `warehouse`; raises AlreadyPublishing where another holds it, or waits for it."""
    warehouse.mkdir(parents=True, exist_ok=True)
    with (warehouse / LOCK).open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise AlreadyPublishing(f"another publication is running in {warehouse}") from None
        yield


def settle(warehouse: Path) -> None:
    """Finish or undo what a crash left half done; to be called while holding the right to publish."""
    publishing.remove_leftovers(warehouse)
    root = handed_in_folder(warehouse)
    if not (left := _stamped(root / INCOMING)):
        return
    current = publishing.current(warehouse)
    served = held_by(current)
    for folder in left:
        if folder.name in served:
            folder.rename(root / folder.name)
        else:
            # Broken off between writing a snapshot and serving it: nobody could go back to it without the folder.
            for later in publishing.snapshots(warehouse):
                if (current is None or later > current) and folder.name in held_by(later):
                    later.unlink()
            shutil.rmtree(folder)


def keep_only(stamps: set[str], warehouse: Path) -> list[str]:
    """Put the folders of these hand-ins in place and set all others aside; the stamps of those that moved."""
    root = handed_in_folder(warehouse)
    aside = root / SET_ASIDE
    moved = []
    for folder in (*_stamped(root), *_stamped(aside)):
        wanted = (root if folder.name in stamps else aside) / folder.name
        if folder != wanted:
            aside.mkdir(exist_ok=True)
            folder.rename(wanted)
            moved.append(folder.name)
    return moved
