"""The main message of a chart in a sentence, for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ui import formats
from ui.texts import t

Show = Callable[[Mapping[Any, Any]], str]


def ends(
    what: str, rows: pd.DataFrame, show: Show, name: str = "name_vi", by: str = "value", count: int | None = None
) -> str:
    """The largest and the smallest figure and whose they are, of how many (`count`, where `rows` holds but these two);
    `show` brings the sign of a bound."""
    known = rows[rows[by].notna()]
    if known.empty:
        return t("alt.nothing", name=what)
    ordered = known.sort_values(by, ascending=False, kind="stable")
    first, last = ordered.iloc[0].to_dict(), ordered.iloc[-1].to_dict()
    if len(ordered) == 1:
        return t("alt.one", name=what, best=str(first[name]), best_value=show(first))
    return t(
        "alt.ends",
        name=what,
        best=str(first[name]),
        best_value=show(first),
        last=str(last[name]),
        last_value=show(last),
        n=formats.number(count or len(ordered), 0),
    )


def course(what: str, rows: pd.DataFrame, show: Show, by: str = "value", most: int = 3) -> str:
    """From the first to the last period with a figure, for the total or for each of the first few branches."""
    known = rows[rows[by].notna()]
    groups = list(known.groupby("name_vi", sort=False)) if "name_vi" in known else [("", known)]
    told = [_from_to(str(who), part.sort_values("period_order", kind="stable"), show) for who, part in groups[:most]]
    return t("alt.course", name=what, courses="; ".join(told))


def _from_to(who: str, rows: pd.DataFrame, show: Show) -> str:
    first, last = rows.iloc[0].to_dict(), rows.iloc[-1].to_dict()
    head = f"{who} " if who else ""
    if len(rows) == 1:
        return f"{head}{last['period']}: {show(last)}"
    return f"{head}{first['period']}: {show(first)} → {last['period']}: {show(last)}"


def counted(labels: list[str]) -> str:
    """How many there are of each kind, most first: '3 Xuất sắc, 2 Tốt'."""
    counts = pd.Series(labels, dtype=object).value_counts()
    return ", ".join(f"{formats.number(int(n), 0)} {label}" for label, n in counts.items())
