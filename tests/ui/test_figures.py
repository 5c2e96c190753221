"""Figures: nothing drawn for the unreported, open ends open, approximate ones different, states with shapes."""

from __future__ import annotations

import json
from math import inf, nan
from typing import Any

import pandas as pd
import pytest

from ui import theme
from ui.figures.bars import BarStyle, charted, ranked_bars, segments
from ui.figures.lines import line_figure
from ui.figures.maps import tile_figure
from ui.figures.stacked import UNDIVIDED, category_order, composition, shares
from ui.figures.states import rating_figure, rating_label, rating_mark, state_bar, state_label
from ui.tile_map import tiles

BOTH = [theme.LIGHT, theme.DARK]


def bars(frame: pd.DataFrame, **style: Any) -> Any:
    return ranked_bars(frame, theme.LIGHT, BarStyle(**style))


def test_the_unreported_get_no_bar(branches: pd.DataFrame) -> None:
    figure = bars(branches)
    solid = figure.data[0]
    assert len(solid.x) == 6
    assert "Công đoàn cơ sở G" not in [c[0] for c in solid.customdata]


def test_zero_is_shown_as_zero(branches: pd.DataFrame) -> None:
    texts = figure_texts(bars(branches))
    assert any(x.strip().startswith("0") for x in texts)


def figure_texts(figure: Any) -> list[str]:
    return [x for trace in figure.data if trace.type == "scatter" for x in trace.text]


def test_open_ends_are_hatched_and_signed(branches: pd.DataFrame) -> None:
    figure = bars(branches)
    certain, possible = figure.data[0], figure.data[1]
    assert possible.marker.pattern.shape == "/"
    order = [c[0] for c in certain.customdata]
    at_least, at_most = order.index("Công đoàn cơ sở B"), order.index("Công đoàn cơ sở C")
    assert certain.x[at_least] == 500
    assert possible.x[at_least] > 0
    assert certain.x[at_most] == 0
    assert possible.x[at_most] == 400
    exact = order.index("Công đoàn cơ sở A")
    assert possible.x[exact] == 0
    assert any("≥ 500" in x for x in figure_texts(figure))
    assert any("≤ 400" in x for x in figure_texts(figure))


@pytest.mark.parametrize(
    ("low", "high", "value", "lengths"),
    [
        (5, 5, 5, (5, 0)),
        (5, inf, 5, (5, 1)),
        (0, 5, 5, (0, 5)),
        (4, 6, 5, (4, 2)),
        (0, 0, 0, (0, 0)),
        (-3, -3, -3, (-3, 0)),
    ],
)
def test_segments(low: float, high: float, value: float, lengths: tuple[float, float]) -> None:
    assert segments(low, high, value, tail=1) == lengths


def test_approximate_bars_are_outlined(branches: pd.DataFrame) -> None:
    solid = bars(branches).data[0]
    about = [c[0] for c in solid.customdata].index("&lt;b&gt;Đơn vị&lt;/b&gt; &amp; Co")
    assert solid.marker.color[about] == theme.LIGHT.paper
    assert solid.marker.line.width[about] > 0
    assert any("≈ 300" in x for x in figure_texts(bars(branches)))


def test_undecided_ranks_are_marked(branches: pd.DataFrame) -> None:
    marked = [x for x in figure_texts(bars(branches)) if "(?)" in x]
    assert len(marked) == 2


def test_names_are_text(branches: pd.DataFrame) -> None:
    ticks = " ".join(bars(branches, link=lambda b: f"/ho-so?don_vi={b}").layout.yaxis.ticktext)
    assert "<b>Đơn" not in ticks
    assert "&lt;b&gt;Đơn vị&lt;/b&gt;" in ticks


def test_chosen_branches_carry_their_colour(branches: pd.DataFrame) -> None:
    solid = bars(branches, chosen={"a": "#123456"}).data[0]
    colours = dict(zip([c[0] for c in solid.customdata], solid.marker.color, strict=True))
    assert colours["Công đoàn cơ sở A"] == "#123456"
    assert colours["Công đoàn cơ sở B"] == theme.LIGHT.quiet


def test_the_chosen_stay_in_a_capped_chart(branches: pd.DataFrame) -> None:
    shown = charted(branches, chosen=("f",), most=3)
    assert list(shown["branch_id"]) == ["a", "b", "f"]


@pytest.mark.parametrize("colours", BOTH, ids=lambda c: c.name)
def test_an_empty_frame_draws_nothing(branches: pd.DataFrame, colours: theme.Palette) -> None:
    figure = ranked_bars(branches.tail(1), colours, BarStyle())
    assert not figure.data


def test_every_state_has_a_shape_and_a_colour_of_its_own(lang: str) -> None:
    for colours in BOTH:
        assert len({colours.states[s] for s in theme.STATES}) == 5
    assert len({theme.STATE_SHAPES[s] for s in theme.STATES}) == 5
    assert len({state_label(s) for s in theme.STATES}) == 5


def test_the_bar_of_states_shows_counts_with_shapes() -> None:
    counts = pd.DataFrame({"status": theme.STATES, "targets": [3, 2, 1, 0, 4]})
    figure = state_bar(counts, theme.LIGHT)
    assert [t.x[0] for t in figure.data] == [3, 2, 1, 4]
    assert [a.text for a in figure.layout.annotations] == [
        f"<b>{n}</b> {theme.STATE_SHAPES[s]}" for s, n in [("met", 3), ("not_met", 2), ("undecided", 1), ("running", 4)]
    ]


@pytest.mark.parametrize(
    ("cell", "word", "mark"),
    [
        ({"rating": 4.0, "state": "rated", "from_term": False}, "Xuất sắc", "XS"),
        ({"rating": 3.0, "state": "at_least", "from_term": True}, "Từ Tốt trở lên (cả nhiệm kỳ)", "≥T*"),
        ({"rating": 1.0, "state": "rated", "from_term": False}, "Chưa hoàn thành", "CH"),
        ({"rating": nan, "state": "not_reported", "from_term": False}, "–", "–"),
        ({}, "–", "–"),
    ],
)
def test_ratings_are_told_apart(cell: dict[str, Any], word: str, mark: str) -> None:
    assert rating_label(cell) == word
    assert rating_mark(cell) == mark


def test_an_unreported_rating_is_an_empty_square() -> None:
    frame = pd.DataFrame(
        {
            "branch_id": ["a", "a"],
            "name_vi": ["A", "A"],
            "year": [2020, 2021],
            "state": ["rated", "not_reported"],
            "rating": [1.0, nan],
            "from_term": [False, False],
        }
    )
    heat = rating_figure(frame, theme.LIGHT).data[0]
    assert list(heat.z[0]) == [1.0, None]


@pytest.mark.parametrize("boundary", ["since_2025_07", "before_2025_07"])
def test_unreported_provinces_are_empty_squares(boundary: str) -> None:
    row = {"province": "Hà Nội", "value": 0.0, "low": 0.0, "high": 0.0, "is_approximate": False}
    figure = tile_figure(pd.DataFrame([row | {"reported": 1, "in_view": 1}]), boundary, "person", theme.LIGHT)
    drawn = [z for line in figure.data[0].z for z in line if z is not None]
    assert drawn == [0.0]
    assert len(figure.layout.shapes) == len(figure.data[1].text) == len(tiles(boundary)) - 1


def test_totals_of_periods_are_not_joined_and_gaps_stay() -> None:
    frame = pd.DataFrame(
        {
            "period": ["2019", "2020", "2021"],
            "period_order": [0, 1, 2],
            "value": [5.0, nan, 7.0],
            "low": [5.0, nan, 7.0],
            "high": [5.0, nan, inf],
            "is_approximate": False,
        }
    )
    trace = line_figure(frame, pd.DataFrame(), "", {}, theme.LIGHT).data[0]
    assert "lines" not in trace.mode
    assert list(trace.text) == ["5", "", "≥ 7"]
    named = frame.assign(branch_id="a", name_vi="A")
    trace = line_figure(frame, named, "", {"a": "#123456"}, theme.LIGHT).data[0]
    assert "lines" in trace.mode
    assert trace.connectgaps is False


def test_spending_without_kinds_stands_undivided() -> None:
    totals = pd.DataFrame(
        {
            "branch_id": ["a", "b"],
            "name_vi": ["A", "B"],
            "value": [100.0, 80.0],
            "low": [100.0, 80.0],
            "high": [100.0, inf],
            "is_approximate": False,
        }
    )
    parts = pd.DataFrame({"branch_id": ["a"], "metric_id": ["visits_amount"], "value": [60.0], "low": [60.0]})
    drawn = shares(totals, parts.assign(is_approximate=False))
    rest = drawn[drawn["metric_id"] == UNDIVIDED].set_index("branch_id")["value"]
    assert rest.to_dict() == {"a": 40.0, "b": 80.0}
    assert category_order(drawn) == ["visits_amount", UNDIVIDED]
    figure = composition(totals, parts.assign(is_approximate=False), {}, {}, theme.LIGHT)
    assert sum(sum(t.x) for t in figure.data if t.name) == 180
    assert figure.data[-1].text[0].strip().startswith("≥")


def test_a_drawing_is_held_against_the_rules_of_plotly_where_somebody_asks() -> None:
    figure = theme.new_figure(theme.LIGHT, 100)
    figure.add_bar(x=pd.Series([1.0, 2.0]), text=None)
    assert figure.traces == ({"type": "bar", "x": [1.0, 2.0]},)
    assert figure.checked().data[0].x == (1.0, 2.0)
    figure.add_bar(x=[1], no_such_property=2)
    with pytest.raises(ValueError, match="no_such_property"):
        figure.checked()


def test_what_a_drawing_sends_is_what_plotly_makes_of_it() -> None:
    figure = theme.new_figure(theme.LIGHT, 100, margin={"l": 1, "r": 2})
    figure.add_scatter(x=[1], y=[None], mode="text", text=["x"])
    figure.update_layout(margin={"r": 9})
    figure.update_xaxes({"range": (0, 1)})
    sent, made = json.loads(figure.to_json()), json.loads(figure.checked().to_json())
    assert sent["layout"]["margin"] == {"l": 1, "r": 9}
    assert sent == made
