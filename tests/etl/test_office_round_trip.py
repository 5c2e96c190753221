"""The template through a real spreadsheet engine: saved again by LibreOffice, in its own ways, and loaded."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.etl.facts import build_folder, rows_of
from tests.etl.templates import Filled, new_template

SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed: run scripts/ensure_office.sh")
@pytest.mark.parametrize("form", ["xlsx", "xls"])
def test_figures_survive_a_real_spreadsheet_engine(tmp_path: Path, form: str) -> None:
    path = new_template(tmp_path / "out" / "bieu.xlsx")
    with Filled(path) as sheet:
        sheet.figure("b1", "members_total", "2025", 54)
        sheet.figure("b1", "visits_amount", "2025", "trên 500 triệu")
        sheet.figure("b2", "visits_amount", "2025", "=6000000+1000000")
        sheet.figure("b1", "strong_groups_pct", "2025", 0.256).number_format = "0.0%"
        sheet.figure("b2", "branch_rating", "2025", "Xuất sắc")
        sheet.source(1, title="Báo cáo năm 2025", published_on="31/12/2025")
    assert SOFFICE is not None
    (tmp_path / "in").mkdir()
    filters = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "xls": "xls:MS Excel 97"}
    command = [SOFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to"]
    subprocess.run(
        [*command, filters[form], "--outdir", str(tmp_path / "in"), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    result = build_folder(tmp_path / "in")
    endless = float("inf")
    figures = [
        ("b1", "members_total", 54.0, 54.0),
        ("b1", "strong_groups_pct", 25.6, 25.6),
        ("b1", "visits_amount", 5e8, endless),
        ("b2", "branch_rating", 4.0, 4.0),
        ("b2", "visits_amount", 7e6, 7e6),
    ]
    assert result.rejects.empty, result.rejects.to_string()
    assert rows_of(result, "select branch_id, metric_id, value, high from observation order by all") == figures
    assert rows_of(result, "select title, published_on::varchar from source") == [("Báo cáo năm 2025", "2025-12-31")]
