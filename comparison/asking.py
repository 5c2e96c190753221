"""Turns a view into the bound parameters of the SQL files, and their answers into plain columns."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from comparison.questions import View
from comparison.statements import fitted, flags_of
from comparison.warehouse import Warehouse, sql

# Columns of ids, which are words without control characters: one of these can stand between them.
LISTS = ("source_ids", "result_source", "heir_ids")
BETWEEN = "\x1f"
_NAMED = re.compile(r"\$([a-z_]+)")
_KNOWN_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {}


def view_parameters(view: View) -> dict[str, Any]:
    """What questions bind that filter for themselves: the filter and the scope of its asker."""
    scope = view.scope.branch_ids
    return {
        "grain": view.grain,
        "tier": view.tier,
        "boundary": view.boundary,
        "provinces": list(view.provinces),
        "sectors": list(view.sectors),
        "branches": list(view.branch_ids),
        "scope": None if scope is None else sorted(scope),
    }


def look_up(warehouse: Warehouse, question: str, view: View, **more: Any) -> pd.DataFrame:
    """Run comparison/sql/`question`.sql alone, for a question that does not begin with the branches in view."""
    statement = fitted((question,), flags_of(view))
    values = view_parameters(view) | {"period": view.period} | more
    return warehouse.frame(statement, _bound(statement, values))


def _bound(statement: str, values: dict[str, Any]) -> dict[str, Any]:
    """DuckDB refuses a value that is bound and not named in the statement."""
    named = set(_NAMED.findall(statement))
    return {name: value for name, value in values.items() if name in named}


def rows_of(warehouse: Warehouse, statement: str, bound: dict[str, Any]) -> pd.DataFrame:
    """The rows of a question with its lists as tuples (see with_tuples). Lists of ids travel as text: a NumPy array for
    each row costs more than the question itself."""
    lists = [name for name, kind in _columns(warehouse, statement, bound) if name in LISTS and kind == "VARCHAR[]"]
    if not lists:
        return with_tuples(warehouse.frame(statement, bound))
    as_text = ", ".join(f"array_to_string({name}, chr({ord(BETWEEN)})) as {name}" for name in lists)
    question = statement.strip().rstrip(";")
    wrapped = sql("lists_as_text").replace("{lists}", as_text, 1).replace("{question}", question, 1)
    frame = warehouse.frame(wrapped, bound)
    for name in lists:
        frame[name] = _tuples(frame[name])
    return with_tuples(frame)


def _columns(warehouse: Warehouse, statement: str, bound: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Name and type of each column of a question; asked once a statement, for they do not depend on what is bound."""
    if statement not in _KNOWN_COLUMNS:
        described = warehouse.rows(f"describe {statement.strip()}", bound)
        _KNOWN_COLUMNS[statement] = tuple((str(row[0]), str(row[1])) for row in described)
    return _KNOWN_COLUMNS[statement]


def _tuples(joined: pd.Series) -> pd.Series:
    """Joined ids as tuples, one object for all rows that say the same; () for none."""
    made: dict[str | None, tuple[str, ...]] = {None: (), "": ()}
    rows = np.empty(len(joined), dtype=object)
    for row, text in enumerate(joined.where(joined.notna(), "").tolist()):
        if text not in made:
            made[text] = tuple(text.split(BETWEEN))
        rows[row] = made[text]
    return pd.Series(rows, index=joined.index, dtype=object)


def with_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists of sources as tuples, also where there are none; doubtful integers as float with NaN."""
    for name in (*LISTS, "left_out"):
        # Where the rows came by `rows_of` they are tuples already.
        if name in frame and not (len(frame) and type(frame[name].iloc[0]) is tuple):
            frame[name] = pd.Series([_as_tuple(item) for item in frame[name]], index=frame.index, dtype=object)
    for name in frame.columns:
        if str(frame[name].dtype) in ("Int32", "Int64", "Int16", "Int8"):
            frame[name] = frame[name].astype("float64")
    return frame


def _as_tuple(item: Any) -> tuple[str, ...]:
    # A NULL list arrives as None, NaN or pandas' NA, depending on what else the column holds.
    return tuple(str(one) for one in item) if isinstance(item, (list, tuple, np.ndarray)) else ()


def united(*columns: pd.Series) -> list[tuple[str, ...]]:
    """For each row the ids of several columns of tuples, each once and sorted; whatever is no tuple holds none."""
    # Rows of the same sources share their tuples (see `_tuples`), so that few unions are made.
    made: dict[tuple[int, ...], tuple[str, ...]] = {}
    rows = []
    for parts in zip(*columns, strict=True):
        key = tuple(map(id, parts))
        if key not in made:
            made[key] = tuple(sorted({one for ids in parts if isinstance(ids, tuple) for one in ids}))
        rows.append(made[key])
    return rows
