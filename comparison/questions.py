"""What a reader can ask for: the filter of a screen as frozen, hashable values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Boundary = Literal["since_2025_07", "before_2025_07"]
Grain = Literal["year", "term"]
Basis = Literal["value", "per_member"]

TIERS = (
    "national",
    "central_sector",
    "provincial_federation",
    "upper_direct",
    "grassroots",
    "component",
)


@dataclass(frozen=True)
class Scope:
    """The branches an asker may see; `None` means every branch.

    The scope is part of every question and is applied inside the query, before any cache, chart or
    download (DESIGN.md 5.13). An empty set sees nothing.
    """

    branch_ids: frozenset[str] | None = None


EVERYTHING = Scope()


@dataclass(frozen=True)
class View:
    """One screen's filter: whose figures, where, of which period.

    `period` is a calendar year ("2025") when `grain` is year and a cycle ("XIII") when it is term. A view
    always names exactly one tier, because tiers are never added or ranked together (DESIGN.md 5.4).
    Empty tuples mean no restriction. `provinces` are names under `boundary`.
    """

    period: str
    grain: Grain = "year"
    tier: str = "provincial_federation"
    boundary: Boundary = "since_2025_07"
    provinces: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    branch_ids: tuple[str, ...] = ()
    scope: Scope = EVERYTHING

    def __post_init__(self) -> None:
        if self.tier not in TIERS:
            raise ValueError(f"unknown tier {self.tier!r}; expected one of {', '.join(TIERS)}")
        if self.grain == "year" and not (self.period.isdigit() and len(self.period) == 4):
            raise ValueError(f"a year has four digits, not {self.period!r}")
        if self.grain not in ("year", "term"):
            raise ValueError(f"grain is year or term, not {self.grain!r}")
        if self.boundary not in ("since_2025_07", "before_2025_07"):
            raise ValueError(f"unknown province boundary {self.boundary!r}")
