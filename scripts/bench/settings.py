"""What a run of the benchmark is asked to do: which parts, of which size, how often, where it works."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NATIONAL_BRANCHES = 126_000
PARTS = {
    "a": "build",
    "b": "questions",
    "c": "reruns",
    "d": "clicks",
    "e": "sessions",
    "f": "growth",
}
TIERS = ("grassroots", "provincial_federation")


def work_folder() -> Path:
    """Where facts, snapshots and copies lie between runs: `UNION_BENCH`, else a folder among the temporary ones."""
    return Path(os.environ.get("UNION_BENCH") or Path(tempfile.gettempdir()) / "union-bench")


@dataclass(frozen=True)
class Settings:
    """One run. `size` is a share of the country; `seconds` is how long each number of sessions browses, `think` the
    longest pause between two actions of one of them."""

    parts: tuple[str, ...] = tuple(PARTS)
    size: float = 1.0
    seed: int = 1
    years: int = 10
    repeats: int = 3
    clicks: int = 15
    sessions: tuple[int, ...] = (1, 10, 50, 100)
    seconds: float = 30.0
    think: float = 8.0
    sizes: tuple[float, ...] = (0.01, 0.1, 1.0, 3.0)
    pages: tuple[str, ...] = ()
    folder: Path = field(default_factory=work_folder)


def branches(size: float) -> int:
    """Grassroots branches of a country of that size."""
    return max(1, round(NATIONAL_BRANCHES * size))
