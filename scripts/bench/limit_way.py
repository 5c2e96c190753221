"""The limit: one hand-written statement for each page's main question, on the same data in the layout that suits it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from scripts.bench.asked import HEADLINES, SEVERAL, STATED_WELFARE, Asked, Figures, numbered

FOLDER = Path(__file__).parent / "limit"
ONE_METRIC = {"tong_quan": "members_total", "thi_dua": "initiatives", "bien_dong": "members_total"}
Row = dict[str, Any]


class Limit:
    """The limit's tables, open; metric keys are read once, as an application would."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path), read_only=True)
        rows = self.connection.execute('select metric_id, metric_key, "group", unit from metric').fetchall()
        self.keys: dict[str, int] = {metric_id: key for metric_id, key, _, _ in rows}
        self.welfare = [key for metric_id, key, group, unit in rows if group == "welfare" and unit == "vnd"]

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def answer(self, asked: Asked) -> list[Row]:
        """What the page's screen shows, as rows."""
        told = self.connection.execute(_statement(asked.page), self._bound(asked))
        names = [column[0] for column in told.description or ()]
        return [dict(zip(names, row, strict=True)) for row in told.fetchall()]

    def subjects(self, tier: str, year: int, many: int = 3) -> tuple[str, ...]:
        """The first branches of a tier that have figures of everything that is set side by side, in that year."""
        keys = [self.keys[name] for name in SEVERAL]
        rows = self.connection.execute(
            _statement("subjects"), {"metrics": keys, "year": year, "tier": tier, "many": many}
        ).fetchall()
        return tuple(row[0] for row in rows)

    def _bound(self, asked: Asked) -> dict[str, Any]:
        if asked.page == "ho_so":
            return {"subject": asked.subjects[0]}
        bound: dict[str, Any] = {"tier": asked.tier, "year": asked.year}
        if asked.page in ONE_METRIC:
            bound["metric"] = self.keys[ONE_METRIC[asked.page]]
        elif asked.page == "doan_vien":
            bound["metrics"] = [self.keys[name] for name in HEADLINES]
        elif asked.page == "cham_lo":
            bound |= {"metrics": self.welfare, "stated": self.keys[STATED_WELFARE]}
        elif asked.page == "so_sanh":
            bound |= {"metrics": [self.keys[name] for name in SEVERAL], "subjects": list(asked.subjects)}
        elif asked.page == "bang_so_lieu":
            bound |= {place: self.keys[name] for place, name in zip(("first", "second", "third"), SEVERAL, strict=True)}
        return bound


@cache
def _statement(page: str) -> str:
    return (FOLDER / f"{page}.sql").read_text(encoding="utf-8")


def _ranked(rows: list[Row]) -> Figures:
    if not rows:
        return {"reported": 0.0}
    around = {"reported": rows[0]["reported"], "in view": rows[0]["in_view"], "middle": rows[0]["middle"]}
    return {name: float(value) for name, value in around.items()} | numbered("top", [row["value"] for row in rows])


def _totals(rows: list[Row]) -> Figures:
    told: Figures = {}
    for row in rows:
        told[f"{row['metric_id']} total"] = float(row["value"])
        told[f"{row['metric_id']} reported"] = float(row["reported"])
        told["in view"] = float(row["in_view"])
    return told


def _spending(rows: list[Row]) -> Figures:
    if not rows:
        return {"reported": 0.0}
    around = {"reported": rows[0]["reported"], "in view": rows[0]["in_view"], "total": rows[0]["total"]}
    return {name: float(value) for name, value in around.items()} | numbered("top", [row["value"] for row in rows])


def _provinces(rows: list[Row]) -> Figures:
    told: Figures = {}
    for row in rows:
        told[f"{row['province']} reported"] = float(row["reported"])
        told[f"{row['province']} in view"] = float(row["in_view"])
        if row["value"] is not None:
            told[f"{row['province']} total"] = float(row["value"])
    return told


def _states(rows: list[Row]) -> Figures:
    told: Figures = {f"{row['status']}": float(row["targets"]) for row in rows}
    return told | {"branches": float(rows[0]["branches"]) if rows else 0.0}


def _beside(rows: list[Row]) -> Figures:
    told: Figures = {}
    for row in rows:
        name = f"{row['branch_id']} {row['metric_id']}"
        told[f"{name} ranked"] = float(row["ranked"])
        if row["value"] is not None:
            told |= {f"{name} value": float(row["value"]), f"{name} rank": float(row["rank"])}
            if row["earlier"] is not None:
                told[f"{name} earlier"] = float(row["earlier"])
    return told


def _moved(rows: list[Row]) -> Figures:
    rises = sorted((row for row in rows if row["from_top"] <= 10), key=lambda row: int(row["from_top"]))
    falls = sorted((row for row in rows if row["from_bottom"] <= 10), key=lambda row: int(row["from_bottom"]))
    told = numbered("rise", [row["change"] for row in rises]) | numbered("fall", [row["change"] for row in falls])
    return told | {"both": float(rows[0]["branches"]) if rows else 0.0}


def _profile(rows: list[Row]) -> Figures:
    of_kind = {kind: [row for row in rows if row["told"] == kind] for kind in ("stated", "compared", "judged")}
    told: Figures = {f"{kind} rows": float(len(those)) for kind, those in of_kind.items()}
    return told | {f"{kind} sum": float(sum(row["value"] for row in of_kind[kind])) for kind in ("stated", "compared")}


def _table(rows: list[Row]) -> Figures:
    told = numbered("row", [row["first"] for row in rows if row["first"] is not None])
    totals = {
        name: rows[0][f"{place}_total"] for place, name in zip(("first", "second", "third"), SEVERAL, strict=True)
    }
    told |= {f"{name} total": float(value) for name, value in totals.items() if value is not None}
    return told | {"in view": float(rows[0]["in_view"])}


def _reporting(rows: list[Row]) -> Figures:
    told: Figures = {f"{row['group']} reported": float(row["reported"]) for row in rows}
    return told | {"in view": float(rows[0]["in_view"]), "reported": float(rows[0]["any_group"])}


FIGURES: dict[str, Callable[[list[Row]], Figures]] = {
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
