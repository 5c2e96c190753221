"""Templates as they go out: protected keys, input checks, notes in Vietnamese, nothing that runs."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from etl.workbook.catalogue import read_metrics
from etl.workbook.cells import read_cells
from etl.workbook.layout import FIGURE_SHEET, LIST_SHEET
from etl.workbook.template import TemplateTooLarge, write_template
from tests.etl.templates import HEALTH, new_template, period

ROOT = Path(__file__).resolve().parents[2]


def test_what_goes_out_is_protected_checked_and_explained(tmp_path: Path) -> None:
    path = new_template(tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(path)
    figures = book[FIGURE_SHEET]
    assert list(book.sheetnames) == ["Hướng dẫn", "Số liệu", "Chỉ tiêu", "Nguồn", LIST_SHEET]
    assert book[LIST_SHEET].sheet_state == "veryHidden"
    assert figures.protection.sheet
    assert figures.protection.password is None
    assert figures["A5"].protection.locked
    assert not figures["H5"].protection.locked
    assert figures.column_dimensions["A"].hidden
    assert figures.row_dimensions[3].hidden
    assert figures["E5"].comment.text == read_metrics()["members_total"].note_vi
    # As text, so that no spreadsheet turns "1.000" into 1 or "12.5" into a day in May.
    assert figures["H5"].number_format == "@"
    kinds = {rule.type for rule in figures.data_validations.dataValidation}
    assert kinds == {"custom", "list"}
    assert all(len(sheet.rows[0]) <= 13 for sheet in read_cells(path))


def test_a_hostile_branch_name_stays_text_in_the_template(tmp_path: Path) -> None:
    name = '=HYPERLINK("https://example.org")<script>'
    hostile = HEALTH.__class__("b9", name, "grassroots", "health")
    new_template(tmp_path / "in" / "t.xlsx", branches=[hostile])
    book = openpyxl.load_workbook(tmp_path / "in" / "t.xlsx")
    cell = book[FIGURE_SHEET]["C5"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_a_template_nobody_could_fill_in_is_not_written(tmp_path: Path) -> None:
    metrics = list(read_metrics().values())
    branches = [HEALTH] * 600
    with pytest.raises(TemplateTooLarge):
        write_template(tmp_path / "t.xlsx", branches, [period("2025")], metrics)
    assert not (tmp_path / "t.xlsx").exists()


def test_notes_on_metrics_are_those_of_the_screens() -> None:
    from babel.messages.pofile import read_po

    with (ROOT / "ui/locale/vi/LC_MESSAGES/ui.po").open("rb") as stream:
        said = {m.id.split(".")[1]: m.string for m in read_po(stream) if str(m.id).startswith("metric_note.")}
    with (ROOT / "etl/workbook/metric_notes.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["metric_id"]: row["note_vi"] for row in csv.DictReader(stream)} == said
    assert set(said) <= set(read_metrics())
