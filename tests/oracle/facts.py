"""Reads the fact folders and the catalogue with the csv module into plain records, as printed."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

KIND_OF_FOLDER = {"seeds": "own", "press": "press"}


@dataclass(frozen=True, order=True)
class Period:
    """A period with its kind; as_of has one day as start and end."""

    kind: str
    start: date
    end: date

    @property
    def years(self) -> range:
        """The calendar years the period touches."""
        return range(self.start.year, self.end.year + 1)

    @property
    def is_whole_years(self) -> bool:
        return (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31)


def year_period(year: int) -> Period:
    return Period("year", date(year, 1, 1), date(year, 12, 31))


@dataclass(frozen=True)
class Metric:
    metric_id: str
    group: str
    unit: str
    measure: str
    direction: str


@dataclass(frozen=True)
class Source:
    source_id: str
    kind: str
    published_on: date | None


@dataclass(frozen=True)
class BranchRow:
    branch_id: str
    name_vi: str
    tier: str
    sector: str
    province: str
    parent: str
    source_id: str


@dataclass(frozen=True)
class Event:
    branch_id: str
    event: str
    on: date
    other: str


@dataclass(frozen=True)
class Observation:
    branch_id: str
    metric_id: str
    period: Period
    part: int
    value: float
    qualifier: str
    status: str
    source_id: str
    paragraph: str


@dataclass(frozen=True)
class Target:
    branch_id: str
    metric_id: str
    period: Period
    cadence: str
    comparator: str
    value: float | None
    attained_value: float | None
    attained_pct: float | None
    source_id: str
    paragraph: str


@dataclass
class Facts:
    """Everything read: the catalogue and the rows of all folders."""

    metrics: dict[str, Metric] = field(default_factory=dict)
    provinces: list[tuple[str, str, str]] = field(default_factory=list)
    cycles: list[tuple[str, int, int]] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    branches: dict[str, BranchRow] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as text; none where the file is absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None


def _period(row: dict[str, str]) -> Period:
    start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
    return Period(row["period_kind"], start, end)


def _read_catalogue(facts: Facts, folder: Path) -> None:
    for row in rows(folder / "metrics.csv"):
        facts.metrics[row["metric_id"]] = Metric(
            row["metric_id"], row["group"], row["unit"], row["measure"], row["direction"]
        )
    for row in rows(folder / "provinces.csv"):
        facts.provinces.append(
            (row["province_before_2025_07"], row["province_since_2025_07"], row["region_before_2025_07"])
        )
    for row in rows(folder / "term_cycles.csv"):
        facts.cycles.append((row["cycle"], int(row["starts_from"]), int(row["starts_to"])))


def _read_branches(facts: Facts, folder: Path) -> None:
    for row in rows(folder / "sources.csv"):
        kind = row.get("kind") or KIND_OF_FOLDER.get(folder.name, "handed_in")
        facts.sources[row["source_id"]] = Source(row["source_id"], kind, _day(row["published_on"]))
    columns = ("branch_id", "name_vi", "tier", "sector", "province", "parent", "source_id")
    for row in rows(folder / "branches.csv"):
        facts.branches[row["branch_id"]] = BranchRow(*(row[column] for column in columns))
    for row in rows(folder / "branch_life.csv"):
        day = date.fromisoformat(row["on"])
        facts.events.append(Event(row["branch_id"], row["event"], day, row["other_branch_id"]))


def _read_figures(facts: Facts, folder: Path) -> None:
    for row in rows(folder / "observations.csv"):
        facts.observations.append(
            Observation(
                row["branch_id"], row["metric_id"], _period(row), int(row["part"]), float(row["value"]),
                row["qualifier"], row["status"], row["source_id"], row["paragraph"],
            )
        )  # fmt: skip
    for row in rows(folder / "targets.csv"):
        facts.targets.append(
            Target(
                row["branch_id"], row["metric_id"], _period(row), row["cadence"], row["comparator"],
                _number(row["value"]), _number(row["attained_value"]), _number(row["attained_pct"]),
                row["source_id"], row["paragraph"],
            )
        )  # fmt: skip


def read_facts(folders: Iterable[Path], catalogue: Path) -> Facts:
    """All rows of the folders together with the catalogue; rows are taken as they stand, none is refused."""
    facts = Facts()
    _read_catalogue(facts, catalogue)
    for folder in folders:
        _read_branches(facts, folder)
        _read_figures(facts, folder)
    return facts
