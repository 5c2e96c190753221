"""Help beside figures: what a metric means, which signs are explained, why a cell is empty, a first visit."""

from __future__ import annotations

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from comparison.answers import Metric
from tests.ui.test_forgiving import Open, go
from tests.ui.test_pages import html
from ui import formats, help
from ui.figures.maps import tile_figure
from ui.tables import Column, Table, html_table
from ui.theme import LIGHT
from ui.url import Filters

__all__ = ["go"]
VISITS = Metric("visits_amount", "welfare", "Chi <thăm> hỏi", "Visit <b>", "vnd", "flow", "higher", "")
FILTERS = Filters("2024", tier="grassroots")


def table(branches: pd.DataFrame, only: str) -> str:
    """The HTML of a table of one branch of the frame."""
    columns = (Column("name_vi", "Đơn vị", "branch"), Column("value", "Số", "amount"))
    return html_table(Table(columns, branches[branches["branch_id"] == only]), lambda b: b)


@pytest.mark.parametrize(
    ("branch", "signs"), [("a", ()), ("b", ("≥",)), ("c", ("≤",)), ("d", ("≈",)), ("f", ()), ("g", ("–",))]
)
def test_only_the_signs_in_use_are_explained(
    branches: pd.DataFrame, lang: str, branch: str, signs: tuple[str, ...]
) -> None:
    found = help.signs_in(table(branches, branch))
    assert found == signs
    told = help.reading(found)
    assert told.count("<dt>") == len(signs)
    assert all(sign in told for sign in signs)


def test_a_target_written_with_a_sign_is_no_bound() -> None:
    rows = pd.DataFrame({"target": ["≥ 80 %"], "value": [80.0], "low": [80.0], "high": [80.0]})
    columns = (Column("target", "Chỉ tiêu"), Column("value", "Kết quả", "amount"))
    assert help.signs_in(html_table(Table(columns, rows), str)) == ()


def test_tiles_without_a_figure_are_explained(lang: str) -> None:
    row = {"province": "Hà Nội", "value": 5.0, "low": 5.0, "high": 5.0, "is_approximate": False}
    figure = tile_figure(pd.DataFrame([row | {"reported": 1, "in_view": 1}]), "since_2025_07", "", LIGHT)
    assert help.signs_in("<table></table>", figure) == (formats.MISSING,)


def test_an_empty_figure_says_that_it_is_not_zero(branches: pd.DataFrame, lang: str) -> None:
    cell = table(branches, "g").split("<tbody>")[1]
    assert f'title="{formats.escape(help.why_missing("amount"))}"' in cell
    assert help.why_missing("amount") != help.why_missing("count") != help.why_missing("text")


def test_a_metric_is_told_with_unit_direction_and_per_member_and_leads_to_its_definition(lang: str) -> None:
    ask, told = help.about([VISITS, VISITS], "card", FILTERS)
    assert told.count("<h3>") == 1
    assert "<thăm>" not in told
    assert "<b>" not in told
    assert 'popovertarget="about-card"' in ask
    assert 'id="about-card"' in told
    assert 'href="/dinh-nghia?tim=visits_amount&amp;nam=2024&amp;cap=grassroots' in told
    for sentence in (*help.how_to_read(VISITS), help.unit_and_kind(VISITS)):
        assert formats.escape(sentence) in told


def test_a_card_without_metrics_has_no_question_mark() -> None:
    assert help.about([], "card", FILTERS) == ("", "")


def drawn(app: AppTest) -> str:
    assert not app.exception
    return html(app)


def test_cards_headlines_and_pickers_explain_their_metric(go: Open) -> None:
    app = go("doan_vien", nam="2025", cap="provincial_federation", muc="chi_so")
    body = drawn(app)
    assert body.count('class="ud-ask"') >= 2
    assert body.count('class="ud-about"') == body.count('class="ud-ask"')
    assert "Số người là đoàn viên công đoàn tại một ngày" in app.selectbox(key="doan-vien_chi_so").help
    overview = drawn(go(nam="2025", cap="provincial_federation"))
    assert '<dt><a class="ud-term" href="/dinh-nghia?tim=members_total&amp;' in overview
    assert overview.count('class="ud-hint"') == 1
    assert 'class="ud-reading"' in overview


def test_the_definition_of_a_metric_opens_by_its_link(go: Open) -> None:
    body = drawn(go("dinh_nghia", nam="2025", cap="grassroots", tim="visits_amount"))
    assert "Chi thăm hỏi đoàn viên" in body
    assert "Lượt hiến máu" not in body


def test_a_metric_in_a_table_leads_to_its_definition() -> None:
    rows = pd.DataFrame({"metric_id": ["visits_amount", None]})
    column = Column("metric_id", "Chỉ số", show=lambda r: "Chi & tiêu")
    body = html_table(Table((column,), rows), str, metric_link=lambda m: help.definition_link(m, FILTERS))
    href = "/dinh-nghia?tim=visits_amount&amp;nam=2024&amp;cap=grassroots"
    assert f'<a class="ud-term" href="{href}" target="_self">Chi &amp; tiêu</a>' in body
    assert body.count("ud-term") == 1


def test_subjects_side_by_side_explain_their_metrics(go: Open) -> None:
    body = drawn(
        go(
            "so_sanh",
            nam="2025",
            cap="provincial_federation",
            doi_tuong="tinh",
            chi_so="members_total",
            ss="Hà Nội,Hải Phòng",
        )
    )
    assert 'scope="row"><a class="ud-term" href="/dinh-nghia?tim=members_total&amp;' in body
