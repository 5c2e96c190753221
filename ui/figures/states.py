"""States: the single bar of target states and the grid of ratings, each state with a shape or a word of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ui import formats, theme
from ui.figures.drawing import Drawing
from ui.figures.squares import add_squares
from ui.rows import mappings
from ui.texts import t


def state_label(state: str) -> str:
    """A state with its shape and its name."""
    return f"{theme.STATE_SHAPES[state]} {t(f'state.{state}')}"


def state_bar(counts: pd.DataFrame, colours: theme.Palette) -> Drawing:
    """One stacked bar: how many targets are in each state; `counts` has status and targets."""
    figure = theme.new_figure(colours, 64, barmode="stack", bargap=0, margin={"l": 4, "r": 8, "t": 4, "b": 4})
    total = float(counts["targets"].sum()) or 1.0
    start = 0.0
    for status, count in zip(counts["status"], counts["targets"], strict=True):
        if not count:
            continue
        figure.add_bar(
            orientation="h",
            y=[0],
            x=[count],
            name=status,
            marker=_state_marker(status, colours),
            hovertemplate=f"{state_label(status)}: {formats.number(count, 0)}<extra></extra>",
        )
        # Narrower parts are told by the legend alone.
        if count / total >= 0.1:
            _over(figure, start, status, count, colours)
        start += count
    figure.update_xaxes(theme.hidden_axis(range=[0, total]))
    figure.update_yaxes(theme.hidden_axis(range=[-0.52, 1.65]))
    return figure


def _over(figure: Drawing, start: float, status: str, count: float, colours: theme.Palette) -> None:
    figure.add_annotation(
        x=start,
        y=0.52,
        xanchor="left",
        yanchor="bottom",
        align="left",
        showarrow=False,
        text=f"<b>{formats.number(count, 0)}</b> {theme.STATE_SHAPES[status]}",
        font={"size": 14, "color": colours.ink},
    )


GROUP_ROW = 34


def state_groups(frame: pd.DataFrame, colours: theme.Palette) -> Drawing:
    """A stacked bar of states per group, most targets at the top. `frame` has group (as shown), status, targets and
    text (what stands at the end), one row per group and state."""
    groups = list(dict.fromkeys(frame["group"]))[::-1]
    place = {g: n for n, g in enumerate(groups)}
    figure = theme.new_figure(colours, max(len(groups), 2) * GROUP_ROW + 24, barmode="stack")
    for status in theme.STATES:
        rows = frame[(frame["status"] == status) & (frame["targets"] > 0)]
        if rows.empty:
            continue
        figure.add_bar(
            orientation="h",
            y=[place[g] for g in rows["group"]],
            x=list(rows["targets"]),
            name=status,
            marker=_state_marker(status, colours),
            text=[theme.STATE_SHAPES[status]] * len(rows) if status != "running" else None,
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 11, "color": colours.paper},
            hovertemplate=f"{state_label(status)}: %{{x}}<extra></extra>",
        )
    ends = frame.groupby("group", sort=False).agg(total=("targets", "sum"), text=("text", "first"))
    figure.add_scatter(
        x=list(ends["total"]),
        y=[place[g] for g in ends.index],
        mode="text",
        text=[f" {formats.plotly_text(x)}" for x in ends["text"]],
        textposition="middle right",
        textfont={"size": 12.5, "color": colours.ink},
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_layout(margin={"r": 18 + round(7.4 * max((len(x) for x in ends["text"]), default=0))})
    figure.update_xaxes(theme.hidden_axis(range=[0, float(ends["total"].max()) * 1.02]))
    names = ["<br>".join(formats.plotly_text(x) for x in formats.wrapped_name(g)) for g in groups]
    figure.update_yaxes(
        theme.label_axis(
            colours,
            tickmode="array",
            tickvals=list(range(len(groups))),
            ticktext=names,
            range=[min(-0.6, len(groups) - 2.6), len(groups) - 0.4],
        )
    )
    return figure


def _state_marker(status: str, colours: theme.Palette) -> dict[str, Any]:
    return {
        "color": colours.states[status],
        "pattern": {
            "shape": theme.STATE_PATTERNS[status],
            "fgcolor": colours.paper,
            "bgcolor": colours.states[status],
            "solidity": 0.18,
            "size": 7,
        },
        "line": {"color": colours.paper, "width": 2},
    }


RATING_ROW = 38


def rating_figure(frame: pd.DataFrame, colours: theme.Palette) -> Drawing:
    """A square per branch and year. `frame` has branch_id, name_vi, year, state, rating, from_term."""
    years = sorted(frame["year"].unique())
    order = list(dict.fromkeys(frame["branch_id"]))
    names = dict(zip(frame["branch_id"], frame["name_vi"], strict=True))
    cells = {(r["branch_id"], r["year"]): r for r in mappings(frame)}
    z: list[list[float | None]] = []
    text: list[list[str]] = []
    for branch in order:
        row = [cells.get((branch, y), {}) for y in years]
        z.append([_level(c) for c in row])
        text.append([formats.plotly_text(rating_mark(c)) for c in row])
    figure = theme.new_figure(colours, max(len(order), 3) * RATING_ROW + 44)
    add_squares(
        figure,
        z,
        text,
        colours.ratings,
        (1, 4),
        colours,
        x=[str(y) for y in years],
        y=list(range(len(order))),
        hoverinfo="skip",
    )
    ticks = ["<br>".join(formats.plotly_text(x) for x in formats.wrapped_name(str(names[b]))) for b in order]
    figure.update_yaxes(
        theme.label_axis(
            colours, tickmode="array", tickvals=list(range(len(order))), ticktext=ticks, autorange="reversed"
        )
    )
    figure.update_xaxes(theme.label_axis(colours, side="top", type="category", tickangle=0, tickfont={"size": 11}))
    return figure


def _level(cell: Mapping[Any, Any]) -> float | None:
    rating: Any = cell.get("rating")
    return None if formats.is_missing(rating) else float(rating)


def rating_label(cell: Mapping[Any, Any]) -> str:
    """The word of a rating; 'at least' and 'from the term' are said, and nothing reported is a dash."""
    rating: Any = cell.get("rating")
    if formats.is_missing(rating):
        return formats.MISSING
    word = t(f"rating.{int(float(rating))}")
    if cell.get("state") == "at_least":
        word = t("rating.at_least", word=word)
    return t("rating.from_term", word=word) if cell.get("from_term") is True else word


def rating_mark(cell: Mapping[Any, Any]) -> str:
    """The same, short enough for a square: ≥ for 'at least', a star for what is said only of the term."""
    rating: Any = cell.get("rating")
    if formats.is_missing(rating):
        return formats.MISSING
    bound = "≥" if cell.get("state") == "at_least" else ""
    return f"{bound}{t(f'rating.short.{int(float(rating))}')}{'*' if cell.get('from_term') is True else ''}"
