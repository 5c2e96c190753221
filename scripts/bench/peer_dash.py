"""The peer: the page of one metric built in Dash, as a capable user would, on the public views of the same DuckDB file.

It asks for the same filters and shows what the product's page shows: five headline figures, the ranking of twenty
branches, the provinces, the years, a table. Started by path, with Dash on its own search path.
"""

from __future__ import annotations

import argparse
import logging
import math
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import plotly.graph_objects as go
from dash import Dash, Input, Output, dash_table, dcc, html

YEARS = range(2025, 2015, -1)
TIERS = ("grassroots", "upper_direct", "provincial_federation")
HEADLINES = ("members_total", "members_female", "members_admitted", "grassroots_unions", "grassroots_unions_founded")
SQL = Path(__file__).with_name("peer")
COLUMNS = ("branch_id", "name_vi", "province", "value")


class Page:
    """The page's answers and drawings on one open snapshot."""

    def __init__(self, snapshot: Path) -> None:
        self.connection = duckdb.connect(str(snapshot), read_only=True)
        self.statements = {path.stem: path.read_text(encoding="utf-8") for path in SQL.glob("*.sql")}
        # As the product does, an answer already given is given again from memory.
        self.drawn = lru_cache(maxsize=400)(self._drawn)

    def _rows(self, name: str, year: int, tier: str, metrics: tuple[str, ...]) -> list[tuple[Any, ...]]:
        statement = self.statements[name]
        asked = {"year": year, "tier": tier, "metrics": list(metrics)}
        bound = {key: value for key, value in asked.items() if f"${key}" in statement}
        return self.connection.cursor().execute(statement, bound).fetchall()

    def _drawn(self, year: int, tier: str) -> tuple[Any, ...]:
        metric = ("members_total",)
        ranking = self._rows("ranking", year, tier, metric)
        provinces = self._rows("provinces", year, tier, metric)
        series = self._rows("series", year, tier, metric)
        totals = {name: (total, count) for name, total, count in self._rows("totals", year, tier, HEADLINES)}
        heads = [
            html.Div([html.B(f"{totals[m][0]:,.0f}"), html.Div(f"{m}: {totals[m][1]}")])
            for m in HEADLINES
            if m in totals
        ]
        table = [dict(zip(COLUMNS, row[:4], strict=True)) for row in ranking]
        return heads, _bars(ranking), _provinces(provinces), _line(series), table


def _bars(rows: list[tuple[Any, ...]]) -> go.Figure:
    shown = list(reversed(rows))
    places = list(range(len(shown)))
    # As the product: a bar as far as it is certain, then what its bounds leave open.
    certain = go.Bar(x=[row[4] for row in shown], y=places, orientation="h")
    opened = go.Bar(
        x=[(row[3] * 0.1 if math.isinf(row[5]) else row[5] - row[4]) for row in shown],
        y=places,
        orientation="h",
        marker={"pattern": {"shape": "/"}},
        text=[f"{row[3]:,.0f}" for row in shown],
        textposition="outside",
    )
    names = {"tickvals": places, "ticktext": [row[1] for row in shown]}
    layout = {"height": 620, "barmode": "stack", "showlegend": False, "yaxis": names, "margin": {"l": 320, "t": 10}}
    return go.Figure([certain, opened], layout)


def _provinces(rows: list[tuple[Any, ...]]) -> go.Figure:
    return go.Figure(go.Bar(x=[row[0] for row in rows], y=[row[1] for row in rows]), {"height": 380})


def _line(rows: list[tuple[Any, ...]]) -> go.Figure:
    return go.Figure(go.Scatter(x=[row[0] for row in rows], y=[row[1] for row in rows]), {"height": 380})


def made(snapshot: Path) -> Dash:
    """The application."""
    page, app = Page(snapshot), Dash(__name__)
    app.layout = html.Div(
        [
            html.H1("Members"),
            dcc.Dropdown([str(year) for year in YEARS], "2025", id="year", clearable=False, searchable=False),
            dcc.Dropdown(list(TIERS), "grassroots", id="tier", clearable=False, searchable=False),
            html.Div(id="heads"),
            dcc.Graph(id="ranking"),
            dcc.Graph(id="provinces"),
            dcc.Graph(id="series"),
            dash_table.DataTable(id="table", columns=[{"name": name, "id": name} for name in COLUMNS]),
        ]
    )
    outputs = [
        Output("heads", "children"),
        *(Output(name, "figure") for name in ("ranking", "provinces", "series")),
        Output("table", "data"),
    ]

    @app.callback(outputs, Input("year", "value"), Input("tier", "value"))  # type: ignore[misc, unused-ignore]
    def redraw(year: str, tier: str) -> tuple[Any, ...]:
        return page.drawn(int(year), tier)

    return app


def main() -> None:
    """Serve the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("snapshot", type=Path)
    parser.add_argument("--port", type=int, required=True)
    told = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    made(told.snapshot).run(host="127.0.0.1", port=told.port, debug=False)


if __name__ == "__main__":
    main()
