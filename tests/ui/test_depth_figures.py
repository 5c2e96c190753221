"""Figures and tables of the pages of depth: bounds drawn open, nothing drawn for the unreported, doubt marked."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from math import inf, isinf, nan
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from comparison import catalogue
from comparison.standings import Standing, Standings
from comparison.warehouse import Warehouse
from ui import data_grid, differences, finding_cards, heat_cards, mover_cards, theme
from ui.downloads import Export, csv_bytes, xlsx_bytes
from ui.figures.compared import apart, change_parts, compared_figure, courses, dumbbells, movers_figure
from ui.parquet import parquet_bytes
from ui.tables import Column, Table, html_table


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((5.0, 5.0, 5.0), "+5"),
        ((-5.0, -5.0, -5.0), "−5"),
        ((0.0, 0.0, 0.0), "0"),
        ((5.0, 5.0, inf), "≥ +5"),
        ((-5.0, -inf, -5.0), "≤ −5"),
        ((5.0, -2.0, 9.0), "từ −2 đến +9"),
        ((0.0, -inf, inf), "0, không rõ cận"),
        ((nan, nan, nan), "–"),
    ],
)
def test_differences_show_sign_and_bounds(ends: tuple[float, float, float], text: str) -> None:
    assert differences.signed_bounds(*ends) == text


@pytest.mark.parametrize(
    ("ends", "about", "text"),
    [
        ((5.0, 5.0, 5.0), False, "tăng 5"),
        ((-5.0, -5.0, -5.0), True, "giảm khoảng 5"),
        ((5.0, 5.0, inf), False, "tăng từ 5 trở lên"),
        ((-32000.0, -inf, -32000.0), True, "giảm từ khoảng 32.000 trở lên"),
        ((4.0, 2.0, 9.0), False, "tăng 2–9"),
        ((-4.0, -9.0, -2.0), False, "giảm 2–9"),
        ((0.0, 0.0, 0.0), False, "không đổi"),
        ((5.0, -2.0, 9.0), False, "từ −2 đến +9"),
        ((nan, nan, nan), False, "–"),
    ],
)
def test_a_difference_is_said_in_words_unless_its_direction_is_open(
    ends: tuple[float, float, float], about: bool, text: str
) -> None:
    assert differences.in_words(*ends, about=about) == text


def test_a_distance_is_higher_or_lower() -> None:
    row = {"gap_value": -3.5e9, "gap_low": -inf, "gap_high": -3.5e9, "gap_is_open": False}
    assert differences.words_of_row(row, "gap", "vnd", kind="distance") == "thấp hơn từ 3,5 tỷ đồng trở lên"


def test_an_open_direction_is_marked() -> None:
    row = {"change_value": 5.0, "change_low": -2.0, "change_high": 9.0, "change_is_open": True}
    assert differences.of_row(row, "change").endswith("(?)")
    assert not differences.of_row(row | {"change_is_open": False}, "change").endswith("(?)")


@pytest.mark.parametrize(
    ("value", "low", "high", "parts"),
    [
        (5, 5, 5, (5, 5, 5)),
        (5, 3, 9, (3, 3, 9)),
        (5, 5, inf, (5, 5, 6)),
        (-5, -9, -3, (-3, -9, -3)),
        (-5, -inf, -5, (-5, -6, -5)),
        (1, -2, 4, (0, -2, 4)),
        (0, -inf, inf, (0, -1, 1)),
    ],
)
def test_change_parts(value: float, low: float, high: float, parts: tuple[float, float, float]) -> None:
    assert change_parts(value, low, high, tail=1) == parts


def compared(values: dict[str, list[tuple[float, float, float]]], periods: tuple[str, ...]) -> pd.DataFrame:
    rows = [
        (subject, f"<b>{subject}</b>", period, *ends, False, False, False, nan, nan)
        for subject, own in values.items()
        for period, ends in zip(periods, own, strict=True)
    ]
    names = ["subject", "label", "period", "value", "low", "high", "is_approximate", "is_partial"]
    return pd.DataFrame(rows, columns=[*names, "rank_is_undecided", "years_present", "years_expected"])


TWO = ("2024", "2025")
MISSING = (nan, nan, nan)


def test_dumbbells_draw_only_what_is_known_and_point_where_it_is_open() -> None:
    rows = compared({"a": [(5, 5, 5), (8, 8, inf)], "b": [MISSING, (3, 0, 3)], "c": [MISSING, MISSING]}, TWO)
    figure = compared_figure(rows, TWO, "", {"a": "#123456"}, theme.LIGHT)
    assert sorted(x for trace in figure.data for x in trace.x) == [3, 5, 8]
    assert {trace.marker.symbol for trace in figure.data} == {"circle", "triangle-right", "triangle-left"}
    # The line of nought, and one stick: only a has both ends.
    assert len(figure.layout.shapes) == 2
    words = [a.text for a in figure.layout.annotations]
    assert any("≥ 8" in w and "5" in w for w in words)
    assert any("2025: ≤ 3" in w for w in words)
    assert "<b>a" not in " ".join(figure.layout.yaxis.ticktext)


def test_courses_leave_gaps_and_name_their_lines() -> None:
    three = ("2023", "2024", "2025")
    rows = compared({"a": [(5, 5, 5), MISSING, (8, 8, inf)], "b": [(5, 5, 5), (6, 6, 6), (8, 8, 8)]}, three)
    figure = compared_figure(rows, three, "", {}, theme.DARK)
    assert all(trace.connectgaps is False for trace in figure.data)
    assert figure.data[0].marker.symbol[2] == "triangle-up"
    assert ["≥ 8" in a.text for a in figure.layout.annotations] == [True, False]
    heights = [a.y for a in figure.layout.annotations]
    assert abs(heights[0] - heights[1]) > 0.1
    assert not courses(rows.head(0).assign(branch_id="", name_vi=""), three, "", {}, theme.LIGHT).data


def test_single_periods_are_bars() -> None:
    rows = compared({"a": [(5, 5, 5)], "b": [MISSING]}, ("2025",))
    figure = compared_figure(rows, ("2025",), "", {"a": "#123456"}, theme.LIGHT)
    assert list(figure.data[0].x) == [5]
    empty = compared({"a": [MISSING, MISSING]}, TWO).rename(columns={"subject": "branch_id", "label": "name_vi"})
    assert not dumbbells(empty, TWO, "", {}, theme.LIGHT).data


def test_labels_are_kept_apart_in_their_order() -> None:
    moved = apart([10.0, 11.0, 100.0], 36.0)
    assert moved[2] == 100.0
    assert moved[1] - moved[0] >= 35.9
    assert apart([], 36.0) == []


def movers() -> pd.DataFrame:
    rows = [
        ("a", "A", 5.0, 5.0, 5.0, False, True),
        ("b", "B", 2.0, -1.0, inf, True, None),
        ("c", "C", 0.0, 0.0, 0.0, False, None),
        ("d", "D", -3.0, -inf, -3.0, False, False),
    ]
    names = ["branch_id", "name_vi", "change_value", "change_low", "change_high", "direction_is_open", "is_better"]
    frame = pd.DataFrame(rows, columns=names)
    records = frame.to_dict("records")
    return frame.assign(
        text=[differences.of_row(r, "change") for r in records],
        words=[differences.words_of_row(r, "change") for r in records],
    )


def test_movers_show_rises_falls_and_doubt() -> None:
    rows = mover_cards.most_moved(movers())
    assert list(rows["branch_id"]) == ["a", "b", "d"]
    figure = movers_figure(rows, "", theme.LIGHT)
    certain, possible = figure.data
    assert list(certain.x) == [-3, 0, 5]
    assert all(not isinf(x) for x in (*possible.x, *possible.base))
    assert list(certain.marker.color) == [
        theme.LIGHT.states["not_met"],
        theme.LIGHT.quiet,
        theme.LIGHT.states["met"],
    ]
    assert any(a.text.endswith("(?)") for a in figure.layout.annotations)


def test_the_heat_table_honours_what_is_neutral_and_blank(warehouse: Warehouse) -> None:
    known = catalogue.metrics(warehouse)
    metrics = (known["complaints"], known["workers_total"], known["members_total"])
    branches = pd.DataFrame({"branch_id": ["a", "b"], "name_vi": ["A", "B"]})
    peers = np.array([5, 5])
    by_metric = {
        "complaints": Standing(np.array([100.0, 0.0]), peers, np.array([1, 1]), np.array([False, False])),
        "workers_total": Standing(np.array([100.0, np.nan]), peers, np.array([2, 0]), np.array([True, False])),
        "members_total": Standing(np.array([np.nan, np.nan]), 0 * peers, np.array([0, 2]), np.array([False, False])),
    }
    frame = heat_cards.one_per_branch(Standings(branches, by_metric, ()), metrics).part()
    columns = heat_cards._columns(metrics, theme.LIGHT, "value")
    first, second = frame.to_dict("records")
    complaints, workers = columns[1], columns[2]
    assert complaints.tint is not None
    assert workers.tint is not None
    assert theme.LIGHT.states["met"] in complaints.tint(first)
    assert theme.LIGHT.states["not_met"] in complaints.tint(second)
    assert workers.tint(first) == ""
    assert workers.show is not None
    assert workers.show(first) == "100* (?)"
    assert workers.show(second) == ""
    alone = columns[3]
    assert alone.show is not None
    assert alone.tint is not None
    assert (alone.show(first), alone.tint(first)) == ("", "")
    assert (alone.show(second), alone.tint(second)) == ("(n = 1)", "")
    assert (first["reported"], second["reported"]) == (2, 2)


def conflict(chosen_one: bool, **more: Any) -> dict[str, Any]:
    row = {"branch_id": "a", "metric_id": "m", "period_kind": "year", "period_start": "2024", "period_end": "2024"}
    same = {"source_kind": "press", "published_on": datetime(2024, 1, 1), "low": 5.0, "high": 5.0}
    return {**row, **same, "is_chosen": chosen_one, **more}


@pytest.mark.parametrize(
    ("used", "other", "reason"),
    [
        ({"source_kind": "own"}, {}, "kind"),
        ({"published_on": datetime(2025, 1, 1)}, {}, "date"),
        ({}, {"high": inf}, "exact"),
        ({}, {}, "order"),
    ],
)
def test_why_a_source_gives_way(used: dict[str, Any], other: dict[str, Any], reason: str) -> None:
    frame = pd.DataFrame([conflict(True, **used), conflict(False, **other)])
    assert list(finding_cards.with_reasons(frame)["reason"]) == ["used", reason]


def table() -> Table:
    rows = pd.DataFrame(
        {
            "branch_id": ["a", "b"],
            "name_vi": ["=1+1", "<script>"],
            "value": [5.0, nan],
            "low": [5.0, nan],
            "high": [inf, nan],
            "is_approximate": [False, False],
        }
    )
    foot = {"name_vi": "Cả bộ lọc", "value": 5.0, "low": 5.0, "high": inf, "is_approximate": False}
    columns = (Column("name_vi", "Đơn vị", "branch"), Column("value", "Số", "amount"))
    return Table(columns, rows, foot=(foot,), is_wide=True)


def test_what_is_shown_is_what_is_taken_away() -> None:
    export = Export("Bảng", table(), (("Năm", "2025"),), (), (), "snap")
    lines = list(csv.reader(io.StringIO(csv_bytes(export).decode("utf-8-sig"), newline="")))
    assert [line[0] for line in lines] == ["Đơn vị", "'=1+1", "<script>", "Cả bộ lọc"]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(export))).worksheets[0]
    assert [sheet.cell(n, 1).value for n in range(1, 5)] == ["Đơn vị", "=1+1", "<script>", "Cả bộ lọc"]
    read = pq.read_table(io.BytesIO(parquet_bytes(export)))
    assert read.column("Số").to_pylist() == [5.0, None, 5.0]
    assert read.column("Số: cách viết").to_pylist()[0] == "≥ 5"
    assert read.schema.metadata["Bộ lọc".encode()] == "Năm: 2025".encode()
    body = html_table(table(), lambda b: f"/ho-so?don_vi={b}")
    assert "<tfoot>" in body
    assert "&lt;script&gt;" in body


def test_a_table_keeps_what_does_not_apply_apart_from_what_is_missing(warehouse: Warehouse) -> None:
    metric = catalogue.metric(warehouse, "strong_unions_pct")
    grid = data_grid.Grid("branch", "per_member", ("strong_unions_pct",), ("2025",))
    column = data_grid.columns(grid, [data_grid.Cells(metric, "2025", "c_")])[1]
    assert column.show is not None
    assert column.show({"c_does_not_apply": True, "c_value": nan}) == "không áp dụng"
    assert column.show({"c_does_not_apply": False, "c_value": nan}) == "–"
    shown = {"c_does_not_apply": False, "c_value": 0.0, "c_low": 0.0, "c_high": 0.0, "c_is_undecided": True}
    assert column.show(shown) == "0 (?)"
