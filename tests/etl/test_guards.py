"""Files from outside are refused with a reason before they can fill the memory, run, or name a path."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from etl import guards
from etl.guards import Unreadable, check_file, shown_name, store_upload
from etl.workbook import cells
from etl.workbook.cells import read_cells
from tests.etl.templates import Filled, new_template

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def repacked(source: Path, target: Path, change: dict[str, bytes]) -> Path:
    """The workbook with some parts replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change.get(part, old.read(part)))
        for part in change.keys() - set(old.namelist()):
            new.writestr(part, change[part])
    return target


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = new_template(tmp_path_factory.mktemp("guards") / "t.xlsx")
    with Filled(path) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
    return path


def rule_of(path: Path, **limits: float) -> str:
    with pytest.raises(Unreadable) as caught:
        read_cells(path, **limits)
    assert caught.value.found
    assert caught.value.expected
    return caught.value.rule


SHEET = "xl/worksheets/sheet2.xml"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(template: Path, tmp_path: Path) -> None:
    bomb = repacked(template, tmp_path / "t.xlsx", {"xl/media/image1.png": bytes(400 * guards.MEGABYTE)})
    assert bomb.stat().st_size < guards.MEGABYTE
    assert rule_of(bomb) == "zip_bomb"


def test_entities_are_never_expanded(template: Path, tmp_path: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    assert rule_of(repacked(template, tmp_path / "t.xlsx", {SHEET: evil})) == "xml_entities"


@pytest.mark.parametrize("place", ["XFD1", "A1048576", "ZZ100000"])
def test_a_sheet_as_wide_or_long_as_a_grid_allows_is_refused(template: Path, tmp_path: Path, place: str) -> None:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData></worksheet>'
    ).encode()
    assert rule_of(repacked(template, tmp_path / "t.xlsx", {SHEET: sheet})) == "sheet_too_large"


def test_a_file_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"))
    assert rule_of(path) == "password_protected"


def test_a_file_above_the_size_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_BYTES", 100)
    (tmp_path / "t.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(Unreadable) as caught:
        check_file(tmp_path / "t.xlsx")
    assert caught.value.rule == "file_too_large"
    with pytest.raises(Unreadable):
        store_upload(bytes(101), "t.xlsx", tmp_path)


def test_reading_that_takes_too_long_is_broken_off(template: Path) -> None:
    assert rule_of(template, seconds=0.001) == "read_timeout"


def test_other_files_called_workbooks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
    for content, rule in (
        (b"", "not_a_workbook"),
        (b"branch_id,metric_id\n", "not_a_workbook"),
        (packed.getvalue(), "not_a_workbook"),
        (b"PK\x03\x04" + bytes(50), "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "damaged_file"),
    ):
        path.write_bytes(content)
        assert rule_of(path) == rule


def test_names_of_uploads_are_text_and_never_paths(tmp_path: Path) -> None:
    for name in ("../../evil.xlsx", "C:\\temp\\evil.xlsx", "/etc/passwd", "a\x00b\n.xlsx", "", "x" * 500):
        stored = store_upload(b"PK", name, tmp_path)
        assert stored.parent == tmp_path
        assert stored.name.startswith("upload-")
        assert stored.suffix in (".xlsx", ".bin")
        shown = shown_name(name)
        assert 0 < len(shown) <= 120
        assert not set("/\\\n\x00") & set(shown)


def test_texts_that_are_one_text_in_the_file_and_thousands_in_memory_are_refused(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "MOST_LETTERS", 100)
    assert cells.main(template)["refused"]["rule"] == "sheet_too_large"


def test_small_sheets_that_are_too_many_cells_together_are_refused(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    largest = max(len(sheet["rows"]) * len(sheet["rows"][0]) for sheet in cells.main(template)["sheets"])
    monkeypatch.setattr(guards, "MOST_CELLS", largest)
    assert "together" in cells.main(template)["refused"]["found"]
