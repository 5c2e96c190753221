"""The matrix of targets: branches by metrics, each square with its state as a shape, a word and a colour."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from comparison.answers import Targets
from ui import formats, theme
from ui.cards import Card, metric_name
from ui.figures.states import state_label
from ui.rows import Later, in_order, mappings, ranks_of
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
    count, states = states_of(frame)
    codes, _ = pd.factorize(frame["branch_id"])
    order = branches_in_order(frame, codes, screen.filters.branch_ids)
    known = screen.answers.metrics()
    metrics = [known[m] for m in metrics_in_order(frame["metric_id"], codes) if m in known]
    squares = Squares(frame, codes, order)
    columns = [
        Column(
            m.metric_id,
            metric_name(m),
            show=_shown(squares, m.metric_id),
            tint=_tinted(squares, m.metric_id, screen.colours),
        )
        for m in metrics
    ]
    words = [tn("matrix.subtitle", len(order), n=formats.number(len(order), 0))]
    several = len(frame) > count
    words += [tn("matrix.judgements", len(frame), n=formats.number(len(frame), 0))] if several else []
    return Card(
        key="matrix",
        title=tn("targets.title", count, n=formats.number(count, 0), period=period_words(screen.filters)),
        subtitle=" · ".join(words),
        table=Table((Column("name_vi", t("column.branch"), "branch"), *columns), squares.rows(), is_wide=True),
        metrics=tuple(metrics),
        source_ids=tuple(frame["source_id"].dropna().unique()),
        notes=answer.notes,
        open_table=True,
        table_height=520,
        legend=tuple((soft(s, screen.colours), state_label(s)) for s in theme.STATES if s in states),
        foot=t("matrix.foot"),
    )


def states_of(frame: pd.DataFrame) -> tuple[int, frozenset[str]]:
    """How many targets there are, and the states that any of them has over all its years."""
    codes, ids = pd.factorize(frame["target_id"])
    worst = np.full(len(ids), len(WORST))
    np.minimum.at(worst, codes, ranks_of(frame["status"], WORST).astype(int))
    return len(ids), frozenset(WORST[place] for place in np.unique(worst))


def branches_in_order(frame: pd.DataFrame, codes: np.ndarray, chosen: tuple[str, ...] = ()) -> np.ndarray:
    """The branches, by the codes of their ids, as the matrix shows them: chosen first, then those with most targets."""
    is_first = ~frame["target_id"].duplicated().to_numpy()
    is_other = np.ones(codes.max(initial=-1) + 1, dtype=bool)
    is_other[codes[frame["branch_id"].isin(chosen).to_numpy()]] = False
    targets = np.bincount(codes[is_first], minlength=len(is_other))
    return in_order([is_other, targets], [False, True])


def metrics_in_order(metric_ids: pd.Series, branches: np.ndarray) -> list[str]:
    """The metrics that most branches set a target in first, then by id."""
    codes, ids = pd.factorize(metric_ids)
    pairs = pd.unique(codes.astype(np.int64) * (branches.max(initial=0) + 1) + branches)
    counts = np.bincount(pairs // (branches.max(initial=0) + 1), minlength=len(ids))
    return [name for _, name in sorted((-count, str(name)) for count, name in zip(counts, ids, strict=True))]


class Squares:
    """The squares of the matrix, made for some hundred rows at a time, when the first of them is looked at: a page of a
    long table needs no words for the others."""

    AT_ONCE = 200

    def __init__(self, frame: pd.DataFrame, codes: np.ndarray, order: np.ndarray) -> None:
        """`codes` are those of the branches of the frame's rows, `order` the codes as the matrix shows them."""
        self.frame, self.codes, self.order = frame, codes, order
        self.made: dict[int, dict[str, dict[str, Any]]] = {}

    def rows(self) -> Later:
        """The rows of the matrix in order: branch_id, name_vi and place."""
        first = np.empty(len(self.order), dtype=int)
        # Of several the last one written stays: from the end on, that is the first.
        first[self.codes[::-1]] = np.arange(len(self.codes))[::-1]
        place = np.empty(len(self.order), dtype=int)
        place[self.order] = np.arange(len(self.order))
        rows = self.frame[["branch_id", "name_vi"]].assign(place=place[self.codes])
        return Later(rows, first[self.order], lambda asked: asked.reset_index(drop=True))

    def of(self, row: Mapping[Any, Any]) -> Mapping[str, Any]:
        """A tuple of (state, words) by metric, for one of `rows`."""
        part = int(row["place"]) // self.AT_ONCE
        if part not in self.made:
            asked = np.zeros(len(self.order), dtype=bool)
            asked[self.order[part * self.AT_ONCE : (part + 1) * self.AT_ONCE]] = True
            rows = wide_rows(one_per_target(self.frame[asked[self.codes]]))
            self.made[part] = {str(r["branch_id"]): {str(k): v for k, v in r.items()} for r in mappings(rows)}
        return self.made[part][str(row["branch_id"])]


def one_per_target(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per target with its state over all its years and the words of its square: branch_id, name_vi, metric_id,
    target_id, status, text."""
    of_target: dict[Any, list[dict[str, Any]]] = {}
    for row in mappings(with_groups(frame)):
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
    for cell in mappings(cells):
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
