"""Turns a view into the bound parameters of the SQL files, and their answers into plain columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from comparison.questions import View
from comparison.warehouse import Warehouse, sql


def view_parameters(view: View) -> dict[str, Any]:
    """What every question binds: the filter and the scope of its asker."""
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


def ask(
    warehouse: Warehouse,
    question: str,
    view: View,
    metric_ids: tuple[str, ...],
    *,
    periods: tuple[str, ...] | None = None,
    **more: Any,
) -> pd.DataFrame:
    """Run comparison/sql/`question`.sql on `compared`: the branches of the view, the metrics and periods asked.

    Lists come back as tuples, so that a frame can be compared and hashed by value.
    """
    statement = sql("compared") + sql(question)
    values = view_parameters(view) | {
        "metrics": list(metric_ids),
        "periods": list(periods or (view.period,)),
    }
    values |= more
    # DuckDB refuses a value that is bound and not named in the statement.
    bound = {name: value for name, value in values.items() if f"${name}" in statement}
    return with_tuples(warehouse.frame(statement, bound))


def with_tuples(frame: pd.DataFrame) -> pd.DataFrame:
    """Lists of sources as tuples, also where there are none; doubtful integers as float with NaN."""
    for name in ("source_ids", "left_out", "result_source", "heir_ids"):
        if name in frame:
            frame[name] = pd.Series([_as_tuple(item) for item in frame[name]], index=frame.index, dtype=object)
    for name in frame.columns:
        if str(frame[name].dtype) in ("Int32", "Int64", "Int16", "Int8"):
            frame[name] = frame[name].astype("float64")
    return frame


def _as_tuple(item: Any) -> tuple[str, ...]:
    # A NULL list arrives as None, NaN or pandas' NA, depending on what else the column holds.
    return tuple(str(one) for one in item) if isinstance(item, (list, tuple, np.ndarray)) else ()
