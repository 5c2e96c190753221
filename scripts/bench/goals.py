"""What was promised of speed, held against the results of a run: each goal, what was measured, whether it is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Goal:
    """One promise: which part measures it, in words, how its measure is taken, and how far it may go."""

    part: str
    text: str
    measure: Callable[[dict[str, Any]], float | None]
    limit: float
    at_least: bool = False

    def is_met(self, measured: float) -> bool:
        """Whether the measure stays within the limit."""
        return measured >= self.limit if self.at_least else measured <= self.limit


def _level(part: dict[str, Any], sessions: int) -> dict[str, Any] | None:
    return next((level for level in part["levels"] if level["sessions"] == sessions), None)


def _of_level(sessions: int, name: str) -> Callable[[dict[str, Any]], float | None]:
    def measure(part: dict[str, Any]) -> float | None:
        level = _level(part, sessions)
        return level["all"][name] if level and level["all"] else None

    return measure


def _faults(part: dict[str, Any]) -> float | None:
    level = _level(part, 50)
    return level["errors"] + level["wrong_answers"] if level else None


def _first_page(part: dict[str, Any]) -> float | None:
    firsts = [level["first_page"] for level in part["levels"]]
    return min((first["healthy_ms"] + first["first_run_ms"] for first in firsts), default=None)


def _growth(part: dict[str, Any]) -> float | None:
    told = []
    for page in part["growth"]:
        for size, before, times in zip(page["sizes"][1:], page["sizes"], page["rerun_times"], strict=False):
            if (before, size) == (0.1, 1.0):
                told.append(times)
    return max(told, default=None)


GOALS = (
    Goal("a", "build: times the bare COPY and sort", lambda part: part["times_bare"], 3.0),
    Goal(
        "b",
        "questions, warm: times the hand-written limit, worst page",
        lambda part: max((one["times_limit"]["warm"] for one in part["main"]), default=None),
        1.5,
    ),
    Goal(
        "b",
        "questions, warm: times faster than pandas, worst page",
        lambda part: min((one["times_faster_than_pandas"]["warm"] for one in part["main"]), default=None),
        10.0,
        at_least=True,
    ),
    Goal(
        "d",
        "click to redrawn chart, filter not seen before: times the peer's",
        lambda part: part["product"]["doan_vien"]["times_peer"]["new"],
        1.0,
    ),
    Goal("e", "10 sessions: median of a change, ms", _of_level(10, "median_ms"), 300.0),
    Goal("e", "10 sessions: 95th percentile, ms", _of_level(10, "p95_ms"), 600.0),
    Goal("e", "first page after a cold start of the process, ms", _first_page, 1500.0),
    Goal(
        "e",
        "memory of the server at its peak, MB",
        lambda part: max((level["memory_mb"]["peak"] for level in part["levels"]), default=None),
        2000.0,
    ),
    Goal("e", "50 sessions: errors and wrong answers", _faults, 0.0),
    Goal("f", "growth from a tenth to the country: times slower, worst page", _growth, 3.0),
)


def held(parts: dict[str, Any]) -> list[dict[str, Any]]:
    """Each goal that this run can speak of: text, measured, limit, at_least, met."""
    told = []
    for goal in GOALS:
        part = parts.get(goal.part)
        measured = goal.measure(part) if part and "failed" not in part else None
        if measured is not None:
            told.append(
                {
                    "goal": goal.text,
                    "measured": measured,
                    "limit": goal.limit,
                    "at_least": goal.at_least,
                    "met": goal.is_met(measured),
                }
            )
    return told
