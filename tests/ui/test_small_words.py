"""Small words that must not say too much: tiles, legends, file names, orders, approximate changes, few reporters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from comparison.answers import Coverage, Metric
from comparison.movement import Movement
from comparison.order import vietnamese_order
from comparison.picked import Picked
from comparison.standings import Standing, Standings
from ui import theme
from ui.cards import Card, legend_of
from ui.downloads import file_name
from ui.heat_cards import _legend, _shown, _tinted
from ui.mover_cards import headlines
from ui.overview import targets_headline
from ui.tables import Column, Table, in_vietnamese

MEMBERS = Metric("members_total", "membership", "Tổng số đoàn viên", "Members", "person", "stock", "higher")
NONE = {"met": 0, "not_met": 0, "undecided": 0, "no_result": 0, "running": 0}


def test_the_tile_of_targets_says_how_many_were_met_of_those_judged() -> None:
    tile = targets_headline(NONE | {"met": 3, "not_met": 2, "running": 4}, "/chi-tieu")
    assert (tile.label, tile.value) == ("Chỉ tiêu đã đạt", "3/5")
    assert tile.detail == "trong số đã xét được; còn 4 đang thực hiện"


def test_the_tile_of_targets_says_how_many_there_are_where_none_was_judged() -> None:
    tile = targets_headline(NONE | {"undecided": 1, "running": 4, "no_result": 2}, "/chi-tieu")
    assert (tile.label, tile.value) == ("Chỉ tiêu đã xét được", "0/7")
    assert tile.detail == "4 đang thực hiện, 1 chưa kết luận được, 2 chưa có kết quả"


def test_the_tile_of_targets_is_no_nought_where_nobody_set_one() -> None:
    assert targets_headline(NONE, "").value == "–"


@pytest.mark.parametrize(
    ("title", "period", "there"),
    [
        ("Đoàn viên: so sánh, năm 2024", "2024", "doan-vien-so-sanh-nam-2024"),
        ("Đoàn viên", "2024", "doan-vien-2024"),
        ("Tổng số công đoàn cơ sở và nghiệp đoàn các cấp " * 3 + ", năm 2024", "2024", "-2024"),
        ("Tổng số công đoàn cơ sở và nghiệp đoàn các cấp " * 3, "XIII", "-xiii"),
        ("Tổng số công đoàn cơ sở " * 4 + "thay đổi từ 2021 đến năm 2024", "2024", "-2021-2024"),
    ],
)
def test_the_period_survives_in_the_name_of_a_file(title: str, period: str, there: str) -> None:
    name = file_name(title, "csv", period)
    assert name.removesuffix(".csv").endswith(there)
    assert len(name) <= 84
    assert file_name(title, "", period) == name.removesuffix(".csv")


def card(**more: Any) -> Card:
    table = Table((Column("value", "Value", tint=lambda r: "red"),), pd.DataFrame({"value": [1]}))
    return Card("key", "Title", "", **({"table": table, "legend": (("red", "Đạt"),)} | more))


def test_a_legend_stands_only_beside_colours_that_are_to_be_seen() -> None:
    plain = Table((Column("value", "Value"),), pd.DataFrame({"value": [1]}))
    nothing = Table((Column("value", "Value", tint=lambda r: "red"),), pd.DataFrame({"value": []}))
    assert legend_of(card(figure=go.Figure()))
    assert legend_of(card(open_table=True))
    assert not legend_of(card())
    assert not legend_of(card(open_table=True, table=plain))
    assert not legend_of(card(open_table=True, table=nothing))


def cell(percentile: float, peers: int) -> dict[str, Any]:
    kept = {"peer_percentile": percentile, "peers": peers, "peer_group": "sector", "peer_order_is_open": False}
    return {f"members_total_{name}": value for name, value in kept.items()}


def standings(*peers: int) -> Standings:
    names = pd.DataFrame({"branch_id": list(map(str, peers)), "name_vi": list(map(str, peers))})
    size = len(peers)
    one = Standing(np.full(size, 100.0), np.array(peers), np.ones(size, dtype=np.int8), np.zeros(size, dtype=bool))
    return Standings(names, {"members_total": one}, ())


def test_a_place_among_fewer_than_five_wears_no_colour_and_says_how_few() -> None:
    few, enough = cell(100.0, 3), cell(100.0, 4)
    tinted, shown = _tinted(MEMBERS, theme.LIGHT), _shown("members_total")
    assert (tinted(few), shown(few)) == ("", "100 (n = 4)")
    assert tinted(enough)
    assert shown(enough) == "100"
    assert _legend(standings(3), (MEMBERS,), theme.LIGHT) == ()
    assert len(_legend(standings(3, 4), (MEMBERS,), theme.LIGHT)) == 3


def changes(*rows: tuple[float, bool, bool]) -> Movement:
    frame = pd.DataFrame(rows, columns=["change_value", "change_is_approximate", "direction_is_open"])
    return Movement(MEMBERS, "2023", "2024", 1, frame, Coverage(len(frame), 9))


def test_only_what_rests_on_no_approximate_figure_is_called_certain() -> None:
    rise, fall, same, unknown = headlines(
        changes((5, False, False), (4, True, False), (-3, True, False), (0, False, False), (2, True, True))
    )
    assert (rise.value, rise.detail) == ("2", "1 chắc chắn tăng, 1 tăng khoảng (có số ước)")
    assert (fall.value, fall.detail) == ("1", "giảm khoảng, vì có số ước")
    assert same.detail == "hai kỳ bằng nhau"
    assert unknown.value == "1"
    assert "chắc chắn" in headlines(changes((5, False, False)))[0].detail


def test_names_stand_in_vietnamese_order() -> None:
    names = ["Ủy ban", "Đồng Nai", "Dak Lak", "Ăn", "Ân", "An", "An Giang", "Điện Biên", "Ơn", "Ôn", "On", "Ea", "à"]
    wanted = ["à", "An", "An Giang", "Ăn", "Ân", "Dak Lak", "Điện Biên", "Đồng Nai", "Ea", "On", "Ôn", "Ơn", "Ủy ban"]
    assert sorted(names, key=vietnamese_order) == wanted
    assert sorted(["mạ", "má", "mà", "mã", "mả", "ma"], key=vietnamese_order) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    frame = pd.DataFrame({"place": [1, 1, 1, 0], "name": ["Đà Nẵng", "Dak", None, "Zz"]})
    rows = frame.sort_values(["place", "name"], key=in_vietnamese)["name"]
    assert [None if pd.isna(name) else name for name in rows] == ["Zz", None, "Dak", "Đà Nẵng"]


@pytest.mark.parametrize("dtype", ["str", "object", "picked", "category"])
def test_names_stand_in_vietnamese_order_whatever_their_column_is_made_of(dtype: str) -> None:
    column = pd.Series(["Đà Nẵng", "Lạng Sơn", "Lâm Đồng", "Cà Mau"], dtype=object)
    column = column.astype(dtype) if dtype != "picked" else pd.Series(Picked._from_sequence(column.tolist()))
    frame = pd.DataFrame({"name": column})
    assert list(frame.sort_values("name", key=in_vietnamese)["name"]) == ["Cà Mau", "Đà Nẵng", "Lạng Sơn", "Lâm Đồng"]
    assert in_vietnamese(column).rank(method="dense").tolist() == [2, 3, 4, 1]
