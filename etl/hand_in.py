"""Publishes what stewards hand in, tries it out beside the served snapshot, and takes a load back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from etl import publications, publishing
from etl.build import BuildResult, build, default_folders
from etl.handed_in import (
    INCOMING,
    SET_ASIDE,
    handed_in_folder,
    held_by,
    is_of_this_layout,
    keep_only,
    one_at_a_time,
    recorded_folders,
    settle,
    store,
)
from etl.publications import Return

Files = Sequence[tuple[Path, str]]
Progress = Callable[[str], None]


class ServedChanged(RuntimeError):
    """Another snapshot is served than the one that was compared with: what was looked at is no longer what would be."""


class NoSuchSnapshot(LookupError):
    """A name that no kept snapshot has."""


class OtherLayout(ValueError):
    """A snapshot whose tables another version of the product laid out: the dashboard could not read it."""


def folders_served(warehouse: Path) -> list[Path]:
    """The folders to build from so that the served snapshot comes out again: its own, and the hand-ins it holds."""
    served = publishing.current(warehouse)
    root = handed_in_folder(warehouse)
    held = sorted(held_by(served))
    places = (next((p for p in (root / s, root / SET_ASIDE / s) if p.is_dir()), root / s) for s in held)
    return [*(recorded_folders(served) or default_folders()), *places]


def try_out(files: Files, private: Path, *, warehouse: Path | None = None, progress: Progress) -> BuildResult:
    """Build a snapshot of what is served and these files into the folder `private`, publishing nothing.

    Its figure_change says what it changes beside the served one. Raises what `build` raises, and UnusableUpload.
    """
    target = warehouse or publishing.warehouse_folder()
    folders = [*folders_served(target), store(files, private / "handed_in")]
    return build(folders, warehouse=private, compared_with=publishing.current(target), progress=progress)


def hand_in(
    files: Files, *, by: str, note: str, expected: str | None, warehouse: Path | None = None, progress: Progress
) -> BuildResult:
    """Publish what is served and these files.

    `expected` names the snapshot that was served when the files were looked at (None: whatever is served). Raises
    AlreadyPublishing, ServedChanged, what `build` raises, and UnusableUpload; then nothing has changed.
    """
    target = warehouse or publishing.warehouse_folder()
    with one_at_a_time(target):
        settle(target)
        served = publishing.current(target)
        if expected is not None and (served is None or served.name != expected):
            raise ServedChanged(f"served is {served.name if served else 'nothing'}, not {expected}")
        incoming = store(files, handed_in_folder(target) / INCOMING, by=by, note=note)
        try:
            folders = [*folders_served(target), incoming]
            return build(folders, warehouse=target, published_by=by, note=note, progress=progress)
        finally:
            # Put in place where it is served now, removed where it is not.
            settle(target)


def take_back(name: str, *, by: str = "", warehouse: Path | None = None) -> list[str]:
    """Serve a kept snapshot again and set aside the hand-ins it does not hold; the stamps that moved.

    Who did it is kept with the list of publications. Raises NoSuchSnapshot, OtherLayout, AlreadyPublishing.
    """
    target = warehouse or publishing.warehouse_folder()
    with one_at_a_time(target):
        settle(target)
        kept = {path.name: path for path in publishing.snapshots(target)}
        if name not in kept:
            raise NoSuchSnapshot(name)
        if not is_of_this_layout(kept[name]):
            raise OtherLayout(f"{name} was built by another version: build anew instead")
        # First the folders: broken off in between, the same order given again completes it.
        moved = keep_only(held_by(kept[name]), target)
        before = publishing.current(target)
        publishing.point_at(target, name)
        at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
        publications.note_return(target, Return(at, by, before.name if before else None, name))
        return moved
