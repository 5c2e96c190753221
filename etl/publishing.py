"""Where snapshots live and how one becomes the current one: written aside, renamed, pointed at, the last ten kept."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / "data" / "warehouse"
POINTER = "current.json"
KEPT_SNAPSHOTS = 10


def warehouse_folder() -> Path:
    """The folder that holds the snapshots: `UNION_WAREHOUSE`, else data/warehouse of the project."""
    return Path(os.environ.get("UNION_WAREHOUSE") or DEFAULT_FOLDER)


def snapshot_name(started: datetime, content_hash: str) -> str:
    """`<utc-stamp>-<short-hash>.duckdb`; the stamp sorts by time."""
    return f"{started:%Y%m%dT%H%M%S%f}Z-{content_hash[:8]}.duckdb"


def later_than_all(folder: Path, now: datetime) -> datetime:
    """Now, or a moment after the latest snapshot of `folder` where the clock has gone back: names sort as published."""
    stamps = [stamp for path in snapshots(folder) if (stamp := _stamp(path)) is not None]
    return max([now, *(stamp + timedelta(microseconds=1) for stamp in stamps)])


def _stamp(snapshot: Path) -> datetime | None:
    try:
        return datetime.strptime(snapshot.name.split("-")[0], "%Y%m%dT%H%M%S%fZ")
    except ValueError:
        return None


def new_draft(folder: Path) -> Path:
    """A path no reader looks at, in the same file system as the snapshots."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".draft-{uuid4().hex}.duckdb"


def discard(draft: Path) -> None:
    for path in (draft, draft.with_name(draft.name + ".wal")):
        path.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> list[str]:
    """Remove what builds that were broken off have left; only while holding the right to publish. Their names."""
    left = [path for pattern in (".draft-*", ".pointer-*") for path in folder.glob(pattern)]
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return sorted(path.name for path in left)


def publish(draft: Path, folder: Path, name: str) -> Path:
    """Move a closed draft to its versioned name and point `current.json` at it, each step atomic and on disk."""
    snapshot = folder / name
    _to_disk(draft)
    os.replace(draft, snapshot)
    try:
        point_at(folder, name)
    except OSError:
        # The disk is full: what is not served must not look as if it had been.
        if current(folder) != snapshot:
            snapshot.unlink(missing_ok=True)
        raise
    _prune(folder, keep=name)
    return snapshot


def point_at(folder: Path, name: str) -> None:
    """Make a snapshot of `folder` the current one."""
    draft = folder / f".pointer-{uuid4().hex}"
    try:
        draft.write_text(json.dumps({"snapshot": name}) + "\n", encoding="utf-8")
        _to_disk(draft)
        os.replace(draft, folder / POINTER)
    finally:
        draft.unlink(missing_ok=True)
    _to_disk(folder)


def snapshots(folder: Path) -> list[Path]:
    """Published snapshots, oldest first."""
    return sorted(folder.glob("[0-9]*.duckdb"))


def _prune(folder: Path, keep: str) -> None:
    for path in snapshots(folder)[:-KEPT_SNAPSHOTS]:
        if path.name != keep:
            path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def current(folder: Path) -> Path | None:
    """The snapshot `current.json` points at, or None where there is none."""
    try:
        name = json.loads((folder / POINTER).read_text(encoding="utf-8"))["snapshot"]
    except FileNotFoundError:
        return None
    path = folder / str(name)
    return path if path.parent == folder and path.is_file() else None
