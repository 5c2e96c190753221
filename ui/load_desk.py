"""The steward's desk of one session: uploads kept in a private folder, work done by `python -m etl.desk` beside it.

Loading runs as a process of its own, so that it holds up no reader and its end is not the dashboard's. Nothing here is
done for a session that may not load figures: every start asks ui/access.py again.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import streamlit as st

from ui.access import require_steward

ROOT = Path(__file__).resolve().parents[1]
KEY = "_load_desk"
ENDINGS = ("xlsx", "xlsm", "xls", "csv")
MOST_SECONDS = 900.0
DAY = 24 * 3600.0
PREFIX = "union-load-"
Answer = dict[str, Any]
log = logging.getLogger(__name__)


@dataclass
class Job:
    """One task under way: its process and the folder of its request, its steps and its answer."""

    task: str
    folder: Path
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)

    def is_running(self) -> bool:
        """Whether the process is at work; one that takes too long is ended."""
        if self.process.poll() is not None:
            return False
        if self.seconds() > MOST_SECONDS:
            self.process.kill()
            self.process.wait()
            return False
        return True

    def seconds(self) -> float:
        """How long it has been at work."""
        return time.monotonic() - self.started

    def steps(self) -> list[str]:
        """The steps told so far, each once."""
        text = (self.folder / "steps.txt").read_text(encoding="utf-8", errors="replace")
        return [line for line in text.splitlines() if line]

    def answer(self) -> Answer:
        """What came of it: the answer, or {"problem": "broken"} where the process ended without one."""
        try:
            return dict(json.loads((self.folder / "answer.json").read_text(encoding="utf-8")))
        except FileNotFoundError:
            said = (self.folder / "errors.txt").read_text(encoding="utf-8", errors="replace")
            log.error("task %s ended with %s: %s", self.task, self.process.returncode, said[-4000:])
            return {"problem": "broken", "detail": ""}

    def frame(self, name: str) -> pd.DataFrame:
        """One of the tables of the answer, empty where it has none."""
        path = self.folder / f"{name}.parquet"
        return pd.read_parquet(path) if path.is_file() else pd.DataFrame()


@dataclass
class Desk:
    """What a steward has before them: the files, the check of them, and what is under way. Gone with the session, but
    for what was checked and not published (see LEFT)."""

    folder: Path
    job: Job | None = None
    checked: Job | None = None
    answer: Answer = field(default_factory=dict)
    files: list[tuple[str, str]] = field(default_factory=list)
    problem: Answer = field(default_factory=dict)
    done: Answer = field(default_factory=dict)
    template: Job | None = None
    template_for: Answer = field(default_factory=dict)
    round: int = 0

    def __post_init__(self) -> None:
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def keep(self, uploads: Sequence[tuple[str, bytes]]) -> None:
        """Write uploads under names of our own; the names they came with stay text beside them."""
        require_steward()
        self.files = []
        for name, content in uploads:
            ending = next((e for e in ENDINGS if name.lower().endswith(f".{e}")), "bin")
            path = self.folder / f"{uuid4().hex}.{ending}"
            path.write_bytes(content)
            self.files.append((str(path), name))

    def start(self, task: str, **request: Any) -> None:
        """Begin a task, one at a time; refused for whoever may not load figures."""
        require_steward()
        if self.job is not None and self.job.is_running():
            return
        self.problem, self.done = {}, {}
        if task == "template":
            self.template, self.template_for = None, request
        self.job = begin(self.folder, task, request)

    def collect(self) -> None:
        """Take up what the task under way has come to, once it has ended."""
        job = self.job
        if job is None or job.is_running():
            return
        self.job = None
        answer = job.answer()
        if "problem" in answer:
            self.problem = {**answer, "task": job.task}
        elif job.task == "check":
            self.checked, self.answer = job, answer
        elif job.task == "template":
            self.template = job
        elif job.task == "take_back":
            # What was looked at rests on a snapshot that is not served any more.
            self.drop_check()
            self.done = {**answer, "task": job.task}
        else:
            self.clear()
            self.done = {**answer, "task": job.task}

    def drop_check(self) -> None:
        """Put the check away, its draft included; nobody must be looking at that any more."""
        if self.checked is not None:
            shutil.rmtree(self.checked.folder, ignore_errors=True)
        self.checked, self.answer = None, {}

    def clear(self) -> None:
        """Put the files and their check away, and offer an empty tray for others."""
        self.drop_check()
        self.files, self.problem, self.done = [], {}, {}
        self.round += 1


def begin(folder: Path, task: str, request: Answer) -> Job:
    """Start a task in a new folder inside `folder`."""
    place = folder / uuid4().hex
    place.mkdir()
    (place / "request.json").write_text(json.dumps({"task": task, **request}), encoding="utf-8")
    with (place / "steps.txt").open("wb") as steps, (place / "errors.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "etl.desk", str(place)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=steps,
            stderr=errors,
        )
    return Job(task, place, process)


def waited_for(folder: Path, task: str, **request: Any) -> Job:
    """A short task, done before this returns."""
    job = begin(folder, task, request)
    while job.is_running():
        try:
            job.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    return job


# By steward ("": whoever sits at this machine) the desk whose files were checked last. It outlives its session for a
# day: a link or an address opened in the same tab begins another one, and the work would be gone.
LEFT: dict[str, Desk] = {}


def desk() -> Desk:
    """The desk of this session, made when it is first asked for."""
    who = require_steward()
    there = st.session_state.get(KEY)
    if not isinstance(there, Desk):
        _sweep()
        there = Desk(Path(tempfile.mkdtemp(prefix=_own_prefix())))
        st.session_state[KEY] = there
    there.collect()
    if there.checked is not None:
        LEFT[who.email] = there
    return there


def left_behind() -> Desk | None:
    """What this steward checked in another session and neither published nor put away; None where there is nothing."""
    there = LEFT.get(require_steward().email)
    if there is None or there is st.session_state.get(KEY):
        return None
    checked = there.checked
    return there if checked is not None and checked.seconds() < DAY and checked.folder.is_dir() else None


def take_up() -> None:
    """Go on in this session with what the steward left in another one."""
    if (there := left_behind()) is not None:
        st.session_state[KEY] = there


def clear_all() -> None:
    """Remove the folders of all desks of this server, when it ends: a signal ends it without any other goodbye."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_own_prefix()}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _own_prefix() -> str:
    return f"{PREFIX}{os.getpid()}-"


def _sweep() -> None:
    """Remove what servers that were killed have left: folders that nobody has touched for a day."""
    limit = time.time() - DAY
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            is_old = folder.is_dir() and not folder.is_symlink() and folder.stat().st_mtime < limit
        except OSError:
            continue
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)
