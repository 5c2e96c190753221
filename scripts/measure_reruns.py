"""Measures how long the server takes to run each page again, as after a change of a filter."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from streamlit.testing.v1 import AppTest

ENTRY = ROOT / "ui" / "main.py"


def timed(app: AppTest) -> float:
    """Milliseconds of one run."""
    begun = time.perf_counter()
    app.run()
    return (time.perf_counter() - begun) * 1000


def measure(page: Path, times: int) -> tuple[float, float, list[float], int]:
    """Opening a session, the page's first run in it, its reruns, and how many exceptions it showed."""
    app = AppTest.from_file(str(ENTRY), default_timeout=60)
    # Pages are known only after the entry has run; where this one is the default, it has now run too.
    opened = timed(app)
    app.switch_page(str(page))
    first = timed(app)
    return opened, first, [timed(app) for _ in range(times)], len(app.exception)


def main() -> int:
    """Print one line for each page; 1 where a page shows an exception or is slower than the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="reruns for each page")
    parser.add_argument("--limit", type=float, help="fail where a median is above this many milliseconds")
    asked = parser.parse_args()
    failed = False
    print(f"{'page':<16}{'session ms':>12}{'first ms':>10}{'median ms':>11}{'slowest ms':>12}  exceptions")
    for page in sorted((ROOT / "pages").glob("[!_]*.py")):
        opened, first, reruns, exceptions = measure(page, asked.times)
        median = statistics.median(reruns)
        print(f"{page.stem:<16}{opened:>12.0f}{first:>10.0f}{median:>11.1f}{max(reruns):>12.1f}  {exceptions or '-'}")
        failed = failed or bool(exceptions) or (asked.limit is not None and median > asked.limit)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
