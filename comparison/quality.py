"""Doubts about accepted figures, for the branches an asker looks at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from comparison.asking import rows_of
from comparison.dimensions import dimensions
from comparison.held import Array, in_view, span
from comparison.picked import Picked
from comparison.questions import Scope, View
from comparison.warehouse import OldSnapshot, Warehouse, open_warehouse, sql


@dataclass(frozen=True, eq=False)
class _Held:
    """All findings on branches, severest first: numbers of rows, severities (0 error, 1 warning, 2 the rest), places of
    branches, first and last days (NaT: of no period)."""

    row: Array
    severity: Array
    at: Array
    first_day: Array
    last_day: Array

    def in_view(self, warehouse: Warehouse, view: View) -> Array:
        """For each finding whether its branch is in view and its period, where it has one, touches the view's."""
        starts, ends = span(warehouse, view)
        touches = np.isnat(self.first_day) | ((self.first_day <= ends) & (self.last_day >= starts))
        return in_view(warehouse, view).is_in[self.at] & touches


def _held(warehouse: Warehouse) -> _Held:
    frame = warehouse.frame(sql("held_findings"))
    days = (frame[name].to_numpy(dtype="M8[D]") for name in ("period_start", "period_end"))
    at = frame["branch_key"].to_numpy(dtype=np.int32) - 1
    return _Held(frame["row"].to_numpy(dtype=np.int64), frame["severity"].to_numpy(dtype=np.int8), at, *days)


@dataclass(frozen=True)
class Doubts:
    """Errors and warnings on the branches in view: how many, and the first of them (as `findings`)."""

    count: int
    first: pd.DataFrame


def doubt_count(warehouse: Warehouse, view: View) -> int:
    """How many findings on the branches in view, of the period or of no period, are errors or warnings."""
    held = warehouse.once("findings", _held)
    return int((held.in_view(warehouse, view) & (held.severity < 2)).sum())


def doubts(warehouse: Warehouse, view: View, most: int) -> Doubts:
    """The first `most` of the errors and warnings among `findings`, and how many there are."""
    held = warehouse.once("findings", _held)
    rows = np.flatnonzero(held.in_view(warehouse, view) & (held.severity < 2))
    return Doubts(len(rows), _finding_rows(warehouse, held, rows[:most]))


def findings(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Findings on the branches in view, of the period or of no period: the columns of view `finding` and name_vi,
    severest first."""
    held = warehouse.once("findings", _held)
    return _finding_rows(warehouse, held, np.flatnonzero(held.in_view(warehouse, view)))


def _finding_rows(warehouse: Warehouse, held: _Held, rows: Array) -> pd.DataFrame:
    """The words of some findings, in the order of `held`."""
    found = rows_of(warehouse, sql("findings"), {"rows": held.row[rows].tolist()}).set_index("row")
    name = pd.Series(Picked(dimensions(warehouse).of_branches["name_vi"], held.at[rows]))
    return found.loc[held.row[rows]].reset_index(drop=True).assign(name_vi=name)


def all_findings(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Every finding the asker may see: the columns of view `finding`, and name_vi, tier, province of the branch (NaN
    for findings on a file), severest first. Findings on files are only for askers who see everything."""
    return _scoped(warehouse, "all_findings", scope)


@dataclass(frozen=True)
class Counts:
    """How many findings there are, by rule; how many of all are errors or warnings; how many rows of `conflicts` are
    chosen ones."""

    by_rule: dict[str, int]
    warned: int
    differing: int

    @property
    def findings(self) -> int:
        return sum(self.by_rule.values())


def counts(warehouse: Warehouse, scope: Scope) -> Counts:
    """`all_findings` and `conflicts` in numbers."""
    bound = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)}
    rows = warehouse.rows(sql("quality_counts"), bound)
    by_rule = {str(rule): int(findings) for rule, findings, _, _ in rows if rule is not None}
    return Counts(by_rule, sum(int(row[2]) for row in rows), sum(int(row[3]) for row in rows))


def conflicts(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Figures on which sources differ: one row per figure and source: branch_id, name_vi, metric_id, metric_name_vi,
    metric_name_en, unit, period_kind, period_start, period_end, value, low, high, is_approximate, source_id,
    source_kind, publisher, title, url, published_on, is_chosen; the chosen one first."""
    return _scoped(warehouse, "conflicts", scope)


def rejects(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Refused input rows (view `reject`); empty for an asker of some branches only, as a refused row has no branch."""
    if scope.branch_ids is not None:
        return warehouse.frame("from reject limit 0")
    return warehouse.frame("from reject order by file, row")


def inputs(warehouse: Warehouse) -> pd.DataFrame:
    """The files of the build: file, sha256, encoding, delimiter, rows_in, rows_accepted, rows_rejected."""
    return warehouse.frame(
        "select i.file, i.sha256, i.encoding, i.delimiter, i.rows_in, i.rows_accepted, i.rows_rejected "
        "from load_run, unnest(inputs) as u(i) order by i.file"
    )


def build_history(folder: Path) -> pd.DataFrame:
    """The snapshots kept in a folder, latest first: snapshot, finished_at (UTC), as_of, rows_in, rows_accepted,
    rows_rejected, findings. A file that cannot be read has NaN counts and is still listed."""
    rows = []
    for path in sorted(folder.glob("[0-9]*.duckdb"), reverse=True):
        try:
            # Opened as the snapshot in use is: one process cannot open a file in two ways.
            with open_warehouse(path).connection as connection:
                counts = connection.execute(
                    "select finished_at, (select as_of from build_setting), rows_in, rows_accepted, rows_rejected, "
                    "(select count(*) from finding) from load_run"
                ).fetchall()[0]
        except (duckdb.Error, OldSnapshot):
            counts = (None,) * 6
        rows.append((path.name, *counts))
    columns = ["snapshot", "finished_at", "as_of", "rows_in", "rows_accepted", "rows_rejected", "findings"]
    return pd.DataFrame(rows, columns=columns)


def _scoped(warehouse: Warehouse, name: str, scope: Scope) -> pd.DataFrame:
    bound = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)}
    return rows_of(warehouse, sql(name), bound)
