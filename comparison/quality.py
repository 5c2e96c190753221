"""Doubts about accepted figures, for the branches an asker looks at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from comparison.doubted import ConflictRows, FindingRows, findings_held
from comparison.held import Array
from comparison.questions import Scope, View
from comparison.warehouse import OldSnapshot, Warehouse, open_warehouse, sql


@dataclass(frozen=True)
class Doubts:
    """Errors and warnings on the branches in view: how many, and the first of them (as `findings`)."""

    count: int
    first: pd.DataFrame


def doubt_count(warehouse: Warehouse, view: View) -> int:
    """How many findings on the branches in view, of the period or of no period, are errors or warnings."""
    held = findings_held(warehouse)
    return int((held.in_view(warehouse, view) & (held.severity < 2)).sum())


def doubts(warehouse: Warehouse, view: View, most: int) -> Doubts:
    """The first `most` of the errors and warnings among `findings`, and how many there are."""
    held = findings_held(warehouse)
    rows = np.flatnonzero(held.in_view(warehouse, view) & (held.severity < 2))
    return Doubts(len(rows), _finding_rows(warehouse, rows[:most]))


def findings(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Findings on the branches in view, of the period or of no period: the columns of view `finding` and name_vi,
    severest first."""
    return _finding_rows(warehouse, np.flatnonzero(findings_held(warehouse).in_view(warehouse, view)))


def _finding_rows(warehouse: Warehouse, rows: Array) -> pd.DataFrame:
    return FindingRows(warehouse, rows).part().drop(columns=["tier", "province"])


def all_findings(warehouse: Warehouse, scope: Scope) -> FindingRows:
    """Every finding the asker may see, severest first. Findings on files are only for askers who see everything."""
    return FindingRows(warehouse, np.flatnonzero(findings_held(warehouse).in_scope(warehouse, scope)))


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


def conflicts(warehouse: Warehouse, scope: Scope) -> ConflictRows:
    """Figures on which sources differ, of the branches the asker may see: one row per figure and source."""
    return ConflictRows(warehouse, scope)


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
