"""Chooses what a template is for: branches of the snapshot served, periods, metrics, as a steward says it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from etl.quantity import fold
from etl.workbook.catalogue import GROUPS, Metric, read_metrics
from etl.workbook.layout import TemplateBranch
from etl.workbook.periods import Period, parse_period

_SELECT = """
select branch_id, name_vi, tier, sector, province_as_written, coalesce(parent_id, parent_name),
    province_since_2025_07, province_before_2025_07, parent_id
from branch_dim order by name_vi collate vi, branch_id
"""


class NotChosen(ValueError):
    """A word that names no branch, period or group; the message says which and what could stand there."""


def choose_branches(snapshot: Path, words: Sequence[str]) -> list[TemplateBranch]:
    """Branches by id, or all of `tier:grassroots`, `province:Vĩnh Long` (old or new), `parent:ID`, or `all`.

    In Vietnamese order of names; raises NotChosen for a word that names none.
    """
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        rows = connection.execute(_SELECT).fetchall()
    chosen: set[str] = set()
    for word in words:
        found = {row[0] for row in rows if _is_meant(row, word)}
        if not found:
            raise NotChosen(f"no branch is meant by {word!r}: an id, all, tier:…, province:… or parent:…")
        chosen |= found
    return [TemplateBranch(*row[:6]) for row in rows if row[0] in chosen]


def _is_meant(row: tuple[str | None, ...], word: str) -> bool:
    kind, _, name = word.partition(":")
    if kind == "tier" and name:
        return row[2] == name
    if kind == "province" and name:
        return fold(name) in {fold(text) for text in (row[4], row[6], row[7]) if text}
    if kind == "parent" and name:
        return row[8] == name
    return word in ("all", row[0])


def choose_periods(words: Sequence[str]) -> list[Period]:
    """The periods of "2025", "2025H1", "2023-2028", "31/12/2025", each once; raises NotChosen for anything else."""
    periods: list[Period] = []
    for word in words:
        period = parse_period(word)
        if period is None:
            raise NotChosen(f"no period is meant by {word!r}: 2025, 2025H1, 2023-2028 or 31/12/2025")
        if period not in periods:
            periods.append(period)
    return periods


def choose_metrics(words: Sequence[str]) -> list[Metric]:
    """The metrics of groups or single ids (`all`: every one), group by group, in the order of the catalogue."""
    metrics = list(read_metrics().values())
    chosen: list[Metric] = []
    for word in words:
        found = [metric for metric in metrics if word in ("all", metric.group, metric.metric_id)]
        if not found:
            raise NotChosen(f"no metrics are meant by {word!r}: all, {', '.join(GROUPS)}, or a metric_id")
        chosen += found
    groups = [*GROUPS, *(metric.group for metric in metrics)]
    return sorted(dict.fromkeys(chosen), key=lambda metric: (groups.index(metric.group), metrics.index(metric)))
