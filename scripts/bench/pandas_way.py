"""The naive way: pandas over Parquet files of the public views, reading for each question what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from scripts.bench.asked import HEADLINES, SEVERAL, STATED_WELFARE, TABLE_ROWS, TOP, Asked, Figures, numbered


class Files:
    """The Parquet files of one snapshot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, asked: Asked) -> Figures:
        """What the page's screen shows."""
        return ANSWERS[asked.page](self, asked)

    def read(self, view: str, columns: list[str], filters: list[Any] | None = None) -> pd.DataFrame:
        """Rows of a public view."""
        return pd.read_parquet(self.folder / f"{view}.parquet", columns=columns, filters=filters)

    def in_view(self, asked: Asked) -> pd.DataFrame:
        """The branches of the tier that existed in the year."""
        columns = ["branch_id", "name_vi", "province_since_2025_07", "active_from", "active_to", "successor_id", "tier"]
        rows = self.read("branch", columns, [("tier", "==", asked.tier)])
        starts, ends = pd.Timestamp(asked.year, 1, 1), pd.Timestamp(asked.year, 12, 31)
        began, ended = pd.to_datetime(rows["active_from"]), pd.to_datetime(rows["active_to"])
        return rows[(began.isna() | (began <= ends)) & (ended.isna() | (ended >= starts))]

    def figures(self, asked: Asked, metrics: Iterable[str] | None, year: int | None = None) -> pd.DataFrame:
        """The figures of a year of the branches in view."""
        wanted: list[Any] = [("period_kind", "==", "year"), ("period_start", "==", date(year or asked.year, 1, 1))]
        if metrics is not None:
            wanted.append(("metric_id", "in", list(metrics)))
        columns = ["branch_id", "metric_id", "value", "low"]
        return self.read("figure", columns, wanted).merge(self.in_view(asked), on="branch_id")

    def welfare(self) -> list[str]:
        """The metrics of welfare spending, the stated total among them."""
        rows = self.read("metric", ["metric_id", "group", "unit"])
        return list(rows.loc[(rows["group"] == "welfare") & (rows["unit"] == "vnd"), "metric_id"])


def _heirs(branches: pd.DataFrame) -> dict[str, list[str]]:
    """Every later branch that a branch lives on in."""
    known = branches.dropna(subset=["successor_id"])
    following = dict(zip(known["branch_id"].astype(str), known["successor_id"].astype(str), strict=True))
    heirs: dict[str, list[str]] = {}
    for branch_id in following:
        now, found = following.get(branch_id), []
        while now is not None and now not in found:
            found.append(now)
            now = following.get(now)
        heirs[branch_id] = found
    return heirs


def _added(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that add up: those without an heir among the rows."""
    heirs, there = _heirs(rows), set(rows["branch_id"])
    return rows[[not there.intersection(heirs.get(branch_id, ())) for branch_id in rows["branch_id"]]]


def _ranked(files: Files, asked: Asked) -> Figures:
    rows = files.figures(asked, ["members_total"])
    if rows.empty:
        return {"reported": 0.0}
    around = {"reported": len(rows), "in view": len(files.in_view(asked)), "middle": rows["value"].median()}
    return {name: float(value) for name, value in around.items()} | numbered("top", list(rows["value"].nlargest(TOP)))


def _totals(files: Files, asked: Asked) -> Figures:
    told: Figures = {}
    in_view = float(len(files.in_view(asked)))
    for metric_id, rows in files.figures(asked, HEADLINES).groupby("metric_id"):
        told[f"{metric_id} total"] = float(_added(rows)["value"].sum())
        told[f"{metric_id} reported"] = float(len(rows))
        told["in view"] = in_view
    return told


def _spending(files: Files, asked: Asked) -> Figures:
    rows = files.figures(asked, files.welfare())
    if rows.empty:
        return {"reported": 0.0}
    is_stated = rows["metric_id"] == STATED_WELFARE
    stated = rows[is_stated].set_index("branch_id")[["value", "low"]].add_prefix("stated_")
    parts = rows[~is_stated].groupby("branch_id")[["value", "low"]].sum().add_prefix("parts_")
    both = stated.join(parts, how="outer")
    uses_stated = both["parts_low"].isna() | (both["stated_low"] >= both["parts_low"])
    both["value"] = both["stated_value"].where(uses_stated, both["parts_value"])
    spent = both[["value"]].reset_index().merge(rows[["branch_id", "successor_id"]].drop_duplicates(), on="branch_id")
    told = {"reported": len(spent), "in view": len(files.in_view(asked)), "total": _added(spent)["value"].sum()}
    return {name: float(value) for name, value in told.items()} | numbered("top", list(spent["value"].nlargest(TOP)))


def _provinces(files: Files, asked: Asked) -> Figures:
    rows, told = files.figures(asked, ["initiatives"]), {}
    for province, there in files.in_view(asked).groupby("province_since_2025_07"):
        own = rows[rows["province_since_2025_07"] == province]
        told[f"{province} reported"], told[f"{province} in view"] = float(len(own)), float(len(there))
        if len(own):
            told[f"{province} total"] = float(_added(own)["value"].sum())
    return told


def _states(files: Files, asked: Asked) -> Figures:
    ended = [("period_end", ">=", date(asked.year, 1, 1)), ("period_end", "<=", date(asked.year, 12, 31))]
    rows = files.read("attainment", ["branch_id", "status"], ended).merge(files.in_view(asked), on="branch_id")
    told = {str(status): float(count) for status, count in rows["status"].value_counts().items()}
    return told | {"branches": float(rows["branch_id"].nunique())}


def _beside(files: Files, asked: Asked) -> Figures:
    now, before = files.figures(asked, SEVERAL), files.figures(asked, SEVERAL, asked.year - 1)
    told: Figures = {}
    for metric_id in SEVERAL:
        rows = now[now["metric_id"] == metric_id].set_index("branch_id")["value"]
        earlier = before[before["metric_id"] == metric_id].set_index("branch_id")["value"]
        ranks = rows.rank(method="min", ascending=False)
        for subject in asked.subjects:
            name = f"{subject} {metric_id}"
            told[f"{name} ranked"] = float(len(rows))
            if subject in rows:
                told |= {f"{name} value": float(rows[subject]), f"{name} rank": float(ranks[subject])}
                if subject in earlier:
                    told[f"{name} earlier"] = float(earlier[subject])
    return told


def _moved(files: Files, asked: Asked) -> Figures:
    now = files.figures(asked, ["members_total"])[["branch_id", "value"]]
    before = files.figures(asked, ["members_total"], asked.year - 1)[["branch_id", "value"]]
    both = now.merge(before, on="branch_id", suffixes=("", "_before"))
    change = both["value"] - both["value_before"]
    told = numbered("rise", list(change.nlargest(TOP))) | numbered("fall", list(change.nsmallest(TOP)))
    return told | {"both": float(len(change))}


def _profile(files: Files, asked: Asked) -> Figures:
    columns = ["metric_id", "period_kind", "period_start", "period_end", "value", "low", "high", "status", "source_id"]
    own = ("branch_id", "==", asked.subjects[0])
    rows = files.read("observation", columns, [own])
    figures = files.read(
        "figure", ["metric_id", "period_start", "value", "low", "high"], [own, ("period_kind", "==", "year")]
    )
    judged = files.read("attainment", ["metric_id", "period_start", "period_end", "status"], [own])
    told: Figures = {"stated rows": float(len(rows)), "stated sum": float(rows["value"].sum())}
    told |= {"compared rows": float(len(figures)), "compared sum": float(figures["value"].sum())}
    return told | {"judged rows": float(len(judged))}


def _table(files: Files, asked: Asked) -> Figures:
    rows = files.figures(asked, SEVERAL)
    first = rows.loc[rows["metric_id"] == SEVERAL[0], "value"]
    told = numbered("row", list(first.nlargest(TABLE_ROWS)))
    for metric_id, own in rows.groupby("metric_id"):
        told[f"{metric_id} total"] = float(_added(own)["value"].sum())
    return told | {"in view": float(len(files.in_view(asked)))}


def _reporting(files: Files, asked: Asked) -> Figures:
    rows = files.figures(asked, None).merge(files.read("metric", ["metric_id", "group"]), on="metric_id")
    counts = rows.groupby("group")["branch_id"].nunique()
    told = {f"{group} reported": float(count) for group, count in counts.items()}
    return told | {"in view": float(len(files.in_view(asked))), "reported": float(rows["branch_id"].nunique())}


ANSWERS: dict[str, Callable[[Files, Asked], Figures]] = {
    "tong_quan": _ranked,
    "doan_vien": _totals,
    "cham_lo": _spending,
    "thi_dua": _provinces,
    "chi_tieu": _states,
    "so_sanh": _beside,
    "bien_dong": _moved,
    "ho_so": _profile,
    "bang_so_lieu": _table,
    "nguon_so_lieu": _reporting,
}
