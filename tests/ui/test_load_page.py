"""Loading figures on the screen: what is kept of an upload, what rows become, and that drafts stay apart."""

from __future__ import annotations

import gc
import re
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from etl.build import build
from etl.handed_in import one_at_a_time
from tests.conftest import AS_OF, ROOT, BuiltOnce
from tests.etl.facts import OBSERVATIONS, write_folder
from ui import access, load_desk, load_page, load_preview, load_publish, load_results, texts
from ui.access import NotASteward, Steward
from ui.load_desk import Desk, waited_for

OLD = "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,"


@pytest.fixture
def steward(monkeypatch: pytest.MonkeyPatch) -> Steward:
    """This session sits at the machine."""
    monkeypatch.setattr(access, "steward", lambda: Steward())
    return Steward()


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test goes on with what another one left."""
    monkeypatch.setattr(load_desk, "LEFT", {})


@pytest.fixture(scope="session")
def three_branches(built_once: BuiltOnce, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of three branches, served; no test changes it."""
    facts = tmp_path_factory.mktemp("three-branches") / "facts"
    day = date.fromisoformat(AS_OF)
    return built_once(
        "three-branches", lambda folder: build([write_folder(facts, observations=[OLD])], warehouse=folder, as_of=day)
    )


@pytest.fixture
def small(three_branches: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of three branches, served; the folder of its snapshots."""
    folder = tmp_path / "warehouse"
    shutil.copytree(three_branches, folder)
    monkeypatch.setenv("UNION_WAREHOUSE", str(folder))
    monkeypatch.delenv("UNION_HANDED_IN", raising=False)
    return folder


def test_every_action_is_refused_to_whoever_is_no_steward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "steward", lambda: None)
    there = Desk(tmp_path / "desk")
    for act in (
        lambda: there.keep([("a.csv", b"x")]),
        lambda: there.start("publish", files=[], by="a", note="b", served=None),
        lambda: load_preview.enter("x.duckdb", None),
        lambda: load_page._check(there, "k"),
        lambda: load_page._look(there),
        lambda: load_page._drop(there),
        lambda: load_publish._publish(there),
        lambda: load_publish._ask("x"),
        lambda: load_publish._back(there, "x"),
        load_desk.desk,
        load_desk.left_behind,
        load_desk.take_up,
    ):
        with pytest.raises(NotASteward):
            act()
    assert there.job is None
    assert not (tmp_path / "desk").exists()


def test_names_of_uploads_are_never_paths_and_the_folder_ends_with_the_session(
    tmp_path: Path, steward: Steward
) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    there = Desk(folder)
    there.keep([("../../tệp.xlsx", b"1"), ("/etc/passwd", b"2"), ("a.csv\0.exe", b"3"), ("x" * 300 + ".XLS", b"4")])
    paths = [Path(path) for path, _ in there.files]
    assert {path.parent for path in paths} == {folder}
    assert [path.suffix for path in paths] == [".xlsx", ".bin", ".bin", ".xls"]
    assert all(path.stem.isalnum() for path in paths)
    assert [path.read_bytes() for path in paths] == [b"1", b"2", b"3", b"4"]
    del there
    gc.collect()
    assert not folder.exists()


def test_a_server_that_ends_takes_its_own_uploads_with_it_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_desk.tempfile, "gettempdir", lambda: str(tmp_path))
    mine, other = tmp_path / f"{load_desk._own_prefix()}a", tmp_path / f"{load_desk.PREFIX}0-b"
    for folder in (mine, other):
        folder.mkdir()
        (folder / "x.csv").write_text("x", encoding="utf-8")
    load_desk.clear_all()
    assert [path.name for path in tmp_path.iterdir()] == [other.name]


def write(folder: Path, *rows: str) -> list[list[str]]:
    path = folder / "upload.csv"
    path.write_text("\n".join([OBSERVATIONS[0], *rows]) + "\n", encoding="utf-8")
    return [[str(path), "observations.csv"]]


def test_a_check_accounts_for_every_row_and_its_draft_is_not_served(tmp_path: Path, small: Path) -> None:
    before = sorted(small.iterdir())
    files = write(tmp_path, OLD.replace(",54,", ",57,"), OLD.replace("2023", "2024").replace(",54,", ",nhiều,"))
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    job = waited_for(tmp_path, "check", files=[*files, [str(tmp_path / "other.csv"), "nhầm.csv"]])
    answer = job.answer()
    assert answer["agrees"]
    assert [name for _, name in answer["files"]] == ["observations.csv"]
    inputs, rows = job.frame("inputs"), job.frame("rows")
    assert (inputs["rows_in"] == inputs["rows_accepted"] + inputs["rows_rejected"]).all()
    assert inputs[["rows_in", "rows_accepted", "rows_rejected"]].sum().tolist() == [3, 1, 2]
    assert rows[["name_vi", "outcome", "before", "after"]].to_numpy().tolist() == [
        ["Công đoàn cơ sở Sở Y tế", "changed", 54.0, 57.0]
    ]
    differences = job.frame("differences")
    year = differences[differences["period_kind"] == "year"]
    assert year[["change", "value_before", "value_after"]].to_numpy().tolist() == [["changed", 54.0, 57.0]]
    listed = openpyxl.load_workbook(job.folder / "rejected.xlsx").worksheets[0].iter_rows(min_row=4, values_only=True)
    assert {(row[0], row[2], row[3], row[4]) for row in listed} == {
        ("nhầm.csv", None, "", "tệp mang tên khác"),
        ("observations.csv", 3, "value (giá trị)", "nhiều"),
    }
    assert Path(answer["draft"]).is_file()
    assert sorted(small.iterdir()) == before


def test_two_files_of_one_fact_format_are_an_answer_not_a_crash(tmp_path: Path, small: Path) -> None:
    files = write(tmp_path, OLD)
    assert waited_for(tmp_path, "check", files=files * 2).answer()["problem"] == "same_name"


def test_a_second_publication_is_told_to_wait_and_another_one_meanwhile_is_noticed(tmp_path: Path, small: Path) -> None:
    files = write(tmp_path, OLD.replace(",54,", ",57,"))
    asked = {"files": files, "by": "An", "note": "vì sao"}
    (served,) = small.glob("*.duckdb")
    with one_at_a_time(small):
        assert waited_for(tmp_path, "publish", **asked, served=served.name).answer()["problem"] == "busy"
    assert waited_for(tmp_path, "publish", **asked, served="another.duckdb").answer()["problem"] == "served_changed"
    assert sorted(small.glob("*.duckdb")) == [served]
    assert waited_for(tmp_path, "publish", **asked, served=served.name).answer()["snapshot"] != served.name
    listed = waited_for(tmp_path, "snapshots").answer()["snapshots"]
    assert [(one["is_current"], one["published_by"], one["note"], one["hand_ins"]) for one in listed] == [
        (True, "An", "vì sao", 1),
        (False, None, None, 0),
    ]


def test_a_template_is_made_for_branches_periods_and_subjects(tmp_path: Path, small: Path) -> None:
    asked = {"branches": ["b1", "b2"], "periods": ["2025", "2025H1", "31/12/2025"], "groups": ["membership"]}
    job = waited_for(tmp_path, "template", **asked)
    assert job.answer()["branches"] == 2
    sheets = openpyxl.load_workbook(job.folder / "template.xlsx").sheetnames
    assert {"Số liệu", "Chỉ tiêu", "Nguồn"} <= set(sheets)
    assert waited_for(tmp_path, "template", **{**asked, "branches": ["nowhere"]}).answer()["problem"] == "not_chosen"


def test_a_task_that_breaks_off_says_so(tmp_path: Path, small: Path) -> None:
    assert waited_for(tmp_path, "check", files=[["only one part"]]).answer()["problem"] == "broken"


def opened(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_page_itself_asks_again_whatever_listed_it(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "steward", lambda: Steward())
    app = opened()
    app.switch_page(str(ROOT / "pages" / "nap_so_lieu.py"))
    # Listed by the frame, closed by the time the page is drawn: the first question of a run is the frame's.
    asked = iter([Steward()])
    monkeypatch.setattr(access, "steward", lambda: next(asked, None))
    app.run()
    assert not app.exception
    assert "Trang này chỉ mở cho người phụ trách số liệu" in html(app)
    assert access.STEWARDS in html(app)
    assert not app.file_uploader
    assert "1. Lấy biểu mẫu" not in [folded.label for folded in app.expander]


def headlines(app: AppTest) -> list[str]:
    """The large figures as they read."""
    return [re.sub(r"<[^>]*>", "", figure) for figure in re.findall(r"<dd[^>]*>(.*?)<small>", html(app))]


PUBLISH = "FormSubmitter:load_publish-Công bố cho mọi người"


def shown_errors(app: AppTest) -> list[str]:
    """What went wrong, as it reads on the screen."""
    return [str(error.value).replace("\\", "") for error in app.error]


def checked_page(language: str = "vi") -> AppTest:
    """The page after a file with one changed figure was checked."""
    app = opened(ngon_ngu=language, cap="grassroots", nam="2023")
    app.switch_page(str(ROOT / "pages" / "nap_so_lieu.py")).run()
    assert not app.exception, [e.value for e in app.exception]
    content = "\n".join([OBSERVATIONS[0], OLD.replace(",54,", ",57,")]) + "\n"
    app.file_uploader[0].upload("observations.csv", content.encode(), "text/csv")
    app.run()
    app.button(key="load_check").click().run()
    there = app.session_state[load_desk.KEY]
    assert there.job is None or there.job.process.wait(timeout=60) == 0
    app.run()
    assert not app.exception, [e.value for e in app.exception]
    return app


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("vi", "1. Lấy biểu mẫu", "2. 1 tệp đã kiểm tra; bấm để gửi tệp khác"),
        ("en", "1. Get a template", "2. 1 file checked; open to send others"),
    ],
)
def test_an_upload_is_checked_previewed_alone_and_left(
    small: Path, steward: Steward, language: str, first: str, second: str
) -> None:
    app = checked_page(language)
    there = app.session_state[load_desk.KEY]
    assert [folded.label for folded in app.expander][:2] == [first, second]
    assert "⟨" not in html(app)
    assert there.answer["agrees"]
    app.button(key="preview_enter").click().run()
    app.switch_page(str(ROOT / "pages" / "doan_vien.py")).run()
    assert 'class="ud-preview"' in html(app)
    assert headlines(app)[0] == "57"
    other = opened(cap="grassroots", nam="2023")
    other.switch_page(str(ROOT / "pages" / "doan_vien.py")).run()
    assert 'class="ud-preview"' not in html(other)
    assert headlines(other)[0] == "54"
    app.button(key="preview_leave").click().run()
    assert 'class="ud-preview"' not in html(app)
    assert headlines(app)[0] == "54"


def loading_page() -> AppTest:
    """The page as another session opens it: by an address typed into the same tab, for one."""
    app = opened(cap="grassroots", nam="2023")
    app.switch_page(str(ROOT / "pages" / "nap_so_lieu.py")).run()
    assert not app.exception, [e.value for e in app.exception]
    return app


def test_what_was_checked_in_a_session_that_is_gone_is_offered_again_until_it_is_put_away(
    small: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checked_page()
    assert "load_take_up" not in [button.key for button in first.button]
    there = first.session_state[load_desk.KEY]
    again = loading_page()
    assert "Còn 1 tệp đã kiểm tra mà chưa công bố: observations.csv." in html(again)
    again.button(key="load_take_up").click().run()
    assert again.session_state[load_desk.KEY] is there
    assert [folded.label for folded in again.expander][1] == "2. 1 tệp đã kiểm tra; bấm để gửi tệp khác"
    assert not again.button(key=PUBLISH).disabled
    again.button(key="preview_enter").click().run()
    again.switch_page(str(ROOT / "pages" / "doan_vien.py")).run()
    assert headlines(again)[0] == "57"
    monkeypatch.setattr(access, "steward", lambda: Steward("somebody@else"))
    assert "load_take_up" not in [button.key for button in loading_page().button]
    monkeypatch.setattr(access, "steward", lambda: Steward())
    again.switch_page(str(ROOT / "pages" / "nap_so_lieu.py")).run()
    again.button(key="load_drop").click().run()
    assert "load_take_up" not in [button.key for button in loading_page().button]


def test_what_the_check_speaks_against_cannot_be_published(
    tmp_path: Path, small: Path, steward: Steward, monkeypatch: pytest.MonkeyPatch
) -> None:
    (served,) = small.glob("*.duckdb")
    there = Desk(tmp_path / "desk", answer={"agrees": True, "served": served.name, "files": []})
    monkeypatch.setattr(load_publish.st, "session_state", {load_publish.WHO: "An", f"{load_publish.NOTE}_0": "vì sao"})
    assert load_publish.blocked(there) == ""
    for reason, answer in (("disagrees", {"agrees": False}), ("outdated", {"served": "another.duckdb"})):
        there.answer |= answer
        assert load_publish.blocked(there) == reason
        load_publish._publish(there)
        assert there.job is None
        assert there.problem == {"problem": reason, "task": "publish"}
        assert texts.t(f"load.blocked.{reason}") != load_results.problem_words(there.problem)
        there.answer |= {"agrees": True}


def test_the_publish_button_is_closed_with_the_reason_beside_it(small: Path, steward: Steward) -> None:
    app = checked_page()
    assert not app.button(key=PUBLISH).disabled
    assert 'class="ud-warn"' not in html(app)
    app.session_state[load_desk.KEY].answer["agrees"] = False
    app.run()
    assert app.button(key=PUBLISH).disabled
    assert html(app).count('class="ud-warn"') == 2
    assert "Đừng công bố." in html(app)


def test_a_preview_that_cannot_be_made_says_what_to_do(small: Path, steward: Steward) -> None:
    app = checked_page()
    Path(app.session_state[load_desk.KEY].answer["draft"]).unlink()
    app.button(key="preview_enter").click().run()
    assert not app.exception
    assert shown_errors(app) == [load_results.problem_words({"problem": "draft_gone"})]
    assert "preview_enter" not in [button.key for button in app.button]


def test_a_template_is_made_first_and_fetched_then(small: Path, steward: Steward) -> None:
    app = opened(cap="grassroots", nam="2023")
    app.switch_page(str(ROOT / "pages" / "nap_so_lieu.py")).run()
    app.button(key="load_template_make").click().run()
    there = app.session_state[load_desk.KEY]
    assert there.job is None or there.job.process.wait(timeout=60) == 0
    app.run()
    assert not app.exception
    assert there.template is not None
    assert (there.template.folder / "template.xlsx").is_file()
    assert "load_template" in [button.proto.id.rpartition("-")[2] for button in app.get("download_button")]
    there.problem = {"problem": "too_large", "task": "template"}
    app.run()
    assert shown_errors(app) == [load_results.problem_words(there.problem)]


@pytest.mark.parametrize("noted", ["2026-03-01T08:00:05", "2026-03-01T08:00:05.400001"])
def test_a_return_within_the_second_of_a_publication_stands_after_it(noted: str) -> None:
    published = {"snapshot": "b.duckdb", "published_at": "2026-03-01T08:00:05.400000", "published_by": "An"}
    before = {"snapshot": "a.duckdb", "published_at": "2026-03-01T08:00:04", "published_by": "Lan"}
    later = {"snapshot": "c.duckdb", "published_at": "2026-03-01T08:00:06", "published_by": "Hà"}
    snapshots = pd.DataFrame([before, published, later]).assign(hand_ins=None)
    returns = pd.DataFrame([{"at": noted, "by": "Bình", "instead_of": "b.duckdb", "snapshot": "a.duckdb"}])
    assert list(load_publish.events(snapshots, returns)["published_by"]) == ["Hà", "Bình", "An", "Lan"]


def test_taking_back_stands_in_the_history_of_publications(tmp_path: Path, small: Path) -> None:
    (first,) = small.glob("*.duckdb")
    asked = {"files": write(tmp_path, OLD.replace(",54,", ",57,")), "by": "An", "note": "vì sao"}
    second = waited_for(tmp_path, "publish", **asked, served=first.name).answer()["snapshot"]
    assert waited_for(tmp_path, "take_back", snapshot=first.name, by="Bình").answer()["snapshot"] == first.name
    answer = waited_for(tmp_path, "snapshots").answer()
    events = load_publish.events(pd.DataFrame(answer["snapshots"]), pd.DataFrame(answer["taken_back"]))
    rows = events.astype({"published_by": object}).where(events.notna(), None).to_dict("records")
    told = [(load_publish._event(r), r["published_by"], load_publish._state(r)) for r in rows]
    assert told == [
        ("Quay về bản cũ", "Bình", ""),
        ("Công bố", "An", ""),
        ("Công bố", None, "đang công bố"),
    ]
    moments = {r["snapshot"]: load_publish._moment(r) for r in answer["snapshots"]}
    back = load_publish._changes(events.iloc[0].to_dict())
    assert back == f"quay về bản {moments[first.name]}, thay bản {moments[second]}"
