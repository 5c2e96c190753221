"""What a folder of facts holds: the files that are read by their names, and those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from etl.fact_format import FORMATS
from etl.guards import SPREADSHEETS
from etl.parquet_files import parquet_name
from etl.workbook.staging import is_csv_template

EXPECTED_NAMES = tuple(file_format.file_name for file_format in FORMATS)
SHOWN_NAMES = 20


class UnusableFolder(RuntimeError):
    """A folder that was asked for cannot be read at all: nothing is built, whatever the other folders hold."""


def require_folders(folders: Sequence[Path]) -> None:
    """Raise UnusableFolder, naming every one of them, where a folder is missing, is no folder or cannot be listed."""
    problems = []
    for folder in folders:
        try:
            next(folder.iterdir(), None)
        except FileNotFoundError:
            problems.append(f"no such folder: {folder}")
        except NotADirectoryError:
            problems.append(f"not a folder: {folder}")
        except OSError as problem:
            problems.append(f"folder cannot be read: {folder} ({problem.strerror})")
    if problems:
        raise UnusableFolder("; ".join(problems))


def files_not_read(folder: Path) -> list[str]:
    """Names of the files of `folder` that no reader takes, in the order of names; hidden files are nobody's."""
    templates = set(template_files(folder))
    return [path.name for path in _other_files(folder) if path not in templates]


def template_files(folder: Path) -> list[Path]:
    """The workbooks of `folder`, and CSV files of other names that begin like a template, in the order of names."""
    return [
        path
        for path in _other_files(folder)
        if path.suffix.lower() in SPREADSHEETS or (path.suffix.lower() == ".csv" and is_csv_template(path))
    ]


def _other_files(folder: Path) -> list[Path]:
    # A spreadsheet program's lock files and the hidden ones of a system hold no figures.
    read = {f.file_name if (folder / f.file_name).exists() else parquet_name(f) for f in FORMATS}
    return sorted(
        path
        for path in folder.iterdir()
        if path.name not in read and not path.name.startswith((".", "~$")) and path.is_file()
    )


def shown(names: Sequence[str]) -> str:
    """A list of names that stays readable however many there are."""
    listed = ", ".join(names[:SHOWN_NAMES])
    return listed if len(names) <= SHOWN_NAMES else f"{listed} … ({len(names)})"
