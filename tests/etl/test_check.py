"""Checking files tells what each row would become and publishes nothing; what is refused goes back and returns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from etl import publishing
from etl.check import CheckedFile, CheckResult, check_files
from etl.command_line import app
from etl.workbook.layout import FIGURE_SHEET, REFUSAL_SHEET, TARGET_SHEET
from etl.workbook.reasons import REASONS_VI
from etl.workbook.rejected import write_rejected
from tests.etl.facts import OBSERVATIONS, build_folder, write_folder
from tests.etl.templates import HEALTH, HOME, Filled, new_template

GOOD = "b1,members_total,year,2024-01-01,2024-12-31,1,54,exact,reported,src1,3,"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot with a head count of 54 for b1 in 2024."""
    folder = tmp_path_factory.mktemp("published")
    return build_folder(write_folder(folder / "in", observations=[GOOD])).snapshot


def checked(path: Path, snapshot: Path | None, name: str = "") -> CheckResult:
    result = check_files([CheckedFile(path, name or path.name)], snapshot=snapshot, as_of=date(2026, 11, 21))
    inputs = result.inputs
    assert (inputs["rows_in"] == inputs["rows_accepted"] + inputs["rows_rejected"]).all()
    assert len(result.rejects) == inputs["rows_rejected"].sum()
    return result


def outcomes(result: CheckResult) -> dict[tuple[str, str, int], str]:
    rows = zip(*(result.rows[name] for name in ("branch_id", "metric_id", "period_start", "outcome")), strict=True)
    return {(branch, metric, start.year): outcome for branch, metric, start, outcome in rows}


def test_figures_are_new_changed_unchanged_or_outranked_beside_the_snapshot(tmp_path: Path, snapshot: Path) -> None:
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        # src1 was published later than what this form cites.
        sheet.source(1, title="Báo cáo cũ", published_on="01/03/2020")
        sheet.figure("b1", "members_total", "2024", 60)
        sheet.figure("b1", "members_total", "2025", 61)
    assert outcomes(checked(tmp_path / "t.xlsx", snapshot)) == {
        ("b1", "members_total", 2024): "outranked",
        ("b1", "members_total", 2025): "new",
    }
    with Filled(tmp_path / "t.xlsx") as sheet:
        sheet.source(1, title="Báo cáo mới", published_on="01/03/2026")
        sheet.figure("b1", "members_total", "2025", None)
    result = checked(tmp_path / "t.xlsx", snapshot)
    assert outcomes(result) == {("b1", "members_total", 2024): "changed"}
    assert result.rows[["before", "after"]].to_numpy().tolist() == [[54.0, 60.0]]
    assert result.rows["doubts"].tolist() == ["sources_disagree"]
    with Filled(tmp_path / "t.xlsx") as sheet:
        sheet.figure("b1", "members_total", "2024", 54)
    assert outcomes(checked(tmp_path / "t.xlsx", snapshot)) == {("b1", "members_total", 2024): "unchanged"}


def test_a_fact_file_that_states_its_figures_again_replaces_its_own_rows(tmp_path: Path, snapshot: Path) -> None:
    path = tmp_path / "observations.csv"
    path.write_text("\n".join([OBSERVATIONS[0], GOOD.replace(",54,", ",55,")]), encoding="utf-8")
    result = checked(path, snapshot)
    assert outcomes(result) == {("b1", "members_total", 2024): "changed"}
    assert result.rows[["before", "after"]].to_numpy().tolist() == [[54.0, 55.0]]
    assert result.rejects.empty


def test_checking_publishes_nothing_and_needs_no_snapshot(tmp_path: Path, snapshot: Path) -> None:
    before = sorted(path.name for path in snapshot.parent.iterdir())
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", 61)
    assert outcomes(checked(tmp_path / "t.xlsx", None)) == {("b1", "members_total", 2025): "new"}
    checked(tmp_path / "t.xlsx", snapshot)
    assert sorted(path.name for path in snapshot.parent.iterdir()) == before


def test_a_file_of_another_name_is_refused_and_the_name_of_an_upload_is_only_shown(
    tmp_path: Path, snapshot: Path
) -> None:
    (tmp_path / "stored").write_text("a,b\n1,2\n", encoding="utf-8")
    result = checked(tmp_path / "stored", snapshot, "../../etc/passwd\n.csv")
    assert result.rejects[["file", "rule"]].to_numpy().tolist() == [["passwd.csv", "file_not_read"]]


def test_refused_figures_go_back_with_reasons_and_are_read_when_put_right(tmp_path: Path, snapshot: Path) -> None:
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        sheet.source(1, title="Báo cáo", publisher="Công đoàn", published_on="31/12/2025")
        sheet.figure("b1", "members_total", "2024", 54)
        sheet.figure("b1", "members_total", "2025", "1,234")
        sheet.figure("b2", "visits_amount", "2025", "12,5")
        sheet.target(1, branch_name=HEALTH.name_vi, metric_name="Tổng số đoàn viên", period_name="2025", value=5)
    result = checked(tmp_path / "t.xlsx", snapshot)
    write_rejected(tmp_path / "back.xlsx", result)

    back = openpyxl.load_workbook(tmp_path / "back.xlsx")
    listed = [[cell.value for cell in row] for row in back[REFUSAL_SHEET].iter_rows(min_row=4)]
    assert [row[4] for row in listed] == ["(trống)", "1,234", "12,5"]
    assert all(row[5] in REASONS_VI.values() for row in listed)
    figures = back[FIGURE_SHEET]
    cells = {str(cell.value): cell for row in figures.iter_rows(min_row=5) for cell in row}
    assert HOME.name_vi in cells
    assert "54" not in cells
    cells["1,234"].value = 1234
    cells["12,5"].value = "12,5 triệu"
    aim = next(cell for row in back[TARGET_SHEET].iter_rows(min_row=5) for cell in row if cell.value == 5)
    back[TARGET_SHEET].cell(aim.row, 4).value, back[TARGET_SHEET].cell(aim.row, 5).value = "Mỗi năm", "Ít nhất (≥)"
    back.save(tmp_path / "back.xlsx")

    again = checked(tmp_path / "back.xlsx", snapshot)
    assert again.rejects.empty, again.rejects.to_string()
    assert outcomes(again) == {("b1", "members_total", 2025): "new", ("b2", "visits_amount", 2025): "new"}
    assert again.rows[["kind", "value"]].to_numpy().tolist() == [
        ["target", 5.0],
        ["figure", 1234.0],
        ["figure", 12.5e6],
    ]
    assert set(again.rows["file"]) == {"back.xlsx"}
    assert again.sources["source_id"].isin(result.sources["source_id"]).all()


def test_a_figure_whose_source_is_not_known_is_not_given_the_first_one_on_its_way_back(
    tmp_path: Path, snapshot: Path
) -> None:
    with Filled(new_template(tmp_path / "t.xlsx")) as sheet:
        cell = sheet.figure("b1", "members_total", "2025", 61)
        sheet.figures.cell(cell.row, sheet.column_of(sheet.figures, "source_no")).value = "N7"
        sheet.figure("b2", "members_total", "2025", "1,234")
    write_rejected(tmp_path / "back.xlsx", checked(tmp_path / "t.xlsx", snapshot))
    assert sorted(checked(tmp_path / "back.xlsx", snapshot).rejects["rule"]) == ["ambiguous_number", "unknown_source"]


def test_the_commands_make_a_template_check_it_and_write_what_is_refused(
    tmp_path: Path, snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNION_WAREHOUSE", str(snapshot.parent))
    run = CliRunner().invoke
    out = tmp_path / "t.xlsx"
    words = ["template", "--branches", "b1,province:ha noi", "--periods", "2025,2023-2028", "--groups", "membership"]
    made = run(app, [*words, "--out", str(out)])
    assert made.exit_code == 0, made.output
    with Filled(out) as sheet:
        assert sheet.figure("b2", "members_total", "2023-2028", "1,234").value == "1,234"
        sheet.figure("b1", "members_total", "2025", 61)
    answer = run(app, ["check", str(out), "--rejected", str(tmp_path / "back.xlsx")])
    assert answer.exit_code == 1
    assert "ambiguous_number" in answer.output
    assert (tmp_path / "back.xlsx").is_file()
    assert run(app, ["check", str(tmp_path / "nowhere.xlsx")]).exit_code == 2
    assert publishing.current(snapshot.parent) == snapshot
    for bad in (["--branches", "nobody"], ["--periods", "someday"], ["--groups", "happiness"]):
        wrong = run(app, [*words, "--out", str(tmp_path / "no.xlsx"), *bad])
        assert wrong.exit_code == 2
        assert bad[1] in wrong.output
    assert not (tmp_path / "no.xlsx").exists()


def test_every_rule_of_refusal_has_a_sentence_for_the_steward() -> None:
    import re

    folder = Path(__file__).resolve().parents[2] / "etl"
    rules: set[str] = set()
    for path in folder.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        rules |= set(
            re.findall(r'(?:Refused|Refusal|Unreadable)\((?:[^()]|\([^()]*\))*?"([a-z]+(?:_[a-z]+)+)",?\s*\)', text)
        )
    for path in (folder / "sql").glob("check_*.sql"):
        rules |= set(re.findall(r"'([a-z]+_[a-z_]+)'\s*\n?\s*from", path.read_text(encoding="utf-8")))
    assert len(rules) > 25
    assert rules - REASONS_VI.keys() == set()
