"""The main question of each page that is answered three ways: by the product, by hand-written SQL and by pandas."""

from __future__ import annotations

import math
from dataclasses import dataclass

# What a page's answer comes down to, whoever gives it: named numbers.
Figures = dict[str, float]
HEADLINES = ("members_total", "members_female", "members_admitted", "grassroots_unions", "grassroots_unions_founded")
SEVERAL = ("members_total", "grassroots_unions_founded", "excellent_collectives")
STATED_WELFARE = "welfare_total_amount"
# The other pages have no question that the three could share: one shows worked examples, one files.
PAGES = (
    *("tong_quan", "doan_vien", "cham_lo", "thi_dua", "chi_tieu"),
    *("so_sanh", "bien_dong", "ho_so", "bang_so_lieu", "nguon_so_lieu"),
)
TOP = 10
TABLE_ROWS = 50


@dataclass(frozen=True)
class Asked:
    """One page under one filter. `subjects` are the branches that are set side by side; the first one's profile is
    opened."""

    page: str
    tier: str
    year: int
    subjects: tuple[str, ...] = ()


def differing(one: Figures, other: Figures) -> list[str]:
    """One sentence for each number that is not the same; sums may differ in their last digits."""
    told = [f"{name}: only one side has it" for name in sorted(one.keys() ^ other.keys())]
    for name in sorted(one.keys() & other.keys()):
        if not math.isclose(one[name], other[name], rel_tol=1e-9, abs_tol=1e-9):
            told.append(f"{name}: {one[name]!r} is not {other[name]!r}")
    return told


def numbered(name: str, values: list[float]) -> Figures:
    """Values in order, named by their place."""
    return {f"{name} {place}": float(value) for place, value in enumerate(values, start=1)}
