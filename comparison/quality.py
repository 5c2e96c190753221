"""Doubts about accepted figures, for the branches an asker looks at."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from comparison.asking import ask, rows_of
from comparison.questions import Scope, View
from comparison.warehouse import OldSnapshot, Warehouse, open_warehouse, sql


def findings(warehouse: Warehouse, view: View) -> pd.DataFrame:
    """Findings on the branches in view, of the period or of no period: the columns of view `finding` and name_vi,
    severest first."""
    return ask(warehouse, "findings", view, ())


def all_findings(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """Every finding the asker may see: the columns of view `finding`, and name_vi, tier, province of the branch (NaN
    for findings on a file), severest first. Findings on files are only for askers who see everything."""
    return _scoped(warehouse, "all_findings", scope)


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
