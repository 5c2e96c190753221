"""What a later hand-in says takes the place of what an earlier one said: figures, sums, aims, and figures withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from typer.testing import CliRunner

from etl import desk, publishing
from etl.build import build, published_folders
from etl.command_line import app
from etl.hand_in import take_back
from etl.publications import RETURNS, read_returns
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


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a warehouse that serves one folder of facts; its parent is free for what is handed in."""
    monkeypatch.setenv("UNION_WAREHOUSE", str(tmp_path / "warehouse"))
    monkeypatch.delenv("UNION_HANDED_IN", raising=False)
    build([write_folder(tmp_path / "facts", observations=[OLD, PUBLISHED])])
    return tmp_path


class Steward:
    """Checks and publishes forms one after the other, as the page does."""

    def __init__(self, home: Path) -> None:
        self.home, self.turn = home, 0

    def hand_in(self, *fills: Fill, name: str = "bieu.xlsx") -> pd.DataFrame:
        """Publish one form for each of `fills`; what the check said of their rows."""
        files = []
        for number, fill in enumerate(fills):
            self.turn += 1
            path = self.home / str(self.turn) / name
            with Filled(new_template(path)) as sheet:
                fill(sheet)
            files.append([str(path), name if len(fills) == 1 else f"{number}-{name}"])
        folder = self.home / f"desk-{self.turn}"
        folder.mkdir()
        answer = desk.check({"files": files}, folder)
        assert answer["agrees"], "the draft must do what the check says"
        desk.publish({"files": answer["files"], "by": "An", "note": "", "served": answer["served"]}, folder)
        return pd.read_parquet(folder / "rows.parquet")

    def sees(self, query: str) -> list[tuple[object, ...]]:
        snapshot = publishing.current(self.home / "warehouse")
        with duckdb.connect(str(snapshot), read_only=True) as connection:
            return connection.execute(query).fetchall()


def head_count(year: str, value: object) -> Fill:
    return lambda sheet: sheet.figure("b1", "members_total", year, value)


# Names whose digests fall in both orders: which form is believed must not hang on them.
@pytest.mark.parametrize(
    "names", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx"), ("c.xlsx", "c.xlsx"), ("z.xlsx", "d.xlsx")]
)
def test_the_later_form_is_believed_whatever_the_files_are_called(served: Path, names: tuple[str, str]) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 60), name=names[0])
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
    steward.hand_in(head_count("2024", 60))
    steward.hand_in(head_count("2025", 61))
    assert [row[:3] for row in steward.sees(FIGURES)] == [
        ("members_total", 2024, 60.0),
        ("members_total", 2025, 61.0),
        ("visits_amount", 2025, 9e6),
    ]


def test_two_forms_of_one_load_that_contradict_each_other_are_a_conflict_and_not_a_correction(served: Path) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 60), head_count("2025", 61))
    (figure,) = [row for row in steward.sees(FIGURES) if row[0] == "members_total"]
    assert figure[3] is True


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
    steward.hand_in(aim("trên 50"))
    rows = steward.hand_in(aim("≥ 70"))
    assert rows[["before", "after", "outcome"]].to_numpy().tolist() == [[50.0, 70.0, "changed"]]
    assert set(steward.sees(AIMS)) - set(before) == {("ge", 70.0)}
    assert steward.hand_in(aim("≥ 70"))["outcome"].tolist() == ["unchanged"]


def test_a_figure_is_withdrawn_by_saying_that_there_is_none_and_kept_by_an_empty_cell(served: Path) -> None:
    steward = Steward(served)
    steward.hand_in(head_count("2025", 60))
    steward.hand_in(head_count("2024", 7))
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
    assert "found nhiều" in done.output
    assert "bieu.xlsx" in done.output


def test_who_took_back_which_snapshot_and_when_is_kept(served: Path) -> None:
    home = served / "warehouse"
    first = publishing.current(home)
    assert first is not None
    Steward(served).hand_in(head_count("2025", 60))
    second = publishing.current(home)
    assert second is not None
    take_back(first.name, by="Bình")
    with (home / RETURNS).open("a", encoding="utf-8") as lines:
        lines.write('{"at": "2026-')
    assert [(one.by, one.instead_of, one.snapshot) for one in read_returns(home)] == [("Bình", second.name, first.name)]
    assert published_folders(home)[-1].parent != home.parent / "handed_in"
    assert desk.snapshots({}, served)["taken_back"][0]["by"] == "Bình"
