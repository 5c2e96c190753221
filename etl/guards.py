"""Limits on files from outside: size, kind, packing, sheets, rows, columns, time and memory."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

MEGABYTE = 1 << 20
MOST_BYTES = 30 * MEGABYTE
MOST_UNPACKED_BYTES = 300 * MEGABYTE
# Spreadsheet XML packs 10 to 60 times smaller; what packs far better than that holds nothing to read.
MOST_PACKING = 250
MOST_PARTS = 5_000
MOST_SHEETS = 60
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 4_000_000
# All texts of a workbook together: one long text may be shared by many cells, and packs to nothing.
MOST_LETTERS = 30_000_000
# Rows of one file that are refused one by one; beyond that the file is at fault, not its rows.
MOST_REFUSED = 200_000
MOST_SECONDS = 60
MOST_MEMORY_BYTES = 1024 * MEGABYTE
SPREADSHEETS = (".xlsx", ".xlsm", ".xls")

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Unreadable(Exception):
    """Why a file is not opened: what was found, what is expected, and the rule of refusal."""

    found: str
    expected: str
    rule: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.found}; expected {self.expected}"


def check_file(path: Path) -> str:
    """ "zip" or "ole" for a spreadsheet that may be opened; raises Unreadable before any of it is unpacked into memory.

    The ending of the name is not believed: the first bytes decide. Raises OSError where the file cannot be opened.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"{size:,} bytes", f"at most {MOST_BYTES:,} bytes", "file_too_large")
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(_ZIP):
        _check_packing(path)
        return "zip"
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise _protected()
        return "ole"
    raise Unreadable("not a spreadsheet", "an .xlsx or .xls workbook", "not_a_workbook")


def _protected() -> Unreadable:
    return Unreadable("a file locked with a password", "the same file without a password", "password_protected")


def _check_packing(path: Path) -> None:
    """Unpack every part once, counting: the sizes a zip states of itself are not believed either."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise Unreadable(f"{len(parts)} parts", f"at most {MOST_PARTS} parts", "too_many_parts")
            for part in parts:
                if part.flag_bits & 1:
                    raise _protected()
                total = _count_part(archive, part, total)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as problem:
        raise Unreadable(f"a damaged file ({problem})", "a workbook that opens in Excel", "damaged_file") from None
    except Exception as problem:
        if isinstance(problem, Unreadable):
            raise
        # zlib.error and what other packers raise: damaged all the same.
        raise Unreadable(f"a damaged file ({problem})", "a workbook that opens in Excel", "damaged_file") from None


def _count_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, total: int) -> int:
    unpacked = 0
    with archive.open(part) as stream:
        while chunk := stream.read(MEGABYTE):
            unpacked += len(chunk)
            if total + unpacked > MOST_UNPACKED_BYTES:
                raise Unreadable(
                    f"more than {MOST_UNPACKED_BYTES:,} bytes unpacked", "a workbook of figures", "zip_bomb"
                )
            if unpacked > 10 * MEGABYTE and unpacked > MOST_PACKING * max(part.compress_size, 1):
                raise Unreadable(f"a part packed {MOST_PACKING} times", "a workbook of figures", "zip_bomb")
    return total + unpacked


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Raise Unreadable where a sheet is larger than any table of figures."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise Unreadable(
            f"sheet {shown_name(sheet)}: {rows:,} rows x {columns:,} columns",
            f"at most {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and {MOST_CELLS:,} cells",
            "sheet_too_large",
        )


def shown_name(name: str) -> str:
    """The name of an uploaded file as text to show: no folders, no control signs, at most 120 letters."""
    last = re.split(r"[/\\]", name)[-1]
    readable = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return readable.strip()[:120] or "file"


def store_upload(content: bytes, name: str, folder: Path) -> Path:
    """Write an upload into `folder` under a name of our own; of the name it came with only a known ending is kept."""
    ending = Path(shown_name(name)).suffix.lower()
    path = folder / f"upload-{uuid4().hex}{ending if ending in (*SPREADSHEETS, '.csv') else '.bin'}"
    if len(content) > MOST_BYTES:
        raise Unreadable(f"{len(content):,} bytes", f"at most {MOST_BYTES:,} bytes", "file_too_large")
    path.write_bytes(content)
    return path
