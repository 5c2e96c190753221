"""What branches have reported at all, as arrays: figures and groups of metrics by branch and period, counts by cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparison import catalogue
from comparison.dimensions import dimensions
from comparison.held import Array, InView, branches, homes_of, in_view
from comparison.questions import View
from comparison.warehouse import Warehouse, sql


@dataclass(frozen=True, eq=False)
class Heard:
    """Branches with any figure of a period: their places, ascending, how many figures, and of which groups of metrics,
    a bit for each of `groups`."""

    at: Array
    figures: Array
    groups: Array

    @property
    def nbytes(self) -> int:
        return int(self.at.nbytes + self.figures.nbytes + self.groups.nbytes)


@dataclass(frozen=True, eq=False)
class Cells:
    """What filters can tell apart without naming branches: each cell's tier, sector and provinces (as in Branches), and
    by grain and period what its branches have (see cell_period in etl/sql/schema.sql)."""

    tier: Array
    sector: Array
    since: Array
    before: Array
    by_period: dict[tuple[str, str], CellCounts]


@dataclass(frozen=True, eq=False)
class CellCounts:
    """Of one period: places of cells, branches with any figure, their figures, those of branches that exist in it."""

    cell: Array
    branches: Array
    figures: Array
    existing_figures: Array


def groups(warehouse: Warehouse) -> tuple[str, ...]:
    """The groups of metrics in the catalogue's order."""
    return tuple(dict.fromkeys(metric.group for metric in catalogue.metrics(warehouse).values()))


def heard(warehouse: Warehouse, view: View, period: str | None = None) -> Heard:
    """Who has reported anything of a period of the view's grain."""
    asked = {"grain": view.grain, "period": period or view.period, "groups": list(groups(warehouse))}

    def read() -> Heard:
        frame = warehouse.frame(sql("held_reports"), asked)
        at = frame["branch_key"].to_numpy(dtype=np.int32) - 1
        return Heard(at, frame["figures"].to_numpy(dtype=np.int32), frame["bits"].to_numpy(dtype=np.int32))

    return warehouse.shelf.get(("heard", view.grain, asked["period"]), read)


def heard_in_view(warehouse: Warehouse, view: View) -> Heard:
    """The same of the branches in view alone."""
    every = heard(warehouse, view)
    chosen = in_view(warehouse, view).is_in[every.at]
    return Heard(every.at[chosen], every.figures[chosen], every.groups[chosen])


@dataclass(frozen=True, eq=False)
class Stated:
    """How many figures were stated: `figures` by year of `years` (in which their period ended, without a gap), group of
    metrics and branch."""

    years: tuple[int, ...]
    figures: Array

    @property
    def nbytes(self) -> int:
        return int(self.figures.nbytes)

    def of(self, year: int | None, places: Array) -> Array:
        """By group and branch those of some branches, of one year or of all."""
        if year is None:
            return np.asarray(self.figures[:, :, places].sum(axis=0, dtype=np.int64))
        if year not in self.years:
            return np.zeros((self.figures.shape[1], len(places)), dtype=np.int64)
        return np.asarray(self.figures[self.years.index(year)][:, places])


def stated(warehouse: Warehouse) -> Stated:
    """The figures of all branches as stated, counted."""
    return warehouse.shelf.get(("stated",), lambda: _read_stated(warehouse))


def _read_stated(warehouse: Warehouse) -> Stated:
    kinds = groups(warehouse)
    found = warehouse.columns(sql("held_stated"), {"groups": list(kinds)})
    year, figures = found["year"], found["figures"]
    first, last = (int(year.min()), int(year.max())) if len(year) else (0, -1)
    # Nobody states more of one group in a year than two bytes hold; where somebody does, there are four.
    is_small = int(figures.max(initial=0)) < 1 << 16
    size = (last - first + 1, len(kinds), len(branches(warehouse).tier))
    counts = np.zeros(size, dtype=np.uint16 if is_small else np.uint32)
    counts[year - first, found["group_place"], found["at"]] = figures
    return Stated(tuple(range(first, last + 1)), counts)


def by_group(warehouse: Warehouse, rows: Heard) -> dict[str, int]:
    """How many of them reported something of each group of metrics."""
    return {group: int((rows.groups >> bit & 1).sum()) for bit, group in enumerate(groups(warehouse))}


def is_named(view: View) -> bool:
    """Whether the view holds only some branches by name, or by what the asker may see: then cells say nothing of it."""
    return bool(view.branch_ids) or view.scope.branch_ids is not None


def cells(warehouse: Warehouse) -> Cells:
    """The cells of a snapshot, read the first time they are asked for."""
    return warehouse.once("cells", _read_cells)


def _read_cells(warehouse: Warehouse) -> Cells:
    codes = branches(warehouse).codes
    frame = warehouse.frame("from cell order by cell_key")
    columns = ("tier", "sector", "province_since_2025_07", "province_before_2025_07")
    tier, sector, since, before = (frame[name].map(codes).fillna(-1).to_numpy(dtype=np.int32) for name in columns)
    return Cells(tier, sector, since, before, _by_period(warehouse))


def _by_period(warehouse: Warehouse) -> dict[tuple[str, str], CellCounts]:
    frame = warehouse.frame(
        "select period_kind::varchar as grain, period, cell_key - 1 as cell, branches, figures, existing_figures "
        "from cell_period"
    )
    columns = ("cell", "branches", "figures", "existing_figures")
    return {
        (str(grain), str(period)): CellCounts(*(rows[name].to_numpy(dtype=np.int64) for name in columns))
        for (grain, period), rows in frame.groupby(["grain", "period"])
    }


def cells_in_view(warehouse: Warehouse, view: View) -> Array:
    """For each cell whether the view takes it, its branches and scope aside."""
    every, codes = cells(warehouse), branches(warehouse).codes
    home, is_certain = homes_of(every.since, every.before, view.boundary)
    is_in = every.tier == codes.get(view.tier, -2)
    if view.sectors:
        is_in &= np.isin(every.sector, [codes.get(name, -2) for name in view.sectors])
    if view.provinces:
        # Under the old borders only branches whose old province is known belong to it.
        is_in &= is_certain & np.isin(home, [codes.get(name, -2) for name in view.provinces])
    return is_in


def reported_by_metric(warehouse: Warehouse, view: View, period: str | None = None) -> dict[str, int]:
    """How many branches in view have a whole figure of each metric in a period; metrics nobody has are left out."""
    ids = dimensions(warehouse).metrics["metric_id"]
    if is_named(view):
        counted = _counted(warehouse, view, in_view(warehouse, view, period), period or view.period)
        return {str(ids.iloc[key - 1]): number for key, number in counted.items()}
    held = warehouse.shelf.get(
        ("cell_metric", view.grain, period or view.period),
        lambda: _CellMetrics.read(warehouse, view.grain, period or view.period),
    )
    chosen = cells_in_view(warehouse, view)[held.cell]
    sums = np.bincount(held.metric[chosen], weights=held.branches[chosen], minlength=len(ids))
    return {str(ids.iloc[place]): int(sums[place]) for place in np.flatnonzero(sums)}


def _counted(warehouse: Warehouse, view: View, seen: InView, period: str) -> dict[int, int]:
    asked = {"grain": view.grain, "period": period, "branch_keys": (seen.places + 1).tolist()}
    return {int(key): int(number) for key, number in warehouse.rows(sql("named_counts"), asked)}


@dataclass(frozen=True, eq=False)
class _CellMetrics:
    """Rows of cell_metric of one period: places of metrics and cells, and how many branches."""

    metric: Array
    cell: Array
    branches: Array

    @property
    def nbytes(self) -> int:
        return int(self.metric.nbytes + self.cell.nbytes + self.branches.nbytes)

    @classmethod
    def read(cls, warehouse: Warehouse, grain: str, period: str) -> _CellMetrics:
        frame = warehouse.frame(
            "select metric_key - 1 as metric, cell_key - 1 as cell, branches from cell_metric "
            "where period_kind = $grain::period_kind and period = $period",
            {"grain": grain, "period": period},
        )
        return cls(*(frame[name].to_numpy(dtype=np.int32) for name in ("metric", "cell", "branches")))
