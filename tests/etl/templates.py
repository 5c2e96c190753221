"""Templates for tests: written by the product, filled in and damaged with openpyxl as a spreadsheet user would."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl

from etl.workbook.catalogue import read_metrics
from etl.workbook.layout import FIGURE_SHEET, SOURCE_SHEET, TARGET_SHEET, TemplateBranch
from etl.workbook.periods import Period, parse_period
from etl.workbook.template import write_template

HEALTH = TemplateBranch("b1", "Công đoàn cơ sở Sở Y tế", "grassroots", "health", "Bến Tre")
HOME = TemplateBranch("b2", "Công đoàn cơ sở Sở Nội vụ", "grassroots", "public_administration", "Hà Nội")
METRICS = ("members_total", "visits_amount", "strong_groups_pct", "branch_rating", "members_net_growth")


def period(text: str) -> Period:
    found = parse_period(text)
    assert found is not None, text
    return found


def new_template(
    path: Path,
    branches: Iterable[TemplateBranch] = (HEALTH, HOME),
    periods: Iterable[str] = ("2024", "2025"),
    metrics: Iterable[str] = METRICS,
) -> Path:
    """A template as it goes out; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read_metrics()
    write_template(path, list(branches), [period(text) for text in periods], [catalogue[m] for m in metrics])
    return path


class Filled:
    """A template opened as a spreadsheet; use as a context, it is saved at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.figures, self.targets = self.book[FIGURE_SHEET], self.book[TARGET_SHEET]
        self.sources = self.book[SOURCE_SHEET]

    def __enter__(self) -> Filled:
        return self

    def __exit__(self, *_: object) -> None:
        self.book.save(self.path)

    def row_of(self, branch: str, metric: str) -> int:
        """The row (from 1) of a branch and a metric, by the hidden ids."""
        for row in range(1, self.figures.max_row + 1):
            texts = [cell.value for cell in self.figures[row]]
            if branch in texts and metric in texts:
                return row
        raise AssertionError(f"no row of {branch} {metric}")

    def column_of(self, sheet: Any, key: str) -> int:
        """The column (from 1) of a machine key, or of a period such as 2025."""
        found = parse_period(key)
        keys = [cell.value for cell in sheet[3]]
        return keys.index(found.key if found else key) + 1

    def figure(self, branch: str, metric: str, when: str, value: object) -> Any:
        """Fill one figure; returns its cell."""
        cell = self.figures.cell(self.row_of(branch, metric), self.column_of(self.figures, when))
        cell.value = value
        return cell

    def target(self, row: int, **texts: object) -> None:
        for key, value in texts.items():
            self.targets.cell(4 + row, self.column_of(self.targets, key)).value = value

    def source(self, number: int, **texts: object) -> None:
        for key, value in texts.items():
            self.sources.cell(4 + number, self.column_of(self.sources, key)).value = value
