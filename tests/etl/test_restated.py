"""What a later hand-in says takes the place of what an earlier one said: figures, sums, aims, and figures withdrawn."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

from etl import desk, publishing
from etl.build import build, published_folders
from etl.command_line import app
from etl.hand_in import hand_in, take_back
from etl.publications import RETURNS, read_returns
from tests.conftest import BuiltOnce
from tests.etl.facts import OBSERVATIONS, rows_of, write_folder
from tests.etl.templates import HEALTH, Filled, new_template

OLD = "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,"
PUBLISHED = "b1,visits_amount,year,2025-01-01,2025-12-31,1,9000000,exact,reported,src1,3,"
FIGURES = """
    select metric_id, year(period_start), value, has_conflict from figure
    where period_kind = 'year' and year(period_start) >= 2024 order by all
"""
AIMS = "select comparator, value from target where metric_id = 'members_total' order by all"
Fill = Callable[[Filled], object]


@pytest.fixture(scope="session")
def first_build(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that serves one folder of facts; no test changes it."""
    facts = tmp_path_factory.mktemp("first-build") / "facts"
    return built_once(
        "first-build",
        lambda folder: build([write_folder(facts, observations=[OLD, PUBLISHED])], warehouse=folder),
    )


@pytest.fixture
def served(first_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder around a warehouse that serves one folder of facts; it is free for what is handed in."""
    shutil.copytree(first_build, tmp_path / "warehouse")
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.delenv("UNION_HANDED_IN", raising=False)
    return tmp_path


class Steward:
    """Checks and publishes forms one after the other, as the page does."""

    def __init__(self, home: Path) -> None:
        self.home, self.turn = home, 0

    def hand_in(self, *fills: Fill, name: str = "bieu.xlsx") -> pd.DataFrame:
        """Publish one form for each of `fills`; what the check said of their rows."""
        files = self._forms(fills, name)
        folder = self.home / f"desk-{self.turn}"
        folder.mkdir()
        answer = desk.check({"files": files}, folder)
        assert answer["agrees"], "the draft must do what the check says"
        desk.publish({"files": answer["files"], "by": "An", "note": "", "served": answer["served"]}, folder)
        return pd.read_parquet(folder / "rows.parquet")

    def did_hand_in(self, *fills: Fill, name: str = "bieu.xlsx") -> None:
        """The same of what came before the forms that a test is about: published without a draft of its own."""
        files = [(Path(path), told) for path, told in self._forms(fills, name)]
        hand_in(files, by="An", note="", expected=None, progress=lambda step: None)

    def _forms(self, fills: tuple[Fill, ...], name: str) -> list[list[str]]:
        files = []
        for number, fill in enumerate(fills):
            self.turn += 1
            path = self.home / str(self.turn) / name
            with Filled(new_template(path)) as sheet:
                fill(sheet)
            files.append([str(path), name if len(fills) == 1 else f"{number}-{name}"])
        return files

    def sees(self, query: str) -> list[tuple[object, ...]]:
        snapshot = publishing.current(self.home / "warehouse")
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return connection.execute(query).fetchall()


def head_count(year: str, value: object) -> Fill:
    return lambda sheet: sheet.figure("b1", "members_total", year, value)


# Names whose digests fall in both orders: which form is believed must not hang on them.
@pytest.mark.parametrize("names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
def test_the_later_form_is_believed_whatever_the_files_are_called(served: Path, names: tuple[str, str]) -> None:
    steward = Steward(served)
    steward.did_hand_in(head_count("2025", 60), name=names[0])
    rows = steward.hand_in(head_count("2025", 61), name=names[1])
    assert rows[["before", "after", "outcome"]].to_numpy().tolist() == [[60.0, 61.0, "changed"]]
    assert steward.sees(FIGURES)[0] == ("members_total", 2025, 61.0, False)


def test_a_form_is_cited_by_the_name_it_came_with_and_the_day(served: Path) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 60), name="Sở Y tế.xlsx")
    ((title,),) = steward.sees("select title from source where source_id like 'nop-%'")
    assert str(title).startswith("Biểu số liệu do đơn vị nộp: Sở Y tế.xlsx, nhận ngày ")
    ((file,),) = steward.sees("select i.file from (select unnest(inputs) as i from load_run) where i.file like '%xlsx'")
    assert str(file).endswith("/Sở Y tế.xlsx")


def test_a_later_form_leaves_what_it_does_not_speak_of(served: Path) -> None:
    steward = Steward(served)
    steward.did_hand_in(head_count("2024", 60))
    steward.hand_in(head_count("2025", 61))
    assert [row[:3] for row in steward.sees(FIGURES)] == [
        ("members_total", 2024, 60.0),
        ("members_total", 2025, 61.0),
        ("visits_amount", 2025, 9e6),
    ]


def test_two_forms_of_one_load_that_contradict_each_other_are_both_refused(served: Path) -> None:
    steward = Steward(served)
    steward.did_hand_in(head_count("2025", 59))
    rows = steward.hand_in(head_count("2025", 60), lambda s: (head_count("2025", 61)(s), head_count("2024", 5)(s)))
    assert rows["metric_id"].tolist() == ["members_total"]
    refused = pd.read_parquet(served / f"desk-{steward.turn}" / "rejects.parquet")
    assert refused[["found", "rule"]].to_numpy().tolist() == [["60", "forms_disagree"], ["61", "forms_disagree"]]
    assert [row[:3] for row in steward.sees(FIGURES)][:2] == [
        ("members_total", 2024, 5.0),
        ("members_total", 2025, 59.0),
    ]


def test_a_sum_with_a_refused_part_is_not_taken_and_the_old_one_stays(served: Path) -> None:
    row = "b1,members_total,year,2024-01-01,2024-12-31,{},{},exact,reported,src1,1,"
    for part_values, code in (([(1, 10), (2, 20)], 0), ([(1, 15), (2, "x25")], 3)):
        path = served / "observations.csv"
        path.write_text(
            "\n".join([OBSERVATIONS[0], *(row.format(*one) for one in part_values)]) + "\n", encoding="utf-8"
        )
        done = CliRunner().invoke(app, ["hand-in", str(path), "--note", "", "--by", "An"])
        assert done.exit_code in (code, 1), done.output
    assert ("members_total", 2024, 30.0, False) in Steward(served).sees(FIGURES)


def write_correction(home: Path, old: int, new: int, qualifier: str = "") -> Path:
    head = "branch_id,metric_id,period_kind,period_start,period_end,source_id,part,old_value,new_value,new_qualifier"
    row = f"b1,members_total,year,2025-01-01,2025-12-31,,,{old},{new},{qualifier},gõ nhầm,An,2026-01-01"
    (home / "corrections.csv").write_text(f"{head},reason,reviewed_by,on\n{row}\n", encoding="utf-8")
    return home / "corrections.csv"


def corrected(home: Path, old: int, new: int) -> list[str]:
    """Hand in one correction of the head count of 2025; the rules by which rows of it are refused."""
    write_correction(home, old, new)
    result = hand_in([(home / "corrections.csv", "corrections.csv")], by="", note="", expected=None, progress=print)
    own = max(file for file in result.inputs["file"] if file.endswith("corrections.csv"))
    return result.rejects[result.rejects["file"] == own]["rule"].tolist()


def test_a_later_form_ends_an_earlier_correction_as_the_check_says(served: Path) -> None:
    steward = Steward(served)
    steward.did_hand_in(head_count("2025", 1000))
    assert corrected(served, 1000, 1200) == []
    assert ("members_total", 2025, 1200.0, False) in steward.sees(FIGURES)
    rows = steward.hand_in(head_count("2025", 1000))
    assert rows[["before", "after"]].to_numpy().tolist() == [[1200.0, 1000.0]]
    assert ("members_total", 2025, 1000.0, False) in steward.sees(FIGURES)
    steward.did_hand_in(head_count("2025", 1100))
    steward.hand_in(head_count("2025", 1000))
    assert ("members_total", 2025, 1000.0, False) in steward.sees(FIGURES)


@pytest.mark.parametrize(("new", "qualifier", "outcome"), [(550, "", "changed"), (505, "about", "changed"),
                                                           (505, "", "unchanged")])  # fmt: skip
def test_the_check_says_of_a_correction_what_publishing_it_does(
    served: Path, new: int, qualifier: str, outcome: str
) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 505))
    path = write_correction(served, 505, new, qualifier)
    folder = served / "desk"
    folder.mkdir()
    answer = desk.check({"files": [[str(path), "corrections.csv"]]}, folder)
    rows = pd.read_parquet(folder / "rows.parquet")
    told = rows[["kind", "row", "value", "before", "after", "outcome"]].to_numpy().tolist()
    assert told == [["correction", 2, new, 505.0, new, outcome]]
    assert pd.read_parquet(folder / "differences.parquet").empty == (outcome == "unchanged")
    said = CliRunner().invoke(app, ["check", str(path)]).output
    assert ("changed b1 members_total 2025-01-01..2025-12-31: 505 -> " in said) == (outcome == "changed")
    desk.publish({"files": answer["files"], "by": "An", "note": "", "served": answer["served"]}, folder)
    assert ("members_total", 2025, float(new), False) in steward.sees(FIGURES)


def test_a_later_correction_takes_the_place_of_an_earlier_one(served: Path) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 1000))
    assert corrected(served, 1000, 1200) == []
    assert corrected(served, 1000, 1300) == []
    assert ("members_total", 2025, 1300.0, False) in steward.sees(FIGURES)


def test_an_aim_of_another_source_stands_beside_the_old_one_and_the_check_says_so(served: Path) -> None:
    named = {"branch_name": HEALTH.name_vi, "metric_name": "Tổng số đoàn viên", "period_name": "Năm 2025"}
    steward = Steward(served)
    steward.did_hand_in(lambda sheet: sheet.target(1, **named, cadence="Mỗi năm", value="≥ 50"))

    def cited(sheet: Filled) -> None:
        sheet.source(1, title="Nghị quyết", published_on="01/02/2025")
        sheet.target(1, **named, cadence="Mỗi năm", value="≥ 70", source_no="N1")

    assert steward.hand_in(cited)["outcome"].tolist() == ["new"]
    assert [value for _, value in steward.sees(AIMS)] == [50.0, 70.0]


def test_an_aim_that_a_later_form_drops_is_told(served: Path) -> None:
    named = {"branch_name": HEALTH.name_vi, "metric_name": "Tổng số đoàn viên", "period_name": "Năm 2025"}
    steward = Steward(served)

    def two(sheet: Filled) -> None:
        sheet.target(1, **named, cadence="Mỗi năm", value="≥ 50", note="khối doanh nghiệp")
        sheet.target(2, **named, cadence="Mỗi năm", value="≥ 30", note="khối hành chính")

    steward.did_hand_in(two)
    rows = steward.hand_in(
        lambda sheet: sheet.target(1, **named, cadence="Mỗi năm", value="≥ 60", note="khối doanh nghiệp")
    )
    assert sorted(zip(rows["outcome"], rows["before"].fillna(0), strict=True)) == [
        ("changed", 0.0),
        ("withdrawn", 30.0),
    ]
    assert [value for _, value in steward.sees(AIMS)] == [60.0]


def test_within_one_day_the_source_handed_in_last_is_believed(served: Path) -> None:
    def cited(title: str, value: int, metric: str = "members_total") -> Fill:
        return lambda sheet: (
            sheet.source(1, title=title, published_on="01/02/2025"),
            sheet.figure("b1", metric, "2025", value),
            setattr(
                sheet.figures.cell(sheet.row_of("b1", metric), sheet.column_of(sheet.figures, "source_no")),
                "value",
                "N1",
            ),
        )

    steward = Steward(served)
    steward.did_hand_in(cited("Báo cáo một", 100))
    steward.did_hand_in(cited("Báo cáo hai", 200))
    steward.did_hand_in(cited("Báo cáo một", 3, "members_net_growth"))
    assert ("members_total", 2025, 200.0, True) in steward.sees(FIGURES)
    assert steward.hand_in(cited("Báo cáo một", 150))["outcome"].tolist() == ["changed"]
    assert ("members_total", 2025, 150.0, True) in steward.sees(FIGURES)


def test_a_source_of_a_day_to_come_is_refused(served: Path) -> None:
    def slip(sheet: Filled) -> None:
        sheet.source(1, title="Báo cáo", published_on="31/12/2099")
        sheet.figure("b1", "members_total", "2025", 60)

    with Filled(new_template(served / "slip.xlsx")) as sheet:
        slip(sheet)
    done = CliRunner().invoke(app, ["check", str(served / "slip.xlsx")])
    assert "future_date" in done.output


def test_a_sum_stated_anew_holds_none_of_its_old_parts(served: Path) -> None:
    row = "b1,members_total,year,2024-01-01,2024-12-31,{},{},exact,reported,src1,1,"
    for part_values in ([(1, 100), (2, 200)], [(1, 300)]):
        path = served / "observations.csv"
        path.write_text(
            "\n".join([OBSERVATIONS[0], *(row.format(*one) for one in part_values)]) + "\n", encoding="utf-8"
        )
        done = CliRunner().invoke(app, ["hand-in", str(path), "--note", "", "--by", "An"])
        assert done.exit_code == 0, done.output
    assert ("members_total", 2024, 300.0, False) in Steward(served).sees(FIGURES)


def test_an_aim_stated_anew_takes_the_place_of_the_old_one(served: Path) -> None:
    def aim(value: object) -> Fill:
        named = {"branch_name": HEALTH.name_vi, "metric_name": "Tổng số đoàn viên", "period_name": "Năm 2025"}
        return lambda sheet: sheet.target(1, **named, cadence="Mỗi năm", value=value)

    steward = Steward(served)
    before = steward.sees(AIMS)
    steward.did_hand_in(aim("trên 50"))
    rows = steward.hand_in(aim("≥ 70"))
    assert rows[["before", "after", "outcome"]].to_numpy().tolist() == [[50.0, 70.0, "changed"]]
    assert set(steward.sees(AIMS)) - set(before) == {("ge", 70.0)}
    assert steward.hand_in(aim("≥ 70"))["outcome"].tolist() == ["unchanged"]


def test_a_figure_is_withdrawn_by_saying_that_there_is_none_and_kept_by_an_empty_cell(served: Path) -> None:
    steward = Steward(served)
    steward.did_hand_in(head_count("2025", 60))
    steward.did_hand_in(head_count("2024", 7))
    assert ("members_total", 2025, 60.0, False) in steward.sees(FIGURES)
    rows = steward.hand_in(head_count("2025", "chưa có số liệu"))
    assert rows[["before", "outcome"]].to_numpy().tolist() == [[60.0, "withdrawn"]]
    assert [row[:3] for row in steward.sees(FIGURES)] == [("members_total", 2024, 7.0), ("visits_amount", 2025, 9e6)]
    assert steward.hand_in(head_count("2025", 8))["outcome"].tolist() == ["new"]
    assert ("members_total", 2025, 8.0, False) in steward.sees(FIGURES)


def test_no_form_withdraws_what_another_source_published(served: Path) -> None:
    steward = Steward(served)
    rows = steward.hand_in(lambda sheet: sheet.figure("b1", "visits_amount", "2025", "chưa có số liệu"))
    assert rows["outcome"].tolist() == ["outranked"]
    assert ("visits_amount", 2025, 9e6, False) in steward.sees(FIGURES)


def test_what_has_no_figure_and_had_none_is_accounted_for_and_changes_nothing(served: Path) -> None:
    steward = Steward(served)
    before = steward.sees("from figure order by all")
    rows = steward.hand_in(head_count("2025", "chưa có số liệu"))
    assert rows["outcome"].tolist() == ["not_reported"]
    assert steward.sees("from figure order by all") == before
    assert steward.sees("select count(*) from observation where value is null") == [(0,)]


def test_a_row_that_is_refused_stands_in_the_way_of_no_correction(served: Path) -> None:
    facts = write_folder(served / "facts", observations=[OLD, OLD.replace("2023", "2022").replace(",54,", ",nhiều,")])
    head = "branch_id,metric_id,period_kind,period_start,period_end,source_id,part,old_value,new_value,new_qualifier"
    row = "b1,members_total,year,2023-01-01,2023-12-31,src1,1,54,55,,gõ nhầm,An,2026-01-01"
    (facts / "corrections.csv").write_text(f"{head},reason,reviewed_by,on\n{row}\n", encoding="utf-8")
    result = build([facts])
    assert result.rejects["rule"].tolist() == ["bad_number"]
    assert rows_of(result, "select value from figure where year(period_start) = 2023 and period_kind = 'year'") == [
        (55.0,)
    ]


def test_the_command_names_each_refused_row_and_says_so_to_other_programs(served: Path) -> None:
    path = served / "bieu.xlsx"
    with Filled(new_template(path)) as sheet:
        sheet.figure("b1", "members_total", "2024", 5)
        sheet.figure("b1", "members_total", "2025", "nhiều")
    done = CliRunner().invoke(app, ["hand-in", str(path), "--note", "", "--by", "An"])
    assert done.exit_code == 3
    assert "handed in: rows 3 = accepted 2 + rejected 1" in done.output
    assert "found nhiều" in " ".join(done.output.split())
    assert "bieu.xlsx" in done.output


def test_the_command_writes_of_what_is_missing_no_nan(served: Path) -> None:
    Steward(served).did_hand_in(head_count("2025", 60))
    with Filled(new_template(served / "bieu.xlsx")) as sheet:
        sheet.figure("b1", "members_total", "2025", "chưa có số liệu")
    (served / "ghi.ods").write_text("không phải bảng tính", encoding="utf-8")
    said = CliRunner().invoke(app, ["check", str(served / "bieu.xlsx"), str(served / "ghi.ods")]).output
    assert "withdrawn b1 members_total 2025-01-01..2025-12-31: 60 -> none (states none)" in said
    assert "rejected ghi.ods, row 1: found" in said
    assert "nan" not in said.split("ghi.ods", 1)[1].replace("ghi.ods", "")


def test_who_took_back_which_snapshot_and_when_is_kept(served: Path) -> None:
    home = served / "warehouse"
    first = publishing.current(home)
    assert first is not None
    Steward(served).did_hand_in(head_count("2025", 60))
    second = publishing.current(home)
    assert second is not None
    take_back(first.name, by="Bình")
    with (home / RETURNS).open("a", encoding="utf-8") as lines:
        lines.write('{"at": "2026-')
    assert [(one.by, one.instead_of, one.snapshot) for one in read_returns(home)] == [("Bình", second.name, first.name)]
    assert published_folders(home)[-1].parent != home.parent / "handed_in"
    assert desk.snapshots({}, served)["taken_back"][0]["by"] == "Bình"
