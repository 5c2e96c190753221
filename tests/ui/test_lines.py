"""Lines over periods: the axis spans what was reported, words never cover each other, every value can be read."""

from __future__ import annotations

from math import inf, nan

import pandas as pd
import pytest

from ui import theme
from ui.figures.lines import Box, Room, line_figure, periods_named, span

YEARS = [str(year) for year in range(2000, 2026)]


def course(values: dict[str, float], branch_id: str = "a", name: str = "Công đoàn A") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "branch_id": branch_id,
            "name_vi": name,
            "period": YEARS,
            "period_order": range(len(YEARS)),
            "value": [values.get(year, nan) for year in YEARS],
            "low": [values.get(year, nan) for year in YEARS],
            "high": [values.get(year, nan) for year in YEARS],
            "is_approximate": False,
        }
    )


def test_the_axis_spans_the_periods_with_figures_and_a_neighbour_of_a_single_one() -> None:
    assert span(YEARS, [course({"2019": 1.0, "2022": 2.0})]) == ["2019", "2020", "2021", "2022"]
    assert span(YEARS, [course({"2019": 1.0})]) == ["2018", "2019", "2020"]
    assert span(YEARS, [course({"2025": 1.0})]) == ["2024", "2025"]
    assert span(YEARS, [course({"2019": 1.0}), course({"2021": 1.0})]) == ["2019", "2020", "2021"]
    assert span(YEARS, [course({})]) == YEARS


def test_a_branch_with_one_figure_stands_in_the_middle_of_a_short_axis() -> None:
    rows = course({"2019": 10.0})
    figure = line_figure(rows, rows, "", {}, theme.LIGHT)
    assert list(figure.layout.xaxis.categoryarray) == ["2018", "2019", "2020"]
    assert list(figure.data[0].text) == ["", "10", ""]
    assert figure.layout.annotations[0].x == 1


def test_gaps_stay_gaps_where_rows_are_missing() -> None:
    rows = course({"2019": 10.0, "2021": 12.0}).dropna(subset=["value"])
    figure = line_figure(course({}), rows, "", {}, theme.LIGHT)
    assert list(figure.data[0].x) == ["2019", "2020", "2021"]
    assert pd.isna(figure.data[0].y[1])
    assert figure.data[0].connectgaps is False


@pytest.mark.parametrize("step", [1.0, 50.0, -30.0])
def test_words_over_points_never_cover_each_other_on_a_phone(step: float) -> None:
    values = {year: 1_000_000.0 + step * n for n, year in enumerate(YEARS)}
    branches = pd.concat([course(values, str(n), f"Công đoàn thứ {n}") for n in range(5)], ignore_index=True)
    figure = line_figure(course({}), branches, "", {}, theme.LIGHT)
    low, high = figure.layout.yaxis.range
    room = Room(len(YEARS), low, high)
    boxes: list[Box] = []
    for trace in figure.data:
        boxes += [room.box(n, trace.y[n], text, 6) for n, text in enumerate(trace.text) if text]
    boxes += [room.box(a.x, a.y, a.text, a.yshift) for a in figure.layout.annotations]
    assert len(boxes) >= 6
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.meets(b)]
    assert all(box.left >= 0 and box.right <= 341 for box in boxes)


def test_names_of_lines_that_end_together_near_nought_stand_apart_and_above_the_axis() -> None:
    tall = course({"2019": 700.0, "2020": 710.0}, "tall", "Công đoàn cao")
    low = [course({"2025": 90.0 + n}, str(n), f"Công đoàn thấp {n}") for n in range(3)]
    figure = line_figure(course({}), pd.concat([tall, *low], ignore_index=True), "", {}, theme.LIGHT)
    low_end, high_end = figure.layout.yaxis.range
    room = Room(len(figure.layout.xaxis.categoryarray), low_end, high_end)
    boxes = [room.box(a.x, a.y, a.text, a.yshift) for a in figure.layout.annotations]
    assert len(boxes) == 4
    assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.meets(b)]
    assert all(box.bottom >= 0 for box in boxes)


def test_first_last_and_extremes_carry_words_and_every_point_its_hover_text() -> None:
    values = dict(zip(YEARS[:9], [5.0, 6.0, 7.0, 99.0, 7.0, 6.0, 1.0, 6.0, 8.0], strict=True))
    rows = course(values)
    trace = line_figure(rows, rows, "", {}, theme.LIGHT).data[0]
    assert list(trace.text) == ["5", "", "", "99", "", "", "1", "", "8"]
    assert list(trace.customdata) == ["5", "6", "7", "99", "7", "6", "1", "6", "8"]
    assert "customdata" in trace.hovertemplate


def test_stems_stand_under_their_points_on_the_shorter_axis() -> None:
    rows = course({"2019": 10.0, "2021": 12.0}).assign(high=inf)
    figure = line_figure(rows, pd.DataFrame(), "", {}, theme.LIGHT)
    assert [(s.x0, s.y1) for s in figure.layout.shapes] == [(0, 10.0), (2, 12.0)]
    assert list(figure.data[0].text) == ["≥ 10", "", "≥ 12"]


def test_a_fall_below_nought_is_within_the_axis() -> None:
    rows = course({"2019": -10.0, "2020": 5.0})
    low, high = line_figure(rows, rows, "", {}, theme.LIGHT).layout.yaxis.range
    assert low < -10.0
    assert high > 5.0


def test_many_periods_are_named_as_far_as_there_is_room_and_the_last_always() -> None:
    few, many = [str(y) for y in range(2018, 2026)], [str(y) for y in range(2000, 2026)]
    assert periods_named(few, few) == few
    named = periods_named(many, many)
    assert 5 <= len(named) <= 9
    assert named[-1] == "2025"
    assert len(periods_named(many, [f"{year}<br>45/1.260" for year in many])) < len(named)
    rows = course(dict.fromkeys(many, 5.0)).assign(reported=1, in_view=9)
    assert (
        list(line_figure(rows, pd.DataFrame(), "", {}, theme.LIGHT).layout.xaxis.tickvals) == named
    )  # 1/9 is shorter than a year


def test_the_name_of_a_line_stands_clear_of_the_line() -> None:
    rows = course({"2024": 20.0, "2025": 40.0}, "a", "Liên đoàn Lao động tỉnh Nghệ An")
    figure = line_figure(rows, rows, "", {}, theme.LIGHT)
    (name,) = figure.layout.annotations
    room = Room(2, *figure.layout.yaxis.range)
    room.mark_line(0, 20.0, 1, 40.0)
    box = room.box(name.x, name.y, name.text, name.yshift)
    assert not [mark for mark in room.taken if mark.meets(box)]
