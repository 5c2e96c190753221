"""The matrix of targets: branches by metrics, each square with its state as a shape, a word and a colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from comparison.answers import Targets
from ui import formats, theme
from ui.cards import Card, metric_name
from ui.figures.states import state_label
from ui.screen import Screen, period_words
from ui.tables import Column, Table
from ui.target_cards import result_text, target_text, with_groups
from ui.texts import t, tn

NBSP = "\u00a0"
# What a yearly target stands at, seen over all its years: as long as one is open it is running, then the worst counts.
WORST = ("running", "not_met", "undecided", "no_result", "met")


def matrix_card(screen: Screen, answer: Targets) -> Card:
    """Which branch set what, and whether it was reached."""
    frame = answer.frame
    states = states_of(frame)
    wide = branches_of(frame, screen.filters.branch_ids)
    known = screen.answers.metrics()
    counts = frame[["metric_id", "branch_id"]].drop_duplicates()["metric_id"].value_counts()
    order = counts.sort_index().sort_values(ascending=False, kind="stable").index
    metrics = [known[str(m)] for m in order if m in known]
    squares = Squares(frame, wide["branch_id"])
    columns = [
        Column(
            m.metric_id,
            metric_name(m),
            show=_shown(squares, m.metric_id),
            tint=_tinted(squares, m.metric_id, screen.colours),
        )
        for m in metrics
    ]
    words = [tn("matrix.subtitle", len(wide), n=formats.number(len(wide), 0))]
    several = len(frame) > len(states)
    words += [tn("matrix.judgements", len(frame), n=formats.number(len(frame), 0))] if several else []
    return Card(
        key="matrix",
        title=tn("targets.title", len(states), n=formats.number(len(states), 0), period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        table=Table((Column("name_vi", t("column.branch"), "branch"), *columns), wide, is_wide=True),
        metrics=tuple(metrics),
        source_ids=tuple(frame["source_id"].dropna().unique()),
        notes=answer.notes,
        open_table=True,
        table_height=520,
        legend=tuple((soft(s, screen.colours), state_label(s)) for s in theme.STATES if s in set(states)),
        foot=t("matrix.foot"),
    )


def states_of(frame: pd.DataFrame) -> pd.Series:
    """The state of each target over all its years."""
    places = frame["status"].map({state: place for place, state in enumerate(WORST)})
    return places.groupby(frame["target_id"]).min().map(dict(enumerate(WORST)))


def branches_of(frame: pd.DataFrame, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rows of the matrix, branch_id, name_vi and place: chosen first, then those with most targets."""
    first = frame.drop_duplicates("target_id")
    rows = first.drop_duplicates("branch_id")[["branch_id", "name_vi"]]
    rows = rows.assign(targets=rows["branch_id"].map(first["branch_id"].value_counts()))
    rows = rows.assign(is_other=~rows["branch_id"].isin(chosen))
    rows = rows.sort_values(["is_other", "targets"], ascending=[True, False], kind="stable", ignore_index=True)
    return rows[["branch_id", "name_vi"]].assign(place=range(len(rows)))


class Squares:
    """The squares of the matrix, made for some hundred rows at a time, when the first of them is looked at: a page of a
    long table needs no words for the others."""

    AT_ONCE = 200

    def __init__(self, frame: pd.DataFrame, branch_ids: pd.Series) -> None:
        self.frame, self.branch_ids = frame, branch_ids
        self.made: dict[int, dict[str, dict[str, Any]]] = {}

    def of(self, row: Mapping[Any, Any]) -> Mapping[str, Any]:
        """A tuple of (state, words) by metric, for one row of `branches_of`."""
        part = int(row["place"]) // self.AT_ONCE
        if part not in self.made:
            ids = self.branch_ids.iloc[part * self.AT_ONCE : (part + 1) * self.AT_ONCE]
            rows = wide_rows(one_per_target(self.frame[self.frame["branch_id"].isin(ids)]))
            self.made[part] = {str(r["branch_id"]): {str(k): v for k, v in r.items()} for r in rows.to_dict("records")}
        return self.made[part][str(row["branch_id"])]


def one_per_target(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target with its state over all its years and the words of its square: branch_id, name_vi, metric_id,
    target_id, status, text."""
    of_target: dict[Any, list[dict[str, Any]]] = {}
    for row in with_groups(frame).to_dict("records"):
        of_target.setdefault(row["target_id"], []).append({str(k): v for k, v in row.items()})
    rows = []
    for target_id, own in of_target.items():
        first = own[0]
        several = len(own) > 1
        states = [str(row["status"]) for row in own]
        state = next(s for s in WORST if s in states) if several else states[0]
        rows.append(
            {
                "branch_id": first["branch_id"],
                "name_vi": first["name_vi"],
                "metric_id": first["metric_id"],
                "target_id": target_id,
                "status": state,
                "text": _years(states, first, state) if several else _one(first, state),
            }
        )
    return pd.DataFrame(rows, columns=["branch_id", "name_vi", "metric_id", "target_id", "status", "text"])


def _one(row: Mapping[str, Any], state: str) -> str:
    shape, aim, group = theme.STATE_SHAPES[state], _unbroken(target_text(row)), _group(row)
    if state in ("met", "not_met", "undecided") and not formats.is_missing(row.get("result_low")):
        kind = "matrix.judged.no_level" if formats.is_missing(row.get("value")) else "matrix.judged"
        return f"{shape}{NBSP}{t(kind, result=_unbroken(result_text(row)), aim=aim)}{group}"
    return f"{shape}{NBSP}{aim}{group}"


def _group(row: Mapping[str, Any]) -> str:
    """Whom a target is set for, where a branch sets several for one metric."""
    return f" ({row['group_words']})" if row.get("group_words") else ""


def _years(states: list[str], row: Mapping[str, Any], state: str) -> str:
    """How many of the years were judged, and in how many of those it was met."""
    met, judged = states.count("met"), states.count("met") + states.count("not_met")
    told = {"met": str(met), "judged": str(judged), "n": str(len(states))}
    kind = "all" if judged == len(states) else "some" if judged else "none"
    years = tn(f"matrix.years.{kind}", len(states), **told)
    return f"{theme.STATE_SHAPES[state]}{NBSP}{years} {_unbroken(target_text(row))}{_group(row)}"


def _unbroken(text: str) -> str:
    """A sign stays beside its number."""
    return text.replace(" ", NBSP)


def wide_rows(cells: pd.DataFrame, chosen: tuple[str, ...] = ()) -> pd.DataFrame:
    """One row per branch, a column per metric with a tuple of (state, words); chosen first, then most targets."""
    rows: dict[str, dict[str, Any]] = {}
    for cell in cells.to_dict("records"):
        row = rows.setdefault(cell["branch_id"], {"branch_id": cell["branch_id"], "name_vi": cell["name_vi"], "n": 0})
        row["n"] += 1
        row[cell["metric_id"]] = (*row.get(cell["metric_id"], ()), (cell["status"], cell["text"]))
    ordered = sorted(rows.values(), key=lambda r: (r["branch_id"] not in chosen, -r["n"]))
    return pd.DataFrame(ordered, columns=["branch_id", "name_vi", *cells["metric_id"].unique()], dtype=object)


def _cells(row: Mapping[Any, Any], metric_id: str) -> tuple[tuple[str, str], ...]:
    found: Any = row.get(metric_id)
    return found if isinstance(found, tuple) else ()


def _shown(squares: Squares, metric_id: str) -> Callable[[Mapping[Any, Any]], str]:
    return lambda row: "; ".join(text for _, text in _cells(squares.of(row), metric_id))


def _tinted(squares: Squares, metric_id: str, colours: theme.Palette) -> Callable[[Mapping[Any, Any]], str]:
    def tint(row: Mapping[Any, Any]) -> str:
        states = [state for state, _ in _cells(squares.of(row), metric_id)]
        worst = next((s for s in WORST if s in states), "")
        return soft(worst, colours) if worst else ""

    return tint


def soft(state: str, colours: theme.Palette) -> str:
    """A state's colour, soft enough to read on."""
    return f"color-mix(in srgb, {colours.states[state]} 24%, {colours.paper})"
