"""One process that opens one page as a session, changes its filters one by one, and prints each run's time as JSON."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scripts.bench import timing
from scripts.bench.settings import ROOT

ENTRY = ROOT / "ui" / "main.py"
# No change of a filter: the page runs once more, as after a click on something else.
AGAIN = "again"
EMPTY = Path(__file__).with_name("empty_page.py")


@dataclass(frozen=True)
class Change:
    """One step of a reader: the filter, its new value (a list for provinces), and whether its answers are new."""

    filter: str
    value: str | list[str]
    is_new: bool = True


@dataclass(frozen=True)
class Run:
    """One run of the page: milliseconds of the script, of its questions to the snapshot, and how many those were."""

    filter: str
    is_new: bool
    ms: float
    questions_ms: float
    asked: int


class PageFailed(RuntimeError):
    """A page showed an exception."""


def plan(years: list[int], provinces: list[str], rounds: int) -> list[Change]:
    """Rounds of six changes from the first year on, each beginning and ending with every grassroots branch; then the
    last view again, whose answers are kept."""
    changes: list[Change] = []
    rounds = min(rounds, (len(years) - 1) // 2)
    for turn in range(rounds):
        first, second = str(years[2 * turn + 1]), str(years[2 * turn + 2])
        changes += [
            Change("nam", first),
            Change("tinh", [provinces[turn % len(provinces)]]),
            Change("nam", second),
            Change("cap", "upper_direct"),
            Change("tinh", []),
            Change("cap", "grassroots"),
        ]
    return changes + [Change(AGAIN, "", is_new=False)] * 2 * rounds


def measure(page: str, changes: list[Change], start: dict[str, str]) -> dict[str, Any]:
    """The page's run under the starting address with nothing kept and the snapshot opened anew, then its runs."""
    import streamlit as st
    from streamlit.testing.v1 import AppTest

    from scripts.bench.recorder import Recorder

    logging.disable(logging.WARNING)
    recorder = Recorder().install()
    app = AppTest.from_file(str(ENTRY), default_timeout=600)
    app.run()
    app.switch_page(str(ROOT / "pages" / f"{page}.py"))
    app.run()
    for name, value in start.items():
        app.query_params[name] = value
    app.run()
    # From here on the choices of the session speak, as after a click in the menu; the address would undo each change.
    app.query_params.clear()
    # New connection, nothing kept; modules are loaded, as they are on a server that has had its first reader.
    recorder.forget()
    st.cache_resource.clear()
    runs = [_run(app, recorder, Change("open", ""), page)]
    for change in changes:
        if change.filter != AGAIN:
            _set(app, change.filter, change.value)
        runs.append(_run(app, recorder, change, page))
    return {"runs": [asdict(run) for run in runs]}


def measure_empty(years: list[int]) -> dict[str, Any]:
    """The same for the least page there can be."""
    from streamlit.testing.v1 import AppTest

    logging.disable(logging.WARNING)
    app = AppTest.from_file(str(EMPTY), default_timeout=60)
    app.run()
    runs = []
    for year in years:
        _set(app, "nam", str(year))
        runs.append(Run("nam", True, timing.timed(app.run)[0], 0.0, 0))
    return {"runs": [asdict(run) for run in runs]}


def _set(app: Any, name: str, value: str | list[str]) -> None:
    key = f"loc_{name}"
    (app.multiselect if isinstance(value, list) else app.selectbox)(key=key).set_value(value)


def _run(app: Any, recorder: Any, change: Change, page: str) -> Run:
    recorder.begin()
    milliseconds, _ = timing.timed(app.run)
    if len(app.exception):
        raise PageFailed(f"{page} after {change}: {app.exception[0].message}")
    return Run(change.filter, change.is_new, milliseconds, recorder.milliseconds, recorder.asked)


def main() -> None:
    """Print the runs of one page as one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", help="a file of pages/ without its ending, or `empty`")
    parser.add_argument("--changes", default="[]", help="JSON: a list of filter, value, is_new")
    parser.add_argument("--start", default="{}", help="JSON: the parameters of the address it starts from")
    told = parser.parse_args()
    if told.page == "empty":
        print(json.dumps(measure_empty(list(range(2024, 2015, -1)) * 3)))
        return
    changes = [Change(**one) for one in json.loads(told.changes)]
    print(json.dumps(measure(told.page, changes, json.loads(told.start))))


if __name__ == "__main__":
    main()
