"""The read model as screens ask it: one open snapshot, answers cached by snapshot and frozen view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from comparison import (
    catalogue,
    emulation,
    growth,
    honours,
    options,
    pace,
    profiles,
    quality,
    rates,
    recipients,
    sources,
    targets,
    values,
    welfare,
)
from comparison.answers import (
    BranchValues,
    FilterOptions,
    Metric,
    Profile,
    ProvinceValues,
    RatingGrid,
    Reporting,
    Series,
    Targets,
    Total,
    WelfareSpending,
)
from comparison.questions import Scope, View
from comparison.warehouse import Warehouse, current_snapshot, open_warehouse

QUESTIONS: dict[str, Callable[..., Any]] = {
    "branch_values": values.branch_values,
    "total": values.total,
    "totals": values.totals,
    "by_province": values.by_province,
    "series": values.series,
    "welfare_spending": welfare.welfare_spending,
    "targets": targets.targets,
    "rating_grid": emulation.rating_grid,
    "filter_options": options.filter_options,
    "reporting": options.reporting,
    "findings": quality.findings,
    "nearest_periods": options.nearest_periods,
    "rate_values": rates.rate_values,
    "growth": growth.growth,
    "honours": honours.honours,
    "average_per_recipient": recipients.average_per_recipient,
    "pace": pace.pace,
    "attainment_by": pace.attainment_by,
    "next_term": pace.next_term,
}


def scope_key(scope: Scope) -> str:
    """A scope as text that is equal for equal scopes only."""
    return "*" if scope.branch_ids is None else repr(sorted(scope.branch_ids))


def view_key(view: View) -> str:
    """A view as text that is equal for equal views only."""
    parts = (view.period, view.grain, view.tier, view.boundary, view.provinces, view.sectors, view.branch_ids)
    return repr((*parts, scope_key(view.scope)))


def _close(warehouse: Warehouse) -> None:
    warehouse.connection.close()


@st.cache_resource(show_spinner=False, max_entries=3, on_release=_close)
def opened(path: str) -> Warehouse:
    """The read model on one snapshot, opened once."""
    return open_warehouse(Path(path))


@st.cache_data(show_spinner=False, max_entries=600, hash_funcs={View: view_key})
def _answer(path: str, question: str, view: View, arguments: tuple[Any, ...]) -> Any:
    return QUESTIONS[question](opened(path), view, *arguments)


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs={Scope: scope_key})
def _profile(path: str, scope: Scope, branch_id: str) -> Profile:
    return profiles.profile(opened(path), scope, branch_id)


@st.cache_data(show_spinner=False, max_entries=4)
def _metrics(path: str) -> dict[str, Metric]:
    return catalogue.metrics(opened(path))


@st.cache_data(show_spinner=False, max_entries=200)
def _sources(path: str, source_ids: tuple[str, ...]) -> pd.DataFrame:
    return sources.sources(opened(path), source_ids)


@st.cache_data(show_spinner=False, max_entries=4)
def _snapshot_info(path: str) -> dict[str, Any]:
    return sources.snapshot_info(opened(path))


@st.cache_data(show_spinner=False, max_entries=20, hash_funcs={Scope: scope_key})
def _branches(path: str, scope: Scope) -> pd.DataFrame:
    return options.branches_in_scope(opened(path), scope)


@st.cache_resource(show_spinner=False, max_entries=400)
def drawn(key: str, _draw: Callable[[], go.Figure]) -> go.Figure:
    """A figure drawn once for a key that names the snapshot, the view, the language and the palette; never changed
    afterwards. A figure holds at most a few dozen rows, whatever the size of the tables."""
    return _draw()


@st.cache_data(show_spinner=False, max_entries=100, hash_funcs={Scope: scope_key})
def _default_view(path: str, scope: Scope) -> View:
    return options.default_view(opened(path), scope)


class Answers:
    """Every question a page can ask, answered from the snapshot that was current when the page began."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = str(path or current_snapshot())

    def ask(self, question: str, view: View, *arguments: Any) -> Any:
        """The answer to one of QUESTIONS for a view."""
        return _answer(self.path, question, view, arguments)

    def metrics(self) -> dict[str, Metric]:
        """The catalogue by metric_id."""
        return _metrics(self.path)

    def branch_values(self, view: View, metric_id: str, basis: str = "value", per_year: bool = False) -> BranchValues:
        """One metric over the branches in view."""
        return self.ask("branch_values", view, metric_id, basis, per_year)

    def total(self, view: View, metric_id: str) -> Total:
        """The tier-safe total of one metric."""
        return self.ask("total", view, metric_id)

    def totals(self, view: View, metric_ids: tuple[str, ...]) -> dict[str, Total]:
        """The totals of several metrics in one question."""
        return self.ask("totals", view, metric_ids)

    def by_province(self, view: View, metric_id: str) -> ProvinceValues:
        """One metric by province."""
        return self.ask("by_province", view, metric_id)

    def series(self, view: View, metric_id: str) -> Series:
        """One metric over periods."""
        return self.ask("series", view, metric_id)

    def welfare_spending(self, view: View) -> WelfareSpending:
        """Welfare spending: stated totals, parts, and the money that is not spending."""
        return self.ask("welfare_spending", view)

    def targets(self, view: View) -> Targets:
        """Targets with their state."""
        return self.ask("targets", view)

    def rating_grid(self, view: View) -> RatingGrid:
        """Ratings by year."""
        return self.ask("rating_grid", view)

    def filter_options(self, view: View) -> FilterOptions:
        """What can be chosen next."""
        return self.ask("filter_options", view)

    def reporting(self, view: View) -> Reporting:
        """Who reported."""
        return self.ask("reporting", view)

    def findings(self, view: View) -> pd.DataFrame:
        """Doubts about the data in view."""
        return self.ask("findings", view)

    def profile(self, scope: Scope, branch_id: str) -> Profile:
        """Everything about one branch. Raises LookupError where there is none in scope."""
        return _profile(self.path, scope, branch_id)

    def branches(self, scope: Scope) -> pd.DataFrame:
        """Every branch the asker may see, of any tier and time."""
        return _branches(self.path, scope)

    def sources(self, source_ids: tuple[str, ...]) -> pd.DataFrame:
        """The citations of sources."""
        return _sources(self.path, tuple(sorted(set(source_ids))))

    def snapshot_info(self) -> dict[str, Any]:
        """Which build of the data this is."""
        return _snapshot_info(self.path)

    def default_view(self, scope: Scope) -> View:
        """Where a reader with this scope starts."""
        return _default_view(self.path, scope)
