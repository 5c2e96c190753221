"""Small invented fact folders for property tests: gaps, bounds, conflicts, terms and mergers."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

FOLDERS = ("seeds", "press", "sent")
TIERS = ("grassroots", "grassroots", "upper_direct")
PROVINCES = (
    "",
    "Hà Nội",
    "Nghệ An",
    "Kiên Giang",
    "An Giang",
    "Vĩnh Long",
    "Bến Tre",
    "Huế",
    "Thừa Thiên Huế",
)
PUBLISHED = ("", "", "2021-03-01", "2024-05-05", "2025-06-30", "2025-07-01", "2025-11-11")
COUNTS = ("members_admitted", "visits_count", "complaints", "inspections")
AMOUNTS = (
    "visits_amount",
    "tet_support_amount",
    "welfare_total_amount",
    "loans_amount",
    "contributions_amount",
)
STOCKS = ("members_total", "members_total", "committee_members", "grassroots_unions")
SHARES = ("strong_unions_pct", "members_excellent_pct")
METRICS = COUNTS + AMOUNTS + STOCKS + SHARES + ("branch_rating",)
VALUES = {"branch_rating": ("2", "3", "4"), **dict.fromkeys(SHARES, ("60", "80", "100", "104.5"))}
HEADS = ("5", "12", "80", "120")
PLAIN_VALUES = ("0", "1", "5", "12", "80", "100", "120")

HALVES = tuple(
    ("half", f"{year}-{first}", f"{year}-{last}")
    for year in (2019, 2020, 2021)
    for first, last in (("01-01", "06-30"), ("07-01", "12-31"))
)
YEARS = tuple(("year", f"{year}-01-01", f"{year}-12-31") for year in (2018, 2019, 2020, 2021, 2023, 2024, 2025))
TERMS = (
    ("term", "2018-01-01", "2023-12-31"),
    ("term", "2019-01-01", "2021-12-31"),
    ("term", "2020-01-01", "2021-12-31"),
    ("term", "2023-01-01", "2025-11-20"),
    ("term", "2023-01-01", "2028-12-31"),
    ("term", "2025-01-01", "2030-12-31"),
)
DAYS = tuple(
    ("as_of", day, day)
    for day in (
        "2018-12-31",
        "2019-12-31",
        "2020-03-15",
        "2020-06-30",
        "2021-12-31",
        "2023-06-01",
        "2025-07-01",
    )
)
OTHERS = (("other", "2020-01-01", "2020-09-30"), ("other", "2023-08-06", "2023-12-31"))
PERIODS = YEARS + HALVES + TERMS + DAYS + OTHERS
RUNS = (YEARS[1:4], (YEARS[1], *HALVES[2:]), (*YEARS[2:4], DAYS[1], DAYS[3]), (*HALVES[2:4], YEARS[6]))

PERIOD_COLUMNS = ("period_kind", "period_start", "period_end")
COLUMNS = {
    "sources": ("source_id", "publisher", "title", "url", "published_on"),
    "branches": ("branch_id", "name_vi", "tier", "sector", "province", "parent", "source_id"),
    "branch_life": ("branch_id", "event", "on", "other_branch_id", "source_id", "note"),
    "observations": (
        "branch_id", "metric_id", "period_kind", "period_start", "period_end", "part", "value", "qualifier",
        "status", "source_id", "paragraph", "note",
    ),
    "targets": (
        "branch_id", "metric_id", "period_kind", "period_start", "period_end", "cadence", "comparator",
        "value", "attained_value", "attained_pct", "source_id", "paragraph", "note",
    ),
}  # fmt: skip


@dataclass
class World:
    """Rows of every file of every folder, and how to write them."""

    tables: dict[str, dict[str, list[dict[str, str]]]] = field(
        default_factory=lambda: {folder: {name: [] for name in COLUMNS} for folder in FOLDERS}
    )

    def add(self, folder: str, table: str, **row: str) -> None:
        self.tables[folder][table].append(row)

    def write(self, root: Path) -> list[Path]:
        """Write the folders under `root` and give their paths."""
        for folder, tables in self.tables.items():
            (root / folder).mkdir(parents=True)
            for name, rows in tables.items():
                with (root / folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
                    writer = csv.DictWriter(handle, COLUMNS[name], restval="", lineterminator="\n")
                    writer.writeheader()
                    writer.writerows(rows)
        return [root / folder for folder in FOLDERS]


def period_columns(period: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(PERIOD_COLUMNS, period, strict=True))


SOURCES = tuple((folder, f"{folder}-{number}") for folder in FOLDERS for number in (1, 2))


def _row(draw: st.DrawFn, metric: str, period: tuple[str, str, str], source: tuple[str, str]) -> dict[str, str]:
    return {
        "metric_id": metric,
        "value": draw(st.sampled_from(HEADS if metric == "members_total" else VALUES.get(metric, PLAIN_VALUES))),
        "qualifier": draw(st.sampled_from(("exact", "exact", "at_least", "at_most", "about"))),
        "status": draw(st.sampled_from(("reported", "reported", "reported", "proposed"))),
        "folder": source[0],
        "source_id": source[1],
        **period_columns(period),
    }


def _observations(draw: st.DrawFn, topics: list[str]) -> list[dict[str, str]]:
    """Series of the branch's few metrics by several sources, so that they complete and contradict each other."""
    sources = draw(st.lists(st.sampled_from(SOURCES), min_size=1, max_size=3, unique=True))
    some = st.lists(st.sampled_from(PERIODS), min_size=1, max_size=3, unique=True)
    runs = draw(st.lists(st.one_of(st.sampled_from(RUNS), some), min_size=1, max_size=3))
    rows = []
    for _ in range(draw(st.integers(0, 6))):
        metric = draw(st.sampled_from((*topics, "members_total")))
        source = draw(st.sampled_from(sources))
        rows += [_row(draw, metric, period, source) for period in draw(st.sampled_from(runs))]
    return rows


def _target(draw: st.DrawFn, topics: list[str], observations: list[dict[str, str]]) -> dict[str, str]:
    """An aim for what the branch reports, or for a period of its own choice."""
    said: dict[str, str] = draw(st.sampled_from(observations)) if observations else {}
    metric = said.get("metric_id", topics[0])
    cadence = draw(st.sampled_from(("per_year", "per_term", "at_end")))
    follows = draw(st.booleans())
    period = tuple(said[name] for name in PERIOD_COLUMNS) if said and follows else ()
    if not period or (cadence == "per_year" and period not in YEARS + TERMS):
        period = draw(st.sampled_from(YEARS + TERMS))
    value = draw(st.sampled_from((*VALUES.get(metric, PLAIN_VALUES), "")))
    folder, source_id = draw(st.sampled_from(SOURCES))
    return {
        "metric_id": metric,
        "cadence": cadence,
        "comparator": draw(st.sampled_from(("ge", "gt", "eq", "le"))),
        "value": value,
        "attained_value": draw(st.sampled_from(("", "90"))) if value else "90",
        "source_id": source_id,
        "folder": folder,
        **period_columns(period),
    }


@st.composite
def _branches(draw: st.DrawFn, pool: list[str]) -> dict[str, Any]:
    topics = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=3))
    observations = _observations(draw, topics)
    source = draw(st.sampled_from(SOURCES))
    terms = draw(st.lists(st.sampled_from(TERMS), max_size=2, unique=True))
    observations += [_row(draw, "committee_members", term, source) for term in terms]
    targets = [_target(draw, topics, observations) for _ in range(draw(st.integers(0, 4)))]
    folder, source_id = draw(st.sampled_from(SOURCES))
    return {
        "tier": draw(st.sampled_from(TIERS)),
        "sector": draw(st.sampled_from(("mixed", "health"))),
        "province": draw(st.sampled_from(PROVINCES)),
        "parent": draw(st.sampled_from(("", "b0", "Công đoàn ngành Y tế"))),
        "folder": folder,
        "source_id": source_id,
        "founded": draw(st.sampled_from(("", "", "", "2019-05-05", "2025-07-01"))),
        "ended": draw(st.sampled_from(("", "", "merged_into", "merged_into", "renamed_to", "closed"))),
        "ended_on": draw(st.sampled_from(("2020-07-01", "2025-07-01", "2025-07-02"))),
        "observations": observations,
        "targets": list({tuple(sorted(target.items())): target for target in targets}.values()),
    }


def add_branch(world: World, index: int, branch: dict[str, Any]) -> None:
    row = {name: branch[name] for name in ("tier", "sector", "province", "parent", "source_id")}
    if row["parent"] == f"b{index}":
        row["parent"] = ""
    world.add(branch["folder"], "branches", branch_id=f"b{index}", name_vi=f"Công đoàn số {index}", **row)


def add_life(world: World, index: int, branches: list[dict[str, Any]]) -> None:
    """Founding and end; a successor is a later branch of the same tier, so no circles arise."""
    this, branch_id = branches[index], f"b{index}"
    if this["founded"]:
        world.add(this["folder"], "branch_life", branch_id=branch_id, event="founded", on=this["founded"])
    if not this["ended"] or this["founded"] >= this["ended_on"]:
        return
    life = {"branch_id": branch_id, "event": this["ended"], "on": this["ended_on"]}
    if this["ended"] != "closed":
        later = [n for n in range(index + 1, len(branches)) if branches[n]["tier"] == this["tier"]]
        if not later:
            return
        life["other_branch_id"] = f"b{later[0]}"
        if branches[later[0]]["founded"] or branches[later[0]]["ended"]:
            life["event"] = "merged_into"  # A new name has no earlier life of its own.
    world.add(this["folder"], "branch_life", **life)


def add_figures(world: World, branch_id: str, branch: dict[str, Any]) -> None:
    parts: dict[tuple[str, ...], int] = {}
    for row in branch["observations"]:
        key = tuple(row[name] for name in ("metric_id", "source_id", *PERIOD_COLUMNS))
        parts[key] = parts.get(key, 0) + 1
        if parts[key] > 1 and row["metric_id"] in VALUES:
            continue  # Shares and ratings do not add up, so they have no parts.
        columns = {name: text for name, text in row.items() if name != "folder"}
        world.add(row["folder"], "observations", branch_id=branch_id, part=str(parts[key]), **columns)
    for row in branch["targets"]:
        columns = {name: text for name, text in row.items() if name != "folder"}
        world.add(row["folder"], "targets", branch_id=branch_id, **columns)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Three folders of different kinds of source with a dozen branches whose figures overlap and disagree."""
    world = World()
    for folder in FOLDERS:
        for number in (1, 2):
            source_id = f"{folder}-{number}"
            day = draw(st.sampled_from(PUBLISHED))
            world.add(folder, "sources", source_id=source_id, title=source_id, published_on=day)
    pool = draw(st.lists(st.sampled_from(METRICS), min_size=2, max_size=5, unique=True))
    branches = draw(st.lists(_branches(pool), min_size=2, max_size=12))
    for index, branch in enumerate(branches):
        add_branch(world, index, branch)
        add_life(world, index, branches)
        add_figures(world, f"b{index}", branch)
    # A world without any figure is refused, so the first branch always has one.
    anchor = {"metric_id": "union_groups", "value": "3", "qualifier": "exact", "status": "reported"}
    source = {"part": "1", "source_id": "seeds-1"}
    world.add("seeds", "observations", branch_id="b0", **anchor, **source, **period_columns(YEARS[0]))
    return world
