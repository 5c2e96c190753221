"""Parts of the page that loads figures, without a session: who may open it, lists, histories, words for problems."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from etl import desk as desk_tasks
from ui import access, load_lines, load_publish, load_refusals, load_results, texts
from ui.access import Steward, is_local
from ui.cards import Card
from ui.load_template import TERM
from ui.tables import Column, Table

HERE = {"Host": "localhost:8501", "Origin": "http://localhost:8501"}


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


def test_terms_offered_for_a_template_are_first_and_last_years() -> None:
    assert TERM.fullmatch("2023-2028")
    assert not TERM.fullmatch("XIII")


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


def test_every_problem_of_a_task_is_told_with_what_to_do() -> None:
    own = {"broken", "too_many", "who_and_note", "who", "draft_gone", "disagrees", "outdated"}
    for problem in own | set(desk_tasks.PROBLEMS.values()):
        told = load_results.problem_words({"problem": problem, "detail": "no such folder: /a/b"})
        assert any(word in told for word in ("Hãy", "Chờ", "tối đa")), told
        assert "no such" not in told


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


def test_a_snapshot_that_does_not_say_when_it_was_published_stands_last() -> None:
    row = {"is_current": False, "published_by": "An", "note": "", "figures_new": 1, "hand_ins": 0, "is_readable": True}
    frame = pd.DataFrame(
        [{**row, "snapshot": s, "published_at": w} for s, w in (("b", None), ("a", "2026-11-01T01:00:00"))]
    )
    back = pd.DataFrame([{"at": "2026-11-02T01:00:00", "by": "", "instead_of": None, "snapshot": "gone-from-here"}])
    events = load_publish.events(frame, back)
    assert events["snapshot"].tolist() == ["gone-from-here", "a", "b"]
    assert load_publish._changes(events.iloc[0].to_dict()) == "quay về bản gone-from-here, thay bản –"


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
