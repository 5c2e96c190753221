"""The read model as screens ask it: one open snapshot, answers kept by snapshot, question and frozen view."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, cast
from weakref import WeakSet

import pandas as pd
import streamlit as st

from comparison import (
    catalogue,
    emulation,
    growth,
    highlights,
    honours,
    options,
    pace,
    profiles,
    quality,
    rates,
    recipients,
    search,
    sources,
    target_periods,
    targets,
    term_years,
    values,
    welfare,
)
from comparison.answers import (
    BranchValues,
    Coverage,
    FilterOptions,
    Metric,
    Profile,
    ProvinceValues,
    Reporting,
    Series,
    Targets,
    Total,
    WelfareSpending,
)
from comparison.emulation import RatingGrid
from comparison.held import in_view
from comparison.questions import Scope, View
from comparison.warehouse import Warehouse, current_snapshot, open_warehouse
from ui.figures.drawing import Drawing
from ui.kept import ANSWERS

QUESTIONS: dict[str, Callable[..., Any]] = {
    "branch_values": values.branch_values,
    "total": values.total,
    "totals": values.totals,
    "by_province": values.by_province,
    "series": values.series,
    "welfare_spending": welfare.welfare_spending,
    "targets": targets.targets,
    "target_counts": targets.target_counts,
    "target_periods": target_periods.target_periods,
    "target_tiers": target_periods.target_tiers,
    "welfare_total": welfare.welfare_total,
    "coverages": values.coverages,
    "rating_grid": emulation.rating_grid,
    "filter_options": options.filter_options,
    "reporting": options.reporting,
    "highlights": highlights.highlights,
    "doubts": quality.doubts,
    "nearest_periods": options.nearest_periods,
    "periods_in_place": options.periods_in_place,
    "founded_too_late": term_years.founded_too_late,
    "other_tiers": options.other_tiers,
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


def _close(warehouse: Warehouse) -> None:
    warehouse.connection.close()
    warehouse.shelf.clear()


_OPEN: WeakSet[Warehouse] = WeakSet()


# The one served, the one before it, and drafts that stewards look at.
@st.cache_resource(show_spinner=False, max_entries=6, on_release=_close)
def opened(path: str) -> Warehouse:
    """The read model on one snapshot, opened once. What was read of others is let go: memory has room for one of them;
    whoever still looks at another reads it again."""
    warehouse = open_warehouse(Path(path))
    for other in list(_OPEN):
        other.shelf.clear()
    _OPEN.add(warehouse)
    return warehouse


def kept(path: str, question: str, about: Hashable, make: Callable[[Warehouse], Any]) -> Any:
    """An answer from memory, or made once: `about` names all it depends on besides the snapshot and the question, the
    scope included."""
    return ANSWERS.get((path, question, about), lambda: make(opened(path)))


@st.cache_resource(show_spinner=False, max_entries=400)
def drawn(key: str, _draw: Callable[[], Drawing]) -> Drawing:
    """A figure drawn once for a key that names the snapshot, the view, the language and the palette; never changed
    afterwards. A figure holds at most a few dozen rows, whatever the size of the tables."""
    return _draw()


# A view of this many branches takes hundreds of megabytes and a second while it is put together.
MANY_BRANCHES = 20_000
_LARGE = threading.Semaphore(1)


def _in_turn(warehouse: Warehouse, view: View, make: Callable[[Warehouse], Any]) -> Any:
    """Answers about very many branches one after the other, so that memory holds one of them in the making; all others
    at once. What `make` asks is answered by the read model alone, never through here again."""
    if len(in_view(warehouse, view)) < MANY_BRANCHES:
        return make(warehouse)
    with _LARGE:
        return make(warehouse)


class Answers:
    """Every question a page can ask, answered from the snapshot that was current when the page began, or a draft."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = str(path or current_snapshot())
        # Opened before anything is drawn: a snapshot of another version is told once, in words.
        opened(self.path)

    def ask(self, question: str, view: View, *arguments: Any) -> Any:
        """The answer to one of QUESTIONS for a view."""
        asked = QUESTIONS[question]

        def make(there: Warehouse) -> Any:
            return _in_turn(there, view, lambda read: asked(read, view, *arguments))

        return kept(self.path, question, (view, arguments), make)

    def metrics(self) -> dict[str, Metric]:
        """The catalogue by metric_id."""
        return cast(dict[str, Metric], kept(self.path, "metrics", (), catalogue.metrics))

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

    def highlights(self, view: View) -> tuple[highlights.Highlight, ...]:
        """What stands out."""
        told = self.reporting(view)
        given = highlights.Known(self.welfare_total(view), self.target_counts(view), told.coverage, told.by_years)
        answer = kept(self.path, "highlights", view, lambda there: highlights.highlights(there, view, given))
        return cast(tuple[highlights.Highlight, ...], answer)

    def series(self, view: View, metric_id: str) -> Series:
        """One metric over periods."""
        return self.ask("series", view, metric_id)

    def welfare_spending(self, view: View) -> WelfareSpending:
        """Welfare spending: stated totals, parts, and the money that is not spending."""
        return self.ask("welfare_spending", view, False)

    def welfare_total(self, view: View) -> Total:
        """Welfare spending of all branches together."""
        return self.ask("welfare_total", view)

    def coverages(self, view: View, metric_ids: tuple[str, ...]) -> dict[str, Coverage]:
        """How many branches in view reported each of several metrics."""
        return self.ask("coverages", view, metric_ids)

    def target_counts(self, view: View) -> targets.TargetCounts:
        """How many targets there are in each state."""
        return cast(targets.TargetCounts, self.ask("target_counts", view))

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

    def doubts(self, view: View, most: int) -> quality.Doubts:
        """How many doubts there are about the data in view, and the first of them."""
        return cast(quality.Doubts, self.ask("doubts", view, most))

    def profile(self, scope: Scope, branch_id: str) -> Profile:
        """Everything about one branch. Raises LookupError where there is none in scope."""
        return cast(
            Profile, kept(self.path, "profile", (scope, branch_id), lambda w: profiles.profile(w, scope, branch_id))
        )

    def found(self, asked: View | Scope, typed: str = "", most: int = search.MOST) -> search.Found:
        """Branches that match what was typed: those under a view's filter, or all of a scope."""
        about = (asked, typed, most)
        return cast(search.Found, kept(self.path, "found", about, lambda w: search.find(w, asked, typed, most)))

    def named(self, asked: View | Scope, branch_ids: tuple[str, ...]) -> pd.DataFrame:
        """Branches by their ids, those outside the view's filter or the scope left out."""
        return cast(
            pd.DataFrame, kept(self.path, "named", (asked, branch_ids), lambda w: search.named(w, asked, branch_ids))
        )

    def sources(self, source_ids: tuple[str, ...]) -> pd.DataFrame:
        """The citations of sources."""
        asked = tuple(sorted(set(source_ids)))
        return kept(self.path, "sources", asked, lambda there: sources.sources(there, asked))

    def snapshot_info(self) -> dict[str, Any]:
        """Which build of the data this is."""
        return cast(dict[str, Any], kept(self.path, "snapshot_info", (), sources.snapshot_info))

    def default_view(self, scope: Scope) -> View:
        """Where a reader with this scope starts."""
        return cast(View, kept(self.path, "default_view", scope, lambda there: options.default_view(there, scope)))
