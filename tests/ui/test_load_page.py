"""Loading figures on the screen: who may, what is kept of an upload, what rows become, and that drafts stay apart."""

from __future__ import annotations

import gc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from etl import desk as desk_tasks
from etl.handed_in import one_at_a_time
from tests.conftest import ROOT
from tests.etl.facts import OBSERVATIONS, build_folder, write_folder
from ui import access, load_desk, load_lines, load_page, load_preview, load_publish, load_refusals, load_results, texts
from ui.access import NotASteward, Steward, is_local
from ui.cards import Card
from ui.load_desk import Desk, waited_for
from ui.load_template import TERM
from ui.tables import Column, Table

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}
OLD = "b1,members_total,year,2023-01-01,2023-12-31,1,54,exact,reported,src1,3,"


@pytest.mark.parametrize(
    ("address", "headers", "local"),
    [
        (None, HERE, True),
        (None, {"host": "127.0.0.1:8501"}, True),
        (None, {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ("10.0.0.7", HERE, False),
        (None, {}, False),
        (None, {**HERE, "X-Forwarded-For": "127.0.0.1"}, False),
        (None, {**HERE, "x-forwarded-for": ""}, False),
        (None, {**HERE, "Forwarded": "for=127.0.0.1"}, False),
        (None, {**HERE, "X-Real-Ip": "127.0.0.1"}, False),
        (None, {**HERE, "Via": "1.1 proxy"}, False),
        (None, {**HERE, "Host": "dashboard.example.org"}, False),
        (None, {**HERE, "Host": "localhost.example.org"}, False),
        (None, {**HERE, "Host": "[not an address"}, False),
        (None, {**HERE, "Origin": "https://dashboard.example.org"}, False),
        (None, {**HERE, "Origin": "null"}, False),
    ],
)
def test_only_a_browser_on_this_machine_that_nobody_forwards_is_local(
    address: str | None, headers: dict[str, str], local: bool
) -> None:
    assert is_local(address, headers) is local


@pytest.mark.parametrize(
    ("told", "who"),
    [
        ({"is_logged_in": True, "email": "Lan@union.vn"}, Steward("Lan@union.vn")),
        ({"is_logged_in": True, "email": "lan@union.vn", "email_verified": True}, Steward("lan@union.vn")),
        ({"is_logged_in": True, "email": "lan@union.vn", "email_verified": False}, None),
        ({"is_logged_in": False, "email": "lan@union.vn"}, None),
        ({"is_logged_in": True, "email": "other@union.vn"}, None),
        ({"is_logged_in": True}, None),
        ({}, None),
    ],
)
def test_from_elsewhere_only_those_on_the_list_who_signed_in(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], who: Steward | None
) -> None:
    monkeypatch.setenv(access.STEWARDS, "lan@union.vn; minh@union.vn")
    monkeypatch.setattr(access.st, "user", SimpleNamespace(to_dict=lambda: told))
    assert access.steward() == who


def test_without_a_list_nobody_from_elsewhere_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(access.STEWARDS, raising=False)
    told = {"is_logged_in": True, "email": "lan@union.vn"}
    monkeypatch.setattr(access.st, "user", SimpleNamespace(to_dict=lambda: told))
    assert access.steward() is None


@pytest.fixture
def steward(monkeypatch: pytest.MonkeyPatch) -> Steward:
    """This session sits at the machine."""
    monkeypatch.setattr(access, "steward", lambda: Steward())
    return Steward()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of three branches, served; the folder of its snapshots."""
    folder = build_folder(write_folder(tmp_path / "facts", observations=[OLD])).snapshot.parent
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
    assert (job.folder / "rejected.xlsx").is_file()
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


def test_terms_offered_for_a_template_are_first_and_last_years() -> None:
    assert TERM.fullmatch("2023-2028")
    assert not TERM.fullmatch("XIII")


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
    assert "<dd>57<" in html(app)
    other = opened(cap="grassroots", nam="2023")
    other.switch_page(str(ROOT / "pages" / "doan_vien.py")).run()
    assert 'class="ud-preview"' not in html(other)
    assert "<dd>54<" in html(other)
    app.button(key="preview_leave").click().run()
    assert 'class="ud-preview"' not in html(app)
    assert "<dd>54<" in html(app)


@pytest.mark.parametrize(
    ("told", "headers", "stewards", "why"),
    [
        ({}, {**HERE, "X-Forwarded-For": "127.0.0.1"}, "lan@union.vn", "forwarded"),
        ({}, {"Host": "dashboard.example.org"}, "lan@union.vn", "signed_out"),
        ({}, {"Host": "dashboard.example.org"}, "", "elsewhere"),
        ({"is_logged_in": True, "email": "other@union.vn"}, {}, "lan@union.vn", "not_listed"),
        ({"is_logged_in": True, "email": "lan@union.vn"}, {}, "", "no_list"),
        ({"is_logged_in": True, "email": "lan@union.vn", "email_verified": False}, {}, "lan@union.vn", "not_verified"),
        ({"is_logged_in": True}, {}, "lan@union.vn", "not_verified"),
    ],
)
def test_a_closed_page_says_why_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], headers: dict[str, str], stewards: str, why: str
) -> None:
    monkeypatch.setenv(access.STEWARDS, stewards)
    monkeypatch.setattr(access.st, "user", SimpleNamespace(to_dict=lambda: told))
    monkeypatch.setattr(access.st, "context", SimpleNamespace(headers=headers, ip_address="10.0.0.7"))
    assert access.steward() is None
    assert access.closed_because() == why
    for lang in texts.LANGUAGES:
        assert access.STEWARDS in texts.translations(lang).gettext(f"load.closed.{why}").format(name=access.STEWARDS)


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


def test_every_problem_of_a_task_is_told_with_what_to_do() -> None:
    own = {"broken", "too_many", "who_and_note", "who", "draft_gone", "disagrees", "outdated"}
    for problem in own | set(desk_tasks.PROBLEMS.values()):
        told = load_results.problem_words({"problem": problem, "detail": "no such folder: /a/b"})
        assert any(word in told for word in ("Hãy", "Chờ", "tối đa")), told
        assert "no such" not in told


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


REJECTS = pd.DataFrame(
    [
        ["b.xlsx", "Số liệu", 12, "Năm 2025 (H): value", "đang <b>đếm</b>", "a number", "bad_number"],
        *(
            ["a.csv", None, row, "value", "5x", "a plain number such as 12500000 or 67.5", "bad_number"]
            for row in (9, 4)
        ),
        ["z.xlsx", None, 1, "", "not a spreadsheet", "an .xlsx or .xls workbook", "not_a_workbook"],
    ],
    columns=["file", "sheet", "row", "column_name", "found", "expected", "rule"],
)


def test_refusals_are_listed_file_by_file_and_a_refused_file_names_no_row() -> None:
    ordered = load_refusals.in_order(REJECTS)
    assert ordered[["file", "row"]].to_numpy().tolist() == [["z.xlsx", 1], ["a.csv", 4], ["a.csv", 9], ["b.xlsx", 12]]
    told = load_refusals.refusals_html(ordered)
    assert (
        told.index("z.xlsx") < told.index("Cả tệp") < told.index("a.csv") < told.index("2 dòng") < told.index("b.xlsx")
    )
    assert "Dòng 1<" not in told
    assert "đang &lt;b&gt;đếm&lt;/b&gt;" in told
    assert 'data-label="Cần ghi"' in told
    # A page of the list still says how many rows of the file there are in all.
    assert "2 dòng" in load_refusals.refusals_html(ordered.iloc[1:2])


def test_columns_are_named_in_front_of_their_cells_on_a_phone() -> None:
    columns = (Column("a", "Đơn vị"), Column("b", 'Tên "}</style>'), Column("c", "Bản", only_in_files=True))
    style = load_lines.phone_style(Card("load_x", "", "", Table(columns, pd.DataFrame())))
    assert ".st-key-card_load_x .ud-table td:nth-child(2)::before" in style
    assert "</style>" not in style
    assert "Đơn vị" not in style
    assert "Bản" not in style


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
        ("Lấy lại bản cũ", "Bình", ""),
        ("Công bố", "An", ""),
        ("Công bố", None, "đang công bố"),
    ]
    moments = {r["snapshot"]: load_publish._moment(r) for r in answer["snapshots"]}
    back = load_publish._changes(events.iloc[0].to_dict())
    assert back == f"dùng lại bản {moments[first.name]}, thay bản {moments[second]}"


def test_a_snapshot_that_does_not_say_when_it_was_published_stands_last() -> None:
    row = {"is_current": False, "published_by": "An", "note": "", "figures_new": 1, "hand_ins": 0, "is_readable": True}
    frame = pd.DataFrame(
        [{**row, "snapshot": s, "published_at": w} for s, w in (("b", None), ("a", "2026-11-01T01:00:00"))]
    )
    back = pd.DataFrame([{"at": "2026-11-02T01:00:00", "by": "", "instead_of": None, "snapshot": "gone-from-here"}])
    events = load_publish.events(frame, back)
    assert events["snapshot"].tolist() == ["gone-from-here", "a", "b"]
    assert load_publish._changes(events.iloc[0].to_dict()) == "dùng lại bản gone-from-here, thay bản –"


def test_nothing_published_yet_is_an_empty_history() -> None:
    columns = [
        "snapshot",
        "is_current",
        "published_at",
        "published_by",
        "note",
        "figures_new",
        "hand_ins",
        "is_readable",
    ]
    assert load_publish.events(pd.DataFrame(columns=columns), pd.DataFrame()).empty
