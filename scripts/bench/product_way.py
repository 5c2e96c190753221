"""The product's own answers to the pages' main questions, through the entry points that its pages use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from comparison.questions import EVERYTHING, View
from scripts.bench.asked import HEADLINES, SEVERAL, TABLE_ROWS, TOP, Asked, Figures, numbered
from ui import data, depth
from ui.data import Answers
from ui.kept import Kept


def forget() -> None:
    """Empty the answers kept in this process, so that the next question is asked of the snapshot again."""
    # A new store under the same name: pages and questions look it up when they ask.
    data.ANSWERS = Kept()


class Product:
    """The product's answers on one snapshot."""

    def __init__(self, snapshot: Path) -> None:
        self.answers = Answers(snapshot)

    def answer(self, asked: Asked) -> Any:
        """What the page works with."""
        return ASK[asked.page](self.answers, asked)


def _view(asked: Asked) -> View:
    return View(period=str(asked.year), tier=asked.tier)


def _reported(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["value"].notna() & ~frame["is_partial"]]


def _beside(answers: Answers, asked: Asked) -> Any:
    return depth.side_by_side(answers, _view(asked), asked.subjects, SEVERAL, "branch", (str(asked.year),), "value", "")


ASK: dict[str, Callable[[Answers, Asked], Any]] = {
    "tong_quan": lambda answers, asked: answers.branch_values(_view(asked), "members_total"),
    "doan_vien": lambda answers, asked: answers.totals(_view(asked), HEADLINES),
    "cham_lo": lambda answers, asked: answers.welfare_spending(_view(asked)),
    "thi_dua": lambda answers, asked: answers.by_province(_view(asked), "initiatives"),
    "chi_tieu": lambda answers, asked: answers.targets(_view(asked)),
    "so_sanh": _beside,
    "bien_dong": lambda answers, asked: depth.moved(
        answers, _view(asked), "members_total", str(asked.year - 1), "value", False
    ),
    "ho_so": lambda answers, asked: answers.profile(EVERYTHING, asked.subjects[0]),
    "bang_so_lieu": lambda answers, asked: depth.table(
        answers, _view(asked), SEVERAL, "branch", "value", (str(asked.year),)
    ),
    "nguon_so_lieu": lambda answers, asked: answers.reporting(_view(asked)),
}


def _ranked(answer: Any) -> Figures:
    values = _reported(answer.frame)["value"]
    if values.empty:
        return {"reported": 0.0}
    around = {"reported": answer.coverage.reported, "in view": answer.coverage.in_view, "middle": values.median()}
    return {name: float(value) for name, value in around.items()} | numbered("top", list(values.nlargest(TOP)))


def _totals(answer: Any) -> Figures:
    told: Figures = {}
    for metric_id, total in answer.items():
        if total.amount is not None:
            told[f"{metric_id} total"] = total.amount.value
            told[f"{metric_id} reported"] = float(total.coverage.reported)
            told["in view"] = float(total.coverage.in_view)
    return told


def _spending(answer: Any) -> Figures:
    if answer.total.amount is None:
        return {"reported": 0.0}
    coverage = {"reported": float(answer.coverage.reported), "in view": float(answer.coverage.in_view)}
    top = answer.totals["value"].dropna().nlargest(TOP)
    return coverage | {"total": answer.total.amount.value} | numbered("top", list(top))


def _provinces(answer: Any) -> Figures:
    told: Figures = {}
    for row in answer.frame.itertuples():
        if row.in_view:
            told[f"{row.province} reported"] = float(row.reported)
            told[f"{row.province} in view"] = float(row.in_view)
            if pd.notna(row.value):
                told[f"{row.province} total"] = float(row.value)
    return told


def _states(answer: Any) -> Figures:
    told = {str(row.status): float(row.targets) for row in answer.counts.itertuples() if row.targets}
    return told | {"branches": float(answer.coverage.reported)}


def _side_by_side(answer: Any) -> Figures:
    told: Figures = {}
    for row in answer.frame.itertuples():
        name = f"{row.subject} {row.metric_id}"
        told[f"{name} ranked"] = float(row.ranked)
        if pd.notna(row.value):
            told |= {f"{name} value": float(row.value), f"{name} rank": float(row.rank)}
            if pd.notna(row.change_value):
                told[f"{name} earlier"] = float(row.value - row.change_value)
    return told


def _moved(answer: Any) -> Figures:
    change = answer.frame["change_value"]
    told = numbered("rise", list(change.nlargest(TOP))) | numbered("fall", list(change.nsmallest(TOP)))
    return told | {"both": float(len(change))}


def _profile(answer: Any) -> Figures:
    compared = answer.figures[answer.figures["period_kind"] == "year"]
    told: Figures = {"stated rows": float(len(answer.observations)), "judged rows": float(len(answer.attainment))}
    told |= {"stated sum": float(answer.observations["value"].sum()), "compared rows": float(len(compared))}
    return told | {"compared sum": float(compared["value"].sum())}


def _table(answer: Any) -> Figures:
    first = answer.frame.loc[answer.frame["metric_id"] == SEVERAL[0], "value"]
    told = numbered("row", list(first.dropna().nlargest(TABLE_ROWS)))
    for foot in answer.subtotals:
        told["in view"] = float(foot.in_view)
        if foot.amount is not None:
            told[f"{foot.metric_id} total"] = foot.amount.value
    return told


def _reporting(answer: Any) -> Figures:
    told = {f"{row.group} reported": float(row.reported) for row in answer.groups.itertuples() if row.reported}
    return told | {"in view": float(answer.coverage.in_view), "reported": float(answer.coverage.reported)}


FIGURES: dict[str, Callable[[Any], Figures]] = {
    "tong_quan": _ranked,
    "doan_vien": _totals,
    "cham_lo": _spending,
    "thi_dua": _provinces,
    "chi_tieu": _states,
    "so_sanh": _side_by_side,
    "bien_dong": _moved,
    "ho_so": _profile,
    "bang_so_lieu": _table,
    "nguon_so_lieu": _reporting,
}
