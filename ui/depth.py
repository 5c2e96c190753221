"""The questions of the pages that compare in depth, cached by snapshot and view or scope like all others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pandas as pd

from comparison import citations, depth, quality
from comparison.answers import Coverage
from comparison.catalogue import metrics
from comparison.examples import examples
from comparison.movement import Movement, movement
from comparison.questions import Scope, View
from comparison.recipients import Average, average_coverage
from comparison.side_by_side import SideBySide, compare
from comparison.standings import Standings, standings
from comparison.table import DataTable, data_table
from comparison.values import coverages, foremost
from comparison.warehouse import Warehouse
from ui.data import QUESTIONS, Answers, kept


def _compare(warehouse: Warehouse, view: View, asked: tuple[Any, ...]) -> SideBySide:
    subjects, metric_ids, kind, periods, basis, reference = asked
    return compare(
        warehouse, view, subjects, metric_ids, kind=kind, periods=periods, basis=basis, reference=reference or None
    )


def _table(warehouse: Warehouse, view: View, asked: tuple[Any, ...]) -> DataTable:
    metric_ids, rows, mode, periods = asked
    return data_table(warehouse, view, metric_ids, rows=rows, mode=mode, periods=periods)


def _counts(warehouse: Warehouse, view: View) -> dict[str, Coverage]:
    return coverages(warehouse, view, tuple(metrics(warehouse)))


QUESTIONS.update(
    {
        "counts": _counts,
        "compare": _compare,
        "data_table": _table,
        "movement": movement,
        "positions": depth.positions,
        "standings": standings,
        "foremost": foremost,
        "both_periods": depth.both_periods,
        "most_comparable": depth.most_comparable,
        "counts_by_period": depth.counts_by_period,
        "average_coverage": average_coverage,
        "coverage_by_year": depth.coverage_by_year,
        "coverage_by_branch": depth.coverage_by_branch,
    }
)
OF_SCOPE: dict[str, Callable[..., Any]] = {
    "all_findings": quality.all_findings,
    "quality_counts": quality.counts,
    "conflicts": quality.conflicts,
    "rejects": quality.rejects,
    "source_list": citations.source_list,
    "cited_figures": citations.cited_figures,
    "cited_targets": citations.cited_targets,
    "examples": examples,
}


def side_by_side(answers: Answers, view: View, *asked: Any) -> SideBySide:
    """Subjects beside each other: subjects, metric_ids, kind, periods, basis, reference ('' for none)."""
    return answers.ask("compare", view, asked)


def table(answers: Answers, view: View, *asked: Any) -> DataTable:
    """A table of choice: metric_ids, rows, mode, periods."""
    return answers.ask("data_table", view, asked)


def moved(answers: Answers, view: View, metric_id: str, earlier: str, basis: str, per_year: bool) -> Movement:
    """What changed from an earlier period."""
    return answers.ask("movement", view, metric_id, earlier, basis, per_year)


def counts(answers: Answers, view: View) -> dict[str, Coverage]:
    """How many branches in view have each metric of the catalogue; the totals themselves are left behind."""
    return answers.ask("counts", view)


def positions(answers: Answers, view: View, metric_ids: tuple[str, ...], basis: str) -> pd.DataFrame:
    """Where each branch stands among its peers."""
    return answers.ask("positions", view, metric_ids, basis)


def standings_of(answers: Answers, view: View, metric_ids: tuple[str, ...], basis: str) -> Standings:
    """The same in several metrics side by side."""
    return cast(Standings, answers.ask("standings", view, metric_ids, basis))


def foremost_of(answers: Answers, view: View, metric_id: str, most: int) -> tuple[str, ...]:
    """The ids of the branches that stand first in a metric."""
    return cast(tuple[str, ...], answers.ask("foremost", view, metric_id, most))


def most_comparable(answers: Answers, view: View, earlier: tuple[str, ...], most: int) -> pd.DataFrame:
    """The metrics that most branches have in the view's period and in an earlier one."""
    return answers.ask("most_comparable", view, earlier, most)


def both_periods(answers: Answers, view: View, metric_ids: tuple[str, ...]) -> pd.DataFrame:
    """Which periods can be set against the view's."""
    return answers.ask("both_periods", view, metric_ids)


def counts_by_period(answers: Answers, view: View, periods: tuple[str, ...]) -> pd.DataFrame:
    """How many branches reported each metric in each of several periods."""
    return answers.ask("counts_by_period", view, periods)


def coverage_by_year(answers: Answers, view: View) -> pd.DataFrame:
    """Branches with figures by metric group and year; every branch that ever existed counts, whatever the period."""
    return answers.ask("coverage_by_year", view)


def coverage_by_branch(answers: Answers, view: View, year: int | None) -> pd.DataFrame:
    """Figures by branch and metric group."""
    return answers.ask("coverage_by_branch", view, year)


def averages_stated(answers: Answers, view: View) -> dict[str, Coverage]:
    """How many branches state money and number of each kind of support."""
    return answers.ask("average_coverage", view)


def average(answers: Answers, view: View, kind: str) -> Average:
    """What one recipient of a kind of support got on average."""
    return cast(Average, answers.ask("average_per_recipient", view, kind))


def of_scope(answers: Answers, question: str, scope: Scope, *arguments: str) -> Any:
    """The answer to one of OF_SCOPE: what does not depend on a period."""
    asked = OF_SCOPE[question]
    return kept(answers.path, question, (scope, arguments), lambda there: asked(there, scope, *arguments))


def inputs(answers: Answers) -> pd.DataFrame:
    """The files of the build."""
    return kept(answers.path, "inputs", (), quality.inputs)


def history(answers: Answers) -> pd.DataFrame:
    """The snapshots that are kept."""
    return kept(answers.path, "history", (), lambda _: quality.build_history(Path(answers.path).parent))


def without_choice(view: View) -> View:
    """The view without its choice of branches: everyone who could be compared."""
    return replace(view, branch_ids=())
