"""Every source with what was taken from it, and every figure and target one source states."""

from __future__ import annotations

import pandas as pd

from comparison.asking import rows_of
from comparison.questions import Scope
from comparison.warehouse import Warehouse, sql


def source_list(warehouse: Warehouse, scope: Scope) -> pd.DataFrame:
    """The sources behind what the asker may see, latest first: source_id, kind, publisher, title, url, published_on,
    branches, figures, targets (of branches in scope). An asker of every branch also sees sources nothing came from."""
    return _scoped(warehouse, "source_list", scope)


def cited_figures(warehouse: Warehouse, scope: Scope, source_id: str) -> pd.DataFrame:
    """Each figure a source states of a branch in scope: branch_id, name_vi, tier, province, metric_id, metric_name_vi,
    metric_name_en, group, unit, period_kind, period_start, period_end, part, value, low, high, qualifier, status
    (reported, proposed), paragraph, note, is_used (the figure compared by rests on this source)."""
    return _scoped(warehouse, "cited_figures", scope, source_id=source_id)


def cited_targets(warehouse: Warehouse, scope: Scope, source_id: str) -> pd.DataFrame:
    """Each target a source states of a branch in scope: branch_id, name_vi, tier, metric_id, metric_name_vi,
    metric_name_en, unit, period_kind, period_start, period_end, cadence, comparator, value, attained_value,
    attained_pct, paragraph, note."""
    return _scoped(warehouse, "cited_targets", scope, source_id=source_id)


def _scoped(warehouse: Warehouse, name: str, scope: Scope, **more: str) -> pd.DataFrame:
    bound = {"scope": None if scope.branch_ids is None else sorted(scope.branch_ids)} | more
    return rows_of(warehouse, sql(name), bound)
