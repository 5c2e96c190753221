"""Findings, and figures on which sources differ, as long lists: counted as arrays, put together where they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from comparison.asking import rows_of
from comparison.dimensions import dimensions
from comparison.held import Array, branches, in_view, named, span
from comparison.picked import Picked
from comparison.questions import Scope, View
from comparison.warehouse import Warehouse, sql

# The rule by which the build writes a finding for every figure whose sources differ, naming all of them.
DIFFERING = "sources_disagree"
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, eq=False)
class Findings:
    """All findings, severest first: numbers of rows, severities (places in SEVERITIES), places of branches
    (-1 for a file's), first and last days (NaT: of no period), rules and sources as numbers of `rules` and of
    `source_ids`."""

    row: Array
    severity: Array
    at: Array
    first_day: Array
    last_day: Array
    rule: Array
    sources: Array
    rules: tuple[str, ...]
    source_ids: tuple[tuple[str, ...], ...]

    def in_view(self, warehouse: Warehouse, view: View) -> Array:
        """For each finding whether its branch is in view and its period, where it has one, touches the view's."""
        starts, ends = span(warehouse, view)
        touches = np.isnat(self.first_day) | ((self.first_day <= ends) & (self.last_day >= starts))
        return (self.at >= 0) & in_view(warehouse, view).is_in[self.at] & touches

    def in_scope(self, warehouse: Warehouse, scope: Scope) -> Array:
        """For each finding whether an asker may see it: those on files only who sees everything."""
        if scope.branch_ids is None:
            return np.ones(len(self.row), dtype=bool)
        return (self.at >= 0) & named(branches(warehouse), scope.branch_ids)[self.at]

    def sources_of(self, rows: Array) -> tuple[str, ...]:
        """The sources of some findings, each once and sorted."""
        return tuple(sorted({one for number in pd.unique(self.sources[rows]) for one in self.source_ids[number]}))


def findings_held(warehouse: Warehouse) -> Findings:
    """All findings of a snapshot, read the first time they are asked for."""
    return warehouse.once("findings", _read)


def _read(warehouse: Warehouse) -> Findings:
    found = warehouse.columns(sql("held_findings"))
    rules = warehouse.rows("select rule from finding_rule order by rule_key")
    sources = warehouse.rows("select source_ids from finding_sources order by sources_key")
    return Findings(
        found["row"].astype(np.int64),
        found["severity"].astype(np.int8),
        found["branch_key"].astype(np.int32) - 1,
        found["period_start"].astype("M8[D]"),
        found["period_end"].astype("M8[D]"),
        found["rule_key"].astype(np.int16),
        found["sources_key"].astype(np.int32),
        tuple(rule for (rule,) in rules),
        tuple(tuple(ids) for (ids,) in sources),
    )


class FindingRows:
    """Some findings, severest first, then by rule, name, metric and time. Thousands of them are counted and a page of
    them is shown: their words are read for those that are asked."""

    def __init__(self, warehouse: Warehouse, rows: Array) -> None:
        """`rows`: places in what `findings_held` gives."""
        self._warehouse, self._held, self._rows = warehouse, findings_held(warehouse), rows

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def nbytes(self) -> int:
        return int(self._rows.nbytes)

    def counts(self) -> pd.DataFrame:
        """How many of each rule and severity: severity, rule, findings; by their words."""
        held = self._held
        pairs, sizes = np.unique(held.rule[self._rows] * 3 + held.severity[self._rows], return_counts=True)
        told = {
            "severity": [SEVERITIES[pair % 3] for pair in pairs],
            "rule": [held.rules[pair // 3] for pair in pairs],
            "findings": sizes,
        }
        return pd.DataFrame(told).sort_values(["severity", "rule"], ignore_index=True)

    def of_rule(self, rule: str) -> FindingRows:
        """Those of one rule."""
        if rule not in self._held.rules:
            return FindingRows(self._warehouse, self._rows[:0])
        is_asked = self._held.rule[self._rows] == self._held.rules.index(rule)
        return FindingRows(self._warehouse, self._rows[is_asked])

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all of them, each once and sorted."""
        return self._held.sources_of(self._rows)

    def part(self, asked: slice | Array = slice(None)) -> pd.DataFrame:
        """Some of them, all by default: the columns of view `finding`, and name_vi, tier and province of the branch
        (NaN for findings on a file)."""
        rows = self._rows[asked]
        numbers, at = self._held.row[rows], self._held.at[rows]
        found = rows_of(self._warehouse, sql("findings"), {"rows": numbers.tolist()}).set_index("row")
        words = dimensions(self._warehouse).of_branches
        of_branch: dict[str, Any] = {
            "name_vi": words["name_vi"],
            "tier": words["tier"],
            "province": words["province_since_2025_07"],
        }
        told = {name: pd.Series(Picked(column, at)) for name, column in of_branch.items()}
        return found.loc[numbers].reset_index(drop=True).assign(**told)


class ConflictRows:
    """Figures on which sources differ, one row per figure and source, by branch, metric and time, the chosen source
    first. How many rows a branch has is known from its findings; rows are read for those that are asked."""

    def __init__(self, warehouse: Warehouse, scope: Scope) -> None:
        held = findings_held(warehouse)
        is_differing = held.rule == (held.rules.index(DIFFERING) if DIFFERING in held.rules else -1)
        rows = np.flatnonzero(is_differing & held.in_scope(warehouse, scope))
        lengths = np.array([len(ids) for ids in held.source_ids], dtype=np.int32)
        sizes = np.bincount(held.at[rows], weights=lengths[held.sources[rows]]).astype(np.int32)
        self._warehouse, self._sources = warehouse, held.sources_of(rows)
        # By name as the database sorts it, and by id: the order of the keys.
        places = np.flatnonzero(sizes)
        names = dimensions(warehouse).branches["name_vi"].array.take(places).tolist()
        self._places = places[sorted(range(len(places)), key=names.__getitem__)].astype(np.int32)
        self._first = np.concatenate([[0], np.cumsum(sizes[self._places])])

    def __len__(self) -> int:
        return int(self._first[-1])

    @property
    def nbytes(self) -> int:
        return int(self._places.nbytes + self._first.nbytes)

    def source_ids(self) -> tuple[str, ...]:
        """The sources of all rows, each once and sorted."""
        return self._sources

    def part(
        self, asked: slice | Array = slice(None), told: Callable[[pd.DataFrame], pd.DataFrame] | None = None
    ) -> pd.DataFrame:
        """Some rows, all by default: branch_id, name_vi, metric_id, metric_name_vi, metric_name_en, unit, period_kind,
        period_start, period_end, value, low, high, is_approximate, source_id, source_kind, publisher, title, url,
        published_on, is_chosen. `told` adds what has to be said of whole figures: a page may begin inside of one."""
        numbers = np.arange(len(self))[asked]
        line = np.searchsorted(self._first, numbers, side="right") - 1
        lines, of_line = np.unique(line, return_inverse=True)
        places = self._places[lines]
        found = self._read(places) if len(places) else self._nothing()
        sizes = self._first[lines + 1] - self._first[lines]
        if len(found) != sizes.sum():
            raise AssertionError("findings and observations do not name the same sources of differing figures")
        begins = np.cumsum(sizes) - sizes
        whole = found if told is None else told(found)
        return whole.iloc[begins[of_line] + numbers - self._first[line]].reset_index(drop=True)

    def _nothing(self) -> pd.DataFrame:
        return self._warehouse.once("no differing figures", lambda _: self._read(self._places[:0])).copy()

    def _read(self, places: Array) -> pd.DataFrame:
        """All rows of some branches."""
        figures = self._warehouse.once("differing figures", lambda there: there.frame(sql("held_conflicts")))
        asked = figures[np.isin(figures["branch_key"].to_numpy(), places + 1)]
        days = {name: asked[f"period_{name[:-1]}"].dt.date.tolist() for name in ("starts", "ends")}
        bound = {name: asked[name[:-1]].tolist() for name in ("branch_keys", "metric_keys", "source_sets")}
        return rows_of(self._warehouse, sql("conflicts"), bound | days | {"kinds": asked["period_kind"].tolist()})
