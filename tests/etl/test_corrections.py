"""Corrections change what is compared and nothing that is stated, and only while the old value is what they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.build import BuildResult
from etl.check import CheckedFile, check_files
from tests.etl.facts import build_folder, rows_of, write_folder
from tests.etl.templates import Filled, new_template

HEADER = (
    "branch_id,metric_id,period_kind,period_start,period_end,source_id,part,old_value,new_value,new_qualifier,"
    "reason,reviewed_by,on"
)
Y23 = "year,2023-01-01,2023-12-31"
OBSERVATIONS = [
    *(f"b1,visits_count,year,{y}-01-01,{y}-12-31,1,{n},exact,reported,src1,," for y, n in ((2022, 10), (2023, 1200))),
    f"b1,visits_count,{Y23},1,1200,exact,reported,src2,,",
    f"b1,visits_amount,{Y23},1,7000000,at_least,reported,src1,,",
    f"b1,visits_amount,{Y23},2,7000000,exact,reported,src1,,",
    f"b2,members_total,{Y23},1,31,exact,reported,src1,,",
]
TERM = "b1,visits_count,term,2022-01-01,2023-12-31,per_term,ge,100,,,src1,,"
GOOD = f"b1,visits_count,{Y23},,,1200,120,,gõ thừa số 0,Nguyễn An,2026-03-01"


def corrected(folder: Path, *rows: str) -> BuildResult:
    write_folder(folder, observations=OBSERVATIONS, targets=[TERM])
    (folder / "corrections.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    result = build_folder(folder)
    assert result.rows_in == result.rows_accepted + result.rows_rejected
    return result


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    part = f"b1,visits_amount,{Y23},src1,2,7000000,7500000,about,đọc lại báo cáo,Nguyễn An,2026-03-01"
    return corrected(tmp_path_factory.mktemp("corrections") / "in", GOOD, part)


def test_figures_rest_on_the_corrected_value_and_say_so_years_added_to_a_term_included(result: BuildResult) -> None:
    assert result.rejects.empty, result.rejects.to_string()
    figures = (
        "select metric_id, period_kind, year(period_start), value, low, high, is_corrected from figure order by all"
    )
    endless = float("inf")
    assert rows_of(result, figures) == [
        ("members_total", "year", 2023, 31.0, 31.0, 31.0, False),
        ("visits_amount", "year", 2023, 14.5e6, 14.5e6, endless, True),
        ("visits_count", "term", 2022, 130.0, 130.0, 130.0, True),
        ("visits_count", "year", 2022, 10.0, 10.0, 10.0, False),
        ("visits_count", "year", 2023, 120.0, 120.0, 120.0, True),
    ]
    assert rows_of(result, "select status, result_low from attainment") == [("met", 130.0)]


def test_what_sources_state_stays_as_they_state_it(result: BuildResult) -> None:
    stated = "select value, qualifier from observation where metric_id like 'visits%' order by all"
    assert rows_of(result, stated) == [
        (10.0, "exact"), (1200.0, "exact"), (1200.0, "exact"), (7e6, "at_least"), (7e6, "exact"),
    ]  # fmt: skip


def test_each_correction_is_listed_and_found_with_its_reason_and_reviewer(result: BuildResult) -> None:
    columns = "source_id, stated_value, corrected_value, qualifier, reviewed_by, corrected_on"
    listed = f"select {columns} from correction order by all"
    assert rows_of(result, listed) == [
        ("src1", 1200.0, 120.0, "exact", "Nguyễn An", date(2026, 3, 1)),
        ("src1", 7e6, 7.5e6, "about", "Nguyễn An", date(2026, 3, 1)),
        ("src2", 1200.0, 120.0, "exact", "Nguyễn An", date(2026, 3, 1)),
    ]
    found = result.findings[result.findings["rule"] == "figure_corrected"]
    assert len(found) == 3
    message = found.loc[found["metric_id"] == "visits_count", "message_vi"].iloc[0]
    assert all(words in message for words in ("1.200", "120", "gõ thừa số 0", "Nguyễn An", "01/03/2026"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"old_value": "1300"}, "correction_not_applied"),
        ({"old_value": ""}, "bad_number"),
        ({"new_value": "12,5"}, "bad_number"),
        ({"new_value": "-1"}, "negative_value"),
        ({"new_value": "1.5"}, "not_whole"),
        ({"new_qualifier": "roughly"}, "unknown_value"),
        ({"reason": ""}, "missing_value"),
        ({"reviewed_by": ""}, "missing_value"),
        ({"on": "01/03/2026"}, "bad_date"),
        ({"branch_id": "b2"}, "correction_without_figure"),
        ({"source_id": "src9"}, "correction_without_figure"),
        ({"metric_id": "visits_amount", "old_value": "7000000"}, "correction_ambiguous"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_changes_nothing(
    tmp_path: Path, change: dict[str, str], rule: str
) -> None:
    names = HEADER.split(",")
    row = dict(zip(names, GOOD.split(","), strict=True)) | change
    text = ",".join(f'"{row[name]}"' for name in names)
    result = corrected(tmp_path / "in", text)
    assert result.rejects[["file", "row", "rule"]].to_numpy().tolist() == [["in/corrections.csv", 2, rule]]
    assert rows_of(result, "select count(*) from correction") == [(0,)]
    assert rows_of(result, "select value from figure where metric_id = 'visits_count' and year(period_end) = 2023"
                   " and period_kind = 'year'") == [(1200.0,)]  # fmt: skip


@pytest.mark.parametrize(("value", "kept"), [(120, [(120.0,)]), (140, [])])
def test_one_figure_is_corrected_once_and_not_at_all_where_corrections_contradict_each_other(
    tmp_path: Path, value: int, kept: list[tuple[float]]
) -> None:
    of_one_source = GOOD.replace("12-31,,,", "12-31,src1,1,").replace(",120,", f",{value},")
    result = corrected(tmp_path / "in", GOOD, of_one_source)
    refused = [3] if kept else [2, 3]
    assert result.rejects[["row", "rule"]].to_numpy().tolist() == [[row, "duplicate_key"] for row in refused]
    assert "in/corrections.csv row 2" in result.rejects["expected"].iloc[-1]
    assert rows_of(result, "select distinct corrected_value from correction") == kept


def test_checking_new_files_keeps_the_corrections_of_the_snapshot(tmp_path: Path, result: BuildResult) -> None:
    with Filled(new_template(tmp_path / "t.xlsx", periods=["2024"])) as sheet:
        sheet.figure("b1", "members_total", "2024", 55)
    checked = check_files(
        [CheckedFile(tmp_path / "t.xlsx", "t.xlsx")], snapshot=result.snapshot, as_of=date(2026, 11, 21)
    )
    assert checked.rejects.empty
    assert checked.rows["outcome"].tolist() == ["new"]
    assert "figure_corrected" not in set(checked.findings["rule"])


def test_a_move_under_another_parent_is_dated_and_ends_no_life(tmp_path: Path) -> None:
    branches = [
        "b1,Công đoàn A,grassroots,health,Bến Tre,fed,src1",
        "fed,Liên đoàn cũ,provincial_federation,mixed,Bến Tre,,src1",
        "new,Liên đoàn mới,provincial_federation,mixed,Vĩnh Long,,src1",
        "later,Liên đoàn sau,provincial_federation,mixed,Vĩnh Long,,src1",
    ]
    folder = write_folder(tmp_path / "in", branches=branches, observations=[
        "b1,members_total,year,2025-01-01,2025-12-31,1,54,exact,reported,src1,,"], targets=[])  # fmt: skip
    life = ["branch_id,event,on,other_branch_id,source_id,note", "b1,moved_to,2025-07-01,new,src1,"]
    life += ["b1,moved_to,2027-01-01,later,src1,", "fed,moved_to,2025-07-01,,src1,"]
    (folder / "branch_life.csv").write_text("\n".join(life), encoding="utf-8")
    result = build_folder(folder)
    assert result.rejects[["row", "column_name"]].to_numpy().tolist() == [[4, "other_branch_id"]]
    assert rows_of(result, "select parent_id, parent_name, active_to from branch where branch_id = 'b1'") == [
        ("new", "Liên đoàn mới", None)
    ]
    assert rows_of(result, "select happened_on, other_branch_id from branch_event order by all") == [
        (date(2025, 7, 1), "new"),
        (date(2027, 1, 1), "later"),
    ]
    assert "outside_life" not in set(result.findings["rule"])


LIFE = "branch_id,event,on,other_branch_id,source_id,note"


def life(folder: Path, *rows: str) -> BuildResult:
    write_folder(folder)
    (folder / "branch_life.csv").write_text("\n".join([LIFE, *rows]) + "\n", encoding="utf-8")
    return build_folder(folder)


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        (["b1,founded,2020-05-01,,src1,", "b1,closed,2019-12-31,,src1,"], [2, 3]),
        (["b1,merged_into,2019-12-31,b2,src1,", "b1,founded,2020-05-01,,src1,"], [2, 3]),
        (["b1,founded,2020-05-01,,src1,", "b1,renamed_to,2019-12-31,b2,src1,"], [2, 3]),
        (["b1,founded,2020-05-01,,src1,", "b1,closed,2024-12-31,,src1,", "b2,closed,2019-12-31,,src1,"], []),
        (["b1,founded,2010-05-01,,src1,", "b1,closed,2015-12-31,,src1,", "b1,founded,2020-05-01,,src1,"], []),
    ],
)
def test_a_branch_that_ends_before_it_is_founded_has_neither_day(
    tmp_path: Path, rows: list[str], refused: list[int]
) -> None:
    result = life(tmp_path / "in", *rows)
    assert result.rejects["row"].tolist() == refused
    assert set(result.rejects["rule"]) <= {"ended_before_founded"}
    days = "founded on 2020-05-01, ended on 2019-12-31"
    assert all(days in text for text in result.rejects["expected"])
    assert rows_of(result, "select count(*) from branch_event") == [(len(rows) - len(refused),)]
