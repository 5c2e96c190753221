"""What comes back from a question: frozen answers holding a frame, its coverage and what must be said beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf
from typing import Any

import pandas as pd

from comparison.figure_rows import FigureRows
from comparison.yearly import yearly_summary


@dataclass(frozen=True)
class Metric:
    """One row of the catalogue: unit as in metrics.csv (person, vnd, turn, percent, ...), measure flow|stock|ratio."""

    metric_id: str
    group: str
    name_vi: str
    name_en: str
    unit: str
    measure: str
    direction: str
    notes: str = ""


@dataclass(frozen=True)
class Coverage:
    """Branches with a figure, of branches in view (chosen tier, province, sector and scope, existing in the period).
    `merged`: how many of the latter went into another one that is in view too."""

    reported: int
    in_view: int
    merged: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Amount:
    """One value with its bounds: value is what is printed, low and high what is certain; high may be infinite."""

    value: float
    low: float
    high: float = inf
    is_approximate: bool = False

    @property
    def is_exact(self) -> bool:
        return self.low == self.high and not self.is_approximate


@dataclass(frozen=True)
class Note:
    """Something a screen must say beside a figure: a code of the message catalogue and what it is filled with."""

    code: str
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class BranchValues:
    """One metric over the branches in view.

    `frame`: one row per branch in view, also those without a figure. Columns: branch_id, name_vi, tier, sector,
    province, province_is_certain (False: filed under today's province because the old one is not known),
    parent_name, value, low, high (NaN where not reported; high may be inf), is_approximate,
    is_partial, years_present, years_expected (term grain: a sum of k of n years), period_kind, period_start,
    period_end (of the figure), has_conflict, source_ids (tuple), rank (1 = best by the metric's direction,
    ties share a rank; NaN for partial sums and missing), rank_is_undecided (the interval overlaps another's), rank_best
    and rank_worst (the ranks the bounds allow), counted_on (day of a head count),
    and with basis per_member also flow_value, flow_low, flow_high, members_value, members_low, members_high,
    members_date,
    members_gap_days (0 = same period). has_heir_in_view: the branch went into another one that is in view too;
    is_left_out: that other one has a value on this basis as well, so that totals leave this one's out.
    is_missing_part: without a value on this basis, which neither its successor nor a predecessor has in its place,
    while another branch of its province that merged into the same one has. name_order: its place in Vietnamese order.
    heir_ids: the branches that followed it, directly and further.
    has_other_figure: without a value, but with a figure inside the year of another kind of period (a season, a half).
    has_figure_of_years: without a figure of the view's term, but with one of single years that belong, or may belong,
    to it; names_no_term: such a branch names no term of the cycle, so that its years are not added.
    Rows are sorted best first, then by name; not reported last.
    `scale`: 1 for values and đồng per member, 100 for counts per 100 members. `basis` as asked.
    """

    metric: Metric
    basis: str
    scale: int
    frame: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Total:
    """The tier-safe total of a flow or stock over the branches in view, or why there is none.

    `amount` is None when nothing was reported or a total is refused; `refused` then holds the code
    (ratio_not_additive, rank_not_additive). For ratios `median`, `lowest`, `highest` describe the branches
    instead. `left_out` names branches whose figure is not added because their successor's is.
    `stated_by_upper`: rows of upper unions that state a total for the same area and period themselves (frame:
    branch_id, name_vi, tier, value, low, high, is_approximate, source_ids).
    """

    metric: Metric
    amount: Amount | None
    coverage: Coverage
    refused: str = ""
    median: float | None = None
    lowest: float | None = None
    highest: float | None = None
    left_out: tuple[str, ...] = ()
    stated_by_upper: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Series:
    """A metric over periods. `frame`: one row per period (all of them, also empty ones): period, period_order,
    value, low, high, is_approximate, reported, in_view; values NaN where nothing was reported or the metric is a ratio
    (then median, lowest, highest). `branches`: one row per branch and period for the branches asked by name
    (branch_id, name_vi, period, period_order, value, low, high, is_approximate)."""

    metric: Metric
    frame: pd.DataFrame
    branches: pd.DataFrame
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class ProvinceValues:
    """A metric by province under the view's boundary. `frame`: one row per province of the system (34 or 63), also
    empty ones, and one with province '' for branches without a province, or whose old one is unknown: province, region,
    value, low, high, is_approximate, is_part, reported, in_view, not_separable (figures of branches known by their new
    province only, which no old one may claim; only with the 63). Ratios give the median, its bounds the medians
    of theirs. is_part: of branches that
    merged into one, some have a figure, others none, and the merged one none either: the sum is a lower bound (high is
    inf)."""

    metric: Metric
    frame: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class WelfareSpending:
    """Welfare spending of the branches in view: stated total against the sum of the stated parts.

    `totals`: one row per branch in view: branch_id, name_vi, province, value, low, high, is_approximate, basis
    ('stated' | 'parts' | NaN), stated_value, stated_low, stated_high, stated_is_approximate, parts_value, parts_low,
    parts_high, parts_is_approximate, parts_count, is_partial, source_ids, rank, rank_is_undecided. is_partial: value
    holds a sum of some years of a term; it is neither ranked nor added, and the side known in part has no amount.
    has_figure_of_years, names_no_term: as in BranchValues, of any kind of spending.
    `part_rows`: one row per branch and reported part: branch_id, name_vi, metric_id, value, low, high, is_approximate,
    source_ids; `parts` are all of them.
    `apart_rows`: money that is not spending (loans, contributions, revolving fund, in kind), same columns as parts.
    `total`: over the branches of the view, tier-safe.
    """

    totals: pd.DataFrame
    part_rows: FigureRows
    apart_rows: FigureRows
    total: Total
    coverage: Coverage
    notes: tuple[Note, ...] = ()

    @property
    def parts(self) -> pd.DataFrame:
        return self.part_rows.part()

    @property
    def apart(self) -> pd.DataFrame:
        return self.apart_rows.part()


@dataclass(frozen=True)
class Targets:
    """Targets of the branches in view for the period, with their state.

    `frame`: one row per target, and year where its cadence is yearly: the columns of the view `attainment` and
    name_vi (of the branch), metric_name_vi, metric_name_en, unit, province, tier, has_proxy (bool, free). States:
    met, not_met, undecided, no_result, running.
    `counts`: one row per state (all five, in that order): status, targets.
    """

    frame: pd.DataFrame
    counts: pd.DataFrame
    coverage: Coverage
    notes: tuple[Note, ...] = ()

    @property
    def yearly(self) -> pd.DataFrame:
        """One row per yearly target of several years: target_id, branch_id, metric_id, years_met, years_judged,
        years_total (k of n years)."""
        return yearly_summary(self.frame)


@dataclass(frozen=True)
class Profile:
    """Everything about one branch, down to the source.

    `branch`: the row of view `branch` as a dict. `observations`: one row per stated figure, with metric names, unit,
    group, publisher, title, url, published_on. `figures`: the compared values (view `figure`). `attainment`: as in
    Targets.frame. `targets`: as stated. `findings`: view `finding`. `conflicts`: one row per figure with more than one
    source and differing values: metric_id, period, value, source_id, is_chosen. `life`: dated events.
    `children`: branches below it (branch_id, name_vi, tier).
    """

    branch: dict[str, Any]
    observations: pd.DataFrame
    figures: pd.DataFrame
    targets: pd.DataFrame
    attainment: pd.DataFrame
    findings: pd.DataFrame
    conflicts: pd.DataFrame
    life: pd.DataFrame
    children: pd.DataFrame


@dataclass(frozen=True)
class FilterOptions:
    """What can be chosen next, given what is chosen: each frame has value, label, branches (in view) and figures
    (their figures in the period), so an empty choice is seen before it is made. `branches` has branch_id, name_vi,
    province, sector, figures. `periods` has value, label, grain."""

    periods: pd.DataFrame
    tiers: pd.DataFrame
    provinces: pd.DataFrame
    sectors: pd.DataFrame
    branches: pd.DataFrame


@dataclass(frozen=True)
class Reporting:
    """Who reported. `groups`: one row per metric group: group, reported, by_years, in_view. `by_years`: branches in
    view of a term that have no figure of it but figures of single years in it (0 for a year); they are neither among
    those of `coverage` that reported nor silent. `silent`: branches in view without any figure in the period, nor of
    its years: branch_id, name_vi, province, last_period_end, has_other_figure (as in BranchValues; of a term: inside
    its years).
    `nearest`: periods of this tier and grain with figures for this filter, nearest first: period, figures."""

    groups: pd.DataFrame
    silent: pd.DataFrame
    nearest: pd.DataFrame
    coverage: Coverage
    by_years: int = 0
