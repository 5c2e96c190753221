"""A chart as Plotly's plain data: written down as it is drawn, held against Plotly's rules where somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from plotly.basedatatypes import BaseFigure

# What a template says of charts that are never drawn here would be nine tenths of what the browser is sent.
KINDS = ("bar", "scatter", "heatmap")
OTHER_CHARTS = ("geo", "mapbox", "map", "polar", "scene", "ternary", "smith")
Plain = dict[str, Any]


@cache
def template() -> Plain:
    """Plotly's own look, as far as charts of KINDS wear it; it stands below what the house style says."""
    import plotly.io

    whole = plotly.io.templates[plotly.io.templates.default].to_plotly_json()
    return {
        "data": {kind: whole["data"][kind] for kind in KINDS if kind in whole["data"]},
        "layout": {name: value for name, value in whole["layout"].items() if name not in OTHER_CHARTS},
    }


class Drawing(BaseFigure):
    """A figure that takes what is drawn as it comes. Plotly's own checks every property while it is set, which was half
    the processor time of a page; `checked` does that at once, for tests and for whoever reads `data` or `layout`."""

    def __init__(self, layout: Mapping[str, Any]) -> None:
        # The base holds the machinery of checked figures; of that nothing is wanted but to be known as a figure.
        self._traces: list[Plain] = []
        self._frame: Plain = _plain(layout)
        self._checked: Any = None

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self._add("bar", trace)

    def add_scatter(self, **trace: Any) -> None:
        """Add points, lines or words."""
        self._add("scatter", trace)

    def add_heatmap(self, **trace: Any) -> None:
        """Add squares."""
        self._add("heatmap", trace)

    def _add(self, kind: str, trace: Plain) -> None:
        self._checked = None
        self._traces.append({"type": kind} | _plain(trace))

    def add_annotation(self, **words: Any) -> None:
        """Add words that belong to no trace."""
        self._checked = None
        self._frame.setdefault("annotations", []).append(_plain(words))

    def add_shape(self, **shape: Any) -> None:
        """Add a line or a box."""
        self._checked = None
        self._frame.setdefault("shapes", []).append(_plain(shape))

    def add_vline(self, x: float, **shape: Any) -> None:
        """Add a line from the bottom to the top."""
        whole = {"type": "line", "xref": "x", "yref": "y domain", "x0": x, "x1": x, "y0": 0, "y1": 1}
        self.add_shape(**whole, **shape)

    def update_layout(self, **more: Any) -> None:
        """Set what is named and leave the rest; lists are replaced."""
        self._checked = None
        _merge(self._frame, _plain(more))

    def update_xaxes(self, axis: Mapping[str, Any]) -> None:
        """Set what is named of the one horizontal axis."""
        self.update_layout(xaxis=axis)

    def update_yaxes(self, axis: Mapping[str, Any]) -> None:
        """Set what is named of the one vertical axis."""
        self.update_layout(yaxis=axis)

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self._frame["height"])

    @property
    def traces(self) -> tuple[Plain, ...]:
        """What is drawn, unchecked."""
        return tuple(self._traces)

    def to_dict(self) -> Plain:
        """Plotly's plain data; not to be changed."""
        return {"data": self._traces, "layout": self._frame | {"template": template()}}

    def to_plotly_json(self) -> Plain:
        """The same under the name that Plotly's own encoder looks for."""
        return self.to_dict()

    def to_json(self, *_: Any, **__: Any) -> str:
        """The same as text."""
        import plotly.io

        return str(plotly.io.to_json(self.to_dict(), validate=False))

    def checked(self) -> Any:
        """Plotly's own figure of this; raises ValueError where Plotly knows no such property or value."""
        if self._checked is None:
            import plotly.graph_objects as go

            self._checked = go.Figure(self.to_dict())
        return self._checked

    @property
    def data(self) -> Any:
        """The traces as Plotly's own objects."""
        return self.checked().data

    @property
    def layout(self) -> Any:
        """The layout as Plotly's own object."""
        return self.checked().layout


def _plain(value: Any) -> Any:
    """Dicts and lists of their own, without what is not set; columns and arrays as lists."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, (pd.Series, np.ndarray)):
        return value.tolist()
    return list(value) if isinstance(value, tuple) else value


def _merge(into: Plain, more: Plain) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value
