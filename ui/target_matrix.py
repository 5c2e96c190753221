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
from ui.rows import Later, by_small_numbers, mappings
from ui.screen import Screen, period_words
from ui.tables import Column, Table
from ui.target_cards import result_text, target_text, with_groups
from ui.target_rows import TargetRows
from ui.texts import t, tn

NBSP = "\u00a0"
# What a yearly target stands at, seen over all its years: as long as one is open it is running, then the worst counts.
WORST = ("running", "not_met", "undecided", "no_result", "met")
# What of a row its square is written of, and how many branches are written at a time.
NEEDED = (
    *("target_id", "branch_id", "name_vi", "metric_id", "status", "value", "comparator", "unit", "note"),
    *("result_value", "result_low", "result_high", "result_is_approximate", "target_period_start"),
)
AT_ONCE = 2_000


def matrix_card(screen: Screen, answer: Targets, rows: TargetRows, words: Mapping[Any, str]) -> Card:
    """Which branch set what, and whether it was reached; `rows` are those of the answer, `words` as `group_words` finds
    them."""
    count, states = len(rows.target.words), states_of(rows)
    order = branches_in_order(rows, screen.filters.branch_ids)
    known = screen.answers.metrics()
    metrics = [known[m] for m in metrics_in_order(rows) if m in known]
    softened = {state: soft(state, screen.colours) for state in theme.STATES}
    columns = [
        Column(m.metric_id, metric_name(m), show=_shown(m.metric_id), tint=_tinted(m.metric_id, softened))
        for m in metrics
    ]
    told = [tn("matrix.subtitle", len(order), n=formats.number(len(order), 0))]
    judgements = len(rows.frame)
    told += [tn("matrix.judgements", judgements, n=formats.number(judgements, 0))] if judgements > count else []
    return Card(
        key="matrix",
        title=tn("targets.title", count, n=formats.number(count, 0), period=period_words(screen.filters)),
        subtitle=" · ".join(told),
        table=Table(
            (Column("name_vi", t("column.branch"), "branch"), *columns),
            squares(rows, order, [m.metric_id for m in metrics], words),
            is_wide=True,
        ),
        metrics=tuple(metrics),
        source_ids=rows.source.every,
        notes=answer.notes,
        open_table=True,
        table_height=520,
        legend=tuple((softened[s], state_label(s)) for s in theme.STATES if s in states),
        foot=t("matrix.foot"),
    )


def states_of(rows: TargetRows) -> frozenset[str]:
    """The states that any target has over all its years."""
    ranks, target = rows.ranks(WORST), rows.target
    worst = np.full(len(target.words), len(WORST), dtype=np.int8)
    for place in reversed(range(len(WORST))):
        # The worst is written last.
        worst[target.codes[ranks == place]] = place
    return frozenset(WORST[place] for place in np.flatnonzero(np.bincount(worst, minlength=len(WORST))))


def branches_in_order(rows: TargetRows, chosen: tuple[str, ...] = ()) -> np.ndarray:
    """The branches, by the codes of their ids, as the matrix shows them: chosen first, then those with most targets."""
    branch = rows.branch
    targets = np.bincount(branch.codes[rows.first_of_target], minlength=len(branch.words))
    order = by_small_numbers(-targets)
    if not chosen:
        return order
    is_chosen = np.isin(order, [n for n, word in enumerate(branch.words) if word in chosen])
    return np.concatenate([order[is_chosen], order[~is_chosen]])


def metrics_in_order(rows: TargetRows) -> list[str]:
    """The metrics that most branches set a target in first, then by id."""
    metric, branch = rows.metric, rows.branch
    has = np.zeros((len(metric.words), len(branch.words)), dtype=bool)
    has[metric.codes, branch.codes] = True
    return [name for _, name in sorted((-int(n), str(w)) for n, w in zip(has.sum(axis=1), metric.words, strict=True))]


def squares(rows: TargetRows, order: np.ndarray, metrics: list[str], words: Mapping[Any, str]) -> Later:
    """The rows of the matrix in order: branch_id, name_vi, and of each metric a tuple of (state, words). They are put
    together where they are looked at: a page of a long table needs no words for the others."""
    codes = rows.branch.codes
    needed = rows.frame[[name for name in NEEDED if name in rows.frame]]

    def part(places: np.ndarray) -> pd.DataFrame:
        is_asked = np.zeros(len(order), dtype=bool)
        is_asked[places] = True
        cells = one_per_target(needed.iloc[np.flatnonzero(is_asked[codes])], words)
        wide = wide_rows(cells).set_index("branch_id")
        # Each branch once, hence each row once.
        asked = wide.loc[[rows.branch.words[code] for code in places]]
        return asked.reset_index().reindex(columns=["branch_id", "name_vi", *metrics])

    def put(asked: pd.DataFrame) -> pd.DataFrame:
        places = asked["place"].to_numpy()
        parts = [part(places[n : n + AT_ONCE]) for n in range(0, max(len(places), 1), AT_ONCE)]
        return pd.concat(parts, ignore_index=True) if len(parts) != 1 else parts[0]

    return Later(pd.DataFrame({"place": order}), None, put)


def one_per_target(frame: pd.DataFrame, words: Mapping[Any, str] | None = None) -> pd.DataFrame:
    """One row per target with its state over all its years and the words of its square: branch_id, name_vi, metric_id,
    target_id, status, text; `words` as `group_words` finds them in all of the frame that this is a part of."""
    of_target: dict[Any, list[dict[str, Any]]] = {}
    for row in mappings(with_groups(frame, words)):
        of_target.setdefault(row["target_id"], []).append(row)
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


def _shown(metric_id: str) -> Callable[[Mapping[Any, Any]], str]:
    return lambda row: "; ".join([text for _, text in _cells(row, metric_id)])


def _tinted(metric_id: str, softened: Mapping[str, str]) -> Callable[[Mapping[Any, Any]], str]:
    def tint(row: Mapping[Any, Any]) -> str:
        if not (cells := _cells(row, metric_id)):
            return ""
        states = [state for state, _ in cells]
        worst = next((s for s in WORST if s in states), "")
        return softened[worst] if worst else ""

    return tint


def soft(state: str, colours: theme.Palette) -> str:
    """A state's colour, soft enough to read on."""
    return f"color-mix(in srgb, {colours.states[state]} 24%, {colours.paper})"
