"""Invented fact folders dense enough for ranks, peers and changes: many branches that report the same few metrics."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.oracle.worlds import (
    FOLDERS,
    HALVES,
    PERIOD_COLUMNS,
    PUBLISHED,
    SOURCES,
    World,
    add_branch,
    add_figures,
    add_life,
    period_columns,
)

Period = tuple[str, str, str]
YEARS: tuple[Period, ...] = tuple(("year", f"{year}-01-01", f"{year}-12-31") for year in range(2019, 2027))
# Two terms of one cycle and terms that begin or end inside a year are among them on purpose.
TERMS: tuple[Period, ...] = (
    ("term", "2018-01-01", "2022-12-31"),
    ("term", "2019-01-01", "2021-12-31"),
    ("term", "2019-06-15", "2024-06-14"),
    ("term", "2022-01-01", "2024-12-31"),
    ("term", "2023-01-01", "2025-11-20"),
    ("term", "2023-01-01", "2028-12-31"),
    ("term", "2025-01-01", "2030-12-31"),
)
FLOWS = ("members_admitted", "visits_count", "visits_amount", "tet_support_amount", "complaints", "inspections")
STOCKS = ("members_female", "workers_total", "union_groups")
SHARES = ("strong_unions_pct", "branch_rating")
VALUES = {
    "members_total": ("20", "40", "40", "60", "0"),
    "members_female": ("10", "20", "30"),
    "workers_total": ("30", "60", "80"),
    "branch_rating": ("2", "3", "4"),
    "strong_unions_pct": ("60", "80", "100"),
}
COUNTS = ("0", "1", "2", "3", "5", "8", "8", "12")
QUALIFIERS = ("exact",) * 6 + ("at_least", "at_least", "at_most", "about")
PROVINCES = ("", "Hà Nội", "Bến Tre", "Trà Vinh", "Vĩnh Long", "Vĩnh Long", "An Giang", "Kiên Giang")
SECTORS = ("health",) * 6 + ("education",) * 3 + ("mixed",)
TIERS = ("grassroots",) * 5 + ("upper_direct",)


def _said(rng: Random, metric: str, period: Period, source: tuple[str, str]) -> dict[str, str]:
    return {
        "metric_id": metric,
        "value": rng.choice(VALUES.get(metric, COUNTS)),
        "qualifier": rng.choice(QUALIFIERS),
        "status": "proposed" if rng.random() < 0.04 else "reported",
        "folder": source[0],
        "source_id": source[1],
        **period_columns(period),
    }


def _periods(rng: Random, metric: str) -> list[Period]:
    """The years that the branch reports of the metric, some in halves or at a day, and now and then a term."""
    found: list[Period] = []
    share = rng.choice((0.3, 0.7, 1.0))
    for year in YEARS[:-1] if rng.random() < 0.9 else YEARS:
        number = int(year[1][:4])
        if rng.random() > share:
            continue
        if metric in FLOWS and number in (2019, 2020, 2021) and rng.random() < 0.2:
            found += [half for half in HALVES if half[1].startswith(str(number)) and rng.random() < 0.9]
        elif metric not in FLOWS + SHARES and rng.random() < 0.3:
            found.append(("as_of", f"{number}-06-30", f"{number}-06-30"))
        else:
            found.append(year)
    return found + [term for term in TERMS if rng.random() < 0.06]


def _observations(rng: Random, metrics: list[str]) -> list[dict[str, str]]:
    sources = rng.sample(SOURCES, 2)
    rows = []
    for metric in metrics:
        for period in _periods(rng, metric):
            rows.append(_said(rng, metric, period, sources[0]))
            if rng.random() < 0.1:
                rows.append(_said(rng, metric, period, rng.choice(sources)))
    rows += [_said(rng, "union_groups", term, sources[0]) for term in rng.sample(TERMS, rng.randint(0, 2))]
    return rows


def _targets(rng: Random, metrics: list[str]) -> list[dict[str, str]]:
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for _ in range(rng.randint(0, 4)):
        metric = rng.choice(metrics)
        period = rng.choice(TERMS + YEARS[3:])
        folder, source_id = rng.choice(SOURCES)
        value = rng.choice((*VALUES.get(metric, COUNTS), ""))
        row = {
            "metric_id": metric,
            "cadence": rng.choice(("per_year", "per_term", "at_end")),
            "comparator": rng.choice(("ge", "ge", "gt", "eq", "le")),
            "value": value,
            "attained_value": "" if value else "90",
            "folder": folder,
            "source_id": source_id,
            **period_columns(period),
        }
        rows[tuple(row.values())] = row
    return list(rows.values())


def _branch(rng: Random, pool: list[str]) -> dict[str, Any]:
    metrics = ["members_total", *(metric for metric in pool if rng.random() < 0.8)]
    folder, source_id = rng.choice(SOURCES)
    has_end = rng.random() < 0.2
    return {
        "tier": rng.choice(TIERS),
        "sector": rng.choice(SECTORS),
        "province": rng.choice(PROVINCES),
        "parent": rng.choice(("", "b0", "Công đoàn ngành Y tế")),
        "folder": folder,
        "source_id": source_id,
        "founded": rng.choice(("", "", "", "", "2021-05-05", "2025-07-01")),
        "ended": rng.choice(("merged_into", "merged_into", "renamed_to", "closed")) if has_end else "",
        "ended_on": rng.choice(("2023-07-01", "2025-07-01")),
        "observations": _observations(rng, metrics),
        "targets": _targets(rng, metrics),
    }


def dense_world(seed: int) -> World:
    """A world of 8 to 16 branches; the same seed gives the same world."""
    rng, world = Random(seed), World()
    for folder in FOLDERS:
        for number in (1, 2):
            source_id = f"{folder}-{number}"
            world.add(folder, "sources", source_id=source_id, title=source_id, published_on=rng.choice(PUBLISHED))
    pool = [*rng.sample(FLOWS, 3), rng.choice(STOCKS), rng.choice(SHARES)]
    branches = [_branch(rng, pool) for _ in range(rng.randint(8, 16))]
    for index, branch in enumerate(branches):
        add_branch(world, index, branch)
        add_life(world, index, branches)
        add_figures(world, f"b{index}", branch)
    anchor = {"metric_id": "committee_members", "value": "3", "qualifier": "exact", "status": "reported"}
    period = dict(zip(PERIOD_COLUMNS, YEARS[0], strict=True))
    world.add("seeds", "observations", branch_id="b0", part="1", source_id="seeds-1", **anchor, **period)
    return world
