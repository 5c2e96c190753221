"""Times and what is said of many of them: median, 95th percentile, count; and processes with their peak memory."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from scripts.bench.settings import ROOT

T = TypeVar("T")


class Failed(RuntimeError):
    """A measured process did not do its work; the message holds the end of what it printed."""


@dataclass(frozen=True)
class Finished:
    """A process that ended well: seconds of wall time, bytes of memory at its peak, what it wrote to its output."""

    seconds: float
    peak_bytes: int
    output: str


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds a piece of work takes, and what it gives."""
    begun = time.perf_counter()
    made = work()
    return (time.perf_counter() - begun) * 1000, made


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that at least `share` of them do not exceed. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing was measured")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def median(values: Iterable[float]) -> float:
    """The middle of the values, between the two middle ones where their number is even. Raises ValueError for none."""
    there = sorted(values)
    if not there:
        raise ValueError("nothing was measured")
    middle = len(there) // 2
    return there[middle] if len(there) % 2 else (there[middle - 1] + there[middle]) / 2


def summary(milliseconds: Sequence[float]) -> dict[str, Any]:
    """Median, 95th percentile and number of measurements, in milliseconds."""
    return {
        "median_ms": round(median(milliseconds), 2),
        "p95_ms": round(quantile(milliseconds, 0.95), 2),
        "n": len(milliseconds),
    }


def run(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> Finished:
    """Run Python with these arguments to its end in the project's folder. Raises Failed where it exits otherwise."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        printed = output.read().decode("utf-8", errors="replace")
        if process.returncode:
            said = errors.read().decode("utf-8", errors="replace")
            raise Failed(f"{' '.join(arguments)} ended with {process.returncode}:\n{(printed + said)[-4000:]}")
    # Linux counts in kilobytes.
    return Finished(seconds, used.ru_maxrss * 1024, printed)
