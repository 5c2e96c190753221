"""Finding branches by what people type: words without diacritics, parts of names, initials."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from comparison.asking import view_parameters
from comparison.questions import Scope, View
from comparison.warehouse import Warehouse, sql

MOST = 50


@dataclass(frozen=True)
class Found:
    """Branches that match, best first. `frame`: branch_id, name_vi, tier, sector, province, province_since_2025_07,
    active_to, figures (in all); `count`: how many match in all, also those beyond the frame."""

    frame: pd.DataFrame
    count: int


def search_key(text: str) -> str:
    """Lower case without diacritics, composed or not, as branch_dim.search_key is made: 'ben tre' finds Bến Tre."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def find(warehouse: Warehouse, asked: View | Scope, typed: str = "", most: int = MOST) -> Found:
    """Branches of a view's filter, or of any tier and time in a scope."""
    if isinstance(asked, Scope):
        return branches_in_scope(warehouse, asked, typed, most)
    return branches_in_view(warehouse, asked, typed, most)


def branches_in_view(warehouse: Warehouse, view: View, typed: str = "", most: int = MOST) -> Found:
    """Branches under the view's filter (its chosen branches aside) that match what was typed; without words, those with
    most figures."""
    return _search(warehouse, _of_view(warehouse, view), typed, most)


def branches_in_scope(warehouse: Warehouse, scope: Scope, typed: str = "", most: int = MOST) -> Found:
    """Branches of any tier and time that the asker may see and that match what was typed."""
    return _search(warehouse, _of_scope(scope), typed, most)


def named(warehouse: Warehouse, asked: View | Scope, branch_ids: tuple[str, ...]) -> pd.DataFrame:
    """Branches by their ids, in the order asked: columns as Found.frame. Those that the view's filter, or the scope,
    does not hold are left out."""
    if not branch_ids:
        return warehouse.once("no branches", lambda there: _search(there, _of_scope(Scope()), "", 0).frame)
    limits = _of_scope(asked) if isinstance(asked, Scope) else _of_view(warehouse, asked)
    frame = _search(warehouse, limits | {"only": list(branch_ids)}, "", len(branch_ids)).frame
    place = {branch_id: number for number, branch_id in enumerate(branch_ids)}
    return frame.sort_values("branch_id", key=lambda ids: ids.map(place), ignore_index=True)


def _search(warehouse: Warehouse, limits: dict[str, Any], typed: str, most: int) -> Found:
    statement = sql("search")
    values = {"only": None, "words": search_key(typed).split(), "most": most} | limits
    frame = warehouse.frame(statement, {name: value for name, value in values.items() if f"${name}" in statement})
    return Found(frame.drop(columns="found"), int(frame["found"].iloc[0]) if len(frame) else 0)


def _of_view(warehouse: Warehouse, view: View) -> dict[str, Any]:
    starts, ends = _span(warehouse, view)
    return view_parameters(view) | {"tier": view.tier, "starts": starts, "ends": ends}


def _of_scope(scope: Scope) -> dict[str, Any]:
    anywhere: dict[str, Any] = {"boundary": "since_2025_07", "provinces": [], "sectors": []}
    return anywhere | {"tier": None, "starts": None, "ends": None, "scope": _listed(scope)}


def _listed(scope: Scope) -> list[str] | None:
    return None if scope.branch_ids is None else sorted(scope.branch_ids)


def _span(warehouse: Warehouse, view: View) -> tuple[date, date]:
    if view.grain == "year":
        return date(int(view.period), 1, 1), date(int(view.period), 12, 31)
    rows = warehouse.rows("select starts_from, starts_to from term_cycle where cycle = $cycle", {"cycle": view.period})
    first, last = rows[0] if rows else (1, 9999)
    return date(int(first), 1, 1), date(int(last), 12, 31)
