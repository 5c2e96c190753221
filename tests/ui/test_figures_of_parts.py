"""Figures of the parts: bullets that are not cut at the aim, pairs, growth, groups of states, the matrix of targets."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pandas as pd
import pytest

from ui import theme
from ui.figures.bullets import LONGEST, OVERFLOW, Bullet, bullets
from ui.figures.growth import growth_figure, inflow_words
from ui.figures.maps import tile_figure
from ui.figures.pairs import Pair, pairs
from ui.figures.stacked import composition
from ui.figures.states import state_groups
from ui.member_depth import rest_text
from ui.target_matrix import one_per_target, wide_rows


def bullet(value: float, low: float, high: float, about: bool = False, mark: float | None = None) -> Bullet:
    return Bullet("a", "<b>Công đoàn</b> & Co", "Sáng kiến ≥ 5", value, low, high, about, "✕ 4", "#123456", mark)


def test_bullets_go_beyond_the_aim_and_open_ends_look_open() -> None:
    figure = bullets([bullet(180, 180, 180), bullet(60, 60, inf), bullet(50, 0, 50)], theme.LIGHT, "mức")
    solid, possible = figure.data
    assert list(solid.x) == [0, 60, 180]
    assert possible.x[0] == 50
    assert possible.x[1] > 0
    assert possible.marker.pattern.shape == "/"


def test_a_very_long_bullet_ends_with_a_mark() -> None:
    figure = bullets([bullet(900, 900, 900)], theme.LIGHT, "mức")
    assert list(figure.data[0].x) == [LONGEST]
    assert any(a.text.startswith(OVERFLOW) for a in figure.layout.annotations)


def test_the_time_gone_is_a_dotted_tick_and_the_aim_a_line() -> None:
    figure = bullets([bullet(20, 20, 20, mark=31.5), bullet(90, 90, 90)], theme.LIGHT, "mức")
    lines = [(s.x0, s.line.dash) for s in figure.layout.shapes]
    assert lines == [(100, "solid"), (31.5, "dot")]


def test_approximate_bullets_are_outlined_and_names_are_text() -> None:
    figure = bullets([bullet(50, 50, 50, about=True)], theme.LIGHT, "mức", lambda b: f"/ho-so?don_vi={b}")
    assert figure.data[0].marker.color == (theme.LIGHT.paper,)
    assert "&lt;b&gt;" in figure.layout.yaxis.ticktext[0]
    assert not bullets([], theme.LIGHT, "mức").data


def end(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "is_approximate": False}


def test_pairs_show_bounds_by_shape_and_both_amounts(lang: str) -> None:
    figure = pairs([Pair("a", "A", end(50, 50, 50), end(70, 70, inf))], "", theme.LIGHT)
    assert [t.marker.symbol[0] for t in figure.data] == ["circle", "triangle-right"]
    assert figure.layout.annotations[0].text == "● ≥ 70<br>○ 50"


def growth_row(**columns: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"branch_id": "a", "name_vi": "A"}
    for name in ("change", "admitted", "transferred"):
        row |= {f"{name}_{e}": nan for e in ("value", "low", "high")} | {f"{name}_is_approximate": False}
    return row | columns


def test_growth_draws_nothing_for_the_unreported_and_says_so(lang: str) -> None:
    row = growth_row(admitted_value=12.0, admitted_low=12.0, admitted_high=inf)
    assert inflow_words(row) == "≥ 12 + –"
    figure = growth_figure(pd.DataFrame([row]), theme.LIGHT)
    change, admitted, transferred = figure.data[:3]
    assert (list(change.x), list(admitted.x), list(transferred.x)) == ([], [12], [])
    assert admitted.marker.color[0] == theme.LIGHT.paper


def test_the_rest_is_said_to_be_open(lang: str) -> None:
    assert rest_text({"rest_state": "known", "rest_value": -5.0}) == "−5"
    assert rest_text({"rest_state": "missing", "rest_value": nan}) == "–"
    assert rest_text({"rest_state": "open", "rest_value": nan}) in ("chưa xác định", "open")


def test_groups_of_states_carry_shapes() -> None:
    frame = pd.DataFrame(
        {
            "group": ["A", "A", "B"],
            "status": ["met", "not_met", "met"],
            "targets": [2, 1, 3],
            "text": ["67%", "67%", "100%"],
        }
    )
    figure = state_groups(frame, theme.LIGHT)
    assert [t.name for t in figure.data[:2]] == ["met", "not_met"]
    assert list(figure.data[1].text) == [theme.STATE_SHAPES["not_met"]]


def target(target_id: int, status: str, **columns: Any) -> dict[str, Any]:
    base = {"branch_id": "a", "name_vi": "A", "metric_id": "initiatives", "comparator": "ge", "value": 5.0}
    base |= {"target_period_start": "2023-01-01"}
    result = {"result_value": 4.0, "result_low": 4.0, "result_high": 4.0, "result_is_approximate": False}
    return base | result | {"target_id": target_id, "status": status, "unit": "initiative"} | columns


def test_a_square_of_the_matrix_says_state_result_and_aim() -> None:
    cells = one_per_target(pd.DataFrame([target(1, "not_met"), target(2, "no_result", result_low=nan)]))
    texts = [text.replace("\u00a0", " ") for text in cells["text"]]
    assert texts == ["✕ 4 (đề ra ≥ 5)", "○ ≥ 5"]
    row = wide_rows(cells).iloc[0]
    assert [state for state, _ in row["initiatives"]] == ["not_met", "no_result"]


@pytest.mark.parametrize(
    ("states", "state", "years"),
    [
        (["met", "met", "met"], "met", "đạt 3/3 năm"),
        (["met", "not_met", "met"], "not_met", "đạt 2/3 năm"),
        (["met", "not_met", "running"], "running", "xét 2/3 năm, đạt 1"),
        (["no_result", "undecided", "met"], "undecided", "xét 1/3 năm, đạt 1"),
        (["running", "running", "running"], "running", "xét 0/3 năm"),
    ],
)
def test_yearly_targets_say_how_many_years_were_judged_and_met(states: list[str], state: str, years: str) -> None:
    cells = one_per_target(pd.DataFrame([target(1, s) for s in states]))
    assert list(cells["status"]) == [state]
    assert f" {years}, " in cells["text"][0].replace("\u00a0", " ")


def test_the_chosen_stand_first_in_the_matrix() -> None:
    rows = [target(1, "met"), target(2, "met"), target(3, "met", branch_id="b", name_vi="B")]
    assert list(wide_rows(one_per_target(pd.DataFrame(rows)), ("b",))["branch_id"]) == ["b", "a"]


def test_at_most_is_hatched_in_a_stack() -> None:
    totals = pd.DataFrame({"branch_id": ["a"], "name_vi": ["A"], "value": [9.0], "low": [4.0], "high": [9.0]})
    parts = pd.DataFrame(
        {"branch_id": ["a", "a"], "metric_id": ["x", "y"], "value": [5.0, 4.0], "low": [0.0, 4.0], "high": [5.0, 4.0]}
    )
    drawn = composition(
        totals.assign(is_approximate=False), parts.assign(is_approximate=False), {}, {}, theme.LIGHT, unit=""
    ).data
    shapes = {t.name: t.marker.pattern.shape for t in drawn if t.name}
    assert shapes["x"] == ("/",)
    assert shapes["y"] is None


@pytest.mark.parametrize("boundary", ["since_2025_07", "before_2025_07"])
def test_archipelagos_repeat_no_number(boundary: str) -> None:
    rows = [
        {"province": p, "value": 7.0, "low": 7.0, "high": 7.0, "is_approximate": False, "reported": 1, "in_view": 1}
        for p in ("Đà Nẵng", "Khánh Hòa")
    ]
    heat = tile_figure(pd.DataFrame(rows), boundary, "person", theme.LIGHT).data[0]
    texts = [x for line in heat.text for x in line if x]
    assert len(texts) == 4
    assert sum("7" in x for x in texts) == 2
    empty = tile_figure(pd.DataFrame(columns=list(rows[0])), boundary, "person", theme.LIGHT).data[1]
    assert not any("Sa<br>–" in x for x in empty.text)


def test_about_is_hollow_in_a_stack_and_a_term_known_in_part_is_no_part_of_it() -> None:
    totals = pd.DataFrame(
        {"branch_id": ["a"], "name_vi": ["A"], "value": [9.0], "low": [9.0], "high": [9.0], "is_approximate": [True]}
    )
    parts = pd.DataFrame(
        {
            "branch_id": ["a", "a", "a"],
            "metric_id": ["x", "y", "z"],
            "value": [5.0, 4.0, 3.0],
            "low": [5.0, 4.0, 3.0],
            "high": [5.0, 4.0, 3.0],
            "is_approximate": [True, False, False],
            "is_partial": [False, False, True],
        }
    )
    tints = {"x": "#111111", "y": "#222222"}
    drawn = {t.name: t for t in composition(totals, parts, {}, tints, theme.LIGHT, unit="").data if t.name}
    assert set(drawn) == {"x", "y"}
    assert drawn["x"].marker.color == (theme.LIGHT.paper,)
    assert drawn["y"].marker.color == "#222222"
