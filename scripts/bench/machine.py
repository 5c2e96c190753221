"""On what a run was made: cores, memory, versions, date, and the state of the project."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scripts.bench.settings import ROOT

PACKAGES = ("streamlit", "duckdb", "pandas", "plotly", "pyarrow")


def described() -> dict[str, Any]:
    """The machine and the versions, as they go into the results."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "commit": _commit(),
        # What else ran on the machine shows here: with no other load this is near nought when a run begins.
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def _commit() -> str:
    asked = ["git", "describe", "--always", "--dirty"]
    try:
        said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "unknown"
    return said.stdout.strip() or "unknown"


def resident_bytes(process_id: int) -> tuple[int, int]:
    """Memory a process holds now and held at most."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii", errors="replace").splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    now, peak = (int(fields[name].split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak
