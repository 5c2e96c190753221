"""Torments builds while readers in other processes keep asking, as `make torture`; what is served must stay whole.

Builds are killed at random moments, run out of disk, are given folders that cannot be read, run two at once, and live
through a clock that goes back. After every event the served snapshot is compared with the two data sets there are, and
the next build must work and leave nothing behind. Ends with exit code 1 where anything of it did not hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from comparison import options, sources, values
from comparison.warehouse import current_snapshot, open_warehouse
from etl import build as building
from etl import publishing
from etl.handed_in import one_at_a_time, settle

AS_OF = datetime(2026, 11, 21)
COMMAND = [sys.executable, "-m", "etl", "build", "--as-of", f"{AS_OF:%Y-%m-%d}"]
BRANCHES = 60
OTHERS = ("fill_disk", "unreadable", "at_once", "turn_clock_back")
# Between two questions of a reader, so that builds get a share of the machine too.
PAUSE_SECONDS = 0.1


@dataclass
class Report:
    """What was done and what came of it; `wrong` holds a sentence for everything that did not hold."""

    kills: int = 0
    kills_before_publishing: int = 0
    kills_that_left_drafts: int = 0
    disk_full: int = 0
    unreadable: int = 0
    builds_at_once: int = 0
    clock_back: int = 0
    next_builds: int = 0
    requests: int = 0
    failed_requests: int = 0
    slowest_request_ms: float = 0
    snapshots_seen: int = 0
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)


def write_facts(folder: Path, branches: int, first: int) -> Path:
    """A folder of fact files: one head count for each of so many branches, counting up from `first`."""
    from etl.fact_format import FORMATS

    said: dict[str, list[dict[str, Any]]] = {file_format.kind: [] for file_format in FORMATS}
    said["sources"] = [{"source_id": "s1", "publisher": "Công đoàn", "title": "Báo cáo", "published_on": "2025-01-31"}]
    for number in range(branches):
        branch = {"branch_id": f"b{number}", "source_id": "s1"}
        name = {"name_vi": f"Công đoàn cơ sở {number}", "tier": "grassroots", "sector": "health", "province": "Hà Nội"}
        said["branches"].append(branch | name)
        period = {"period_kind": "year", "period_start": "2024-01-01", "period_end": "2024-12-31", "part": 1}
        figure = {"metric_id": "members_total", "value": first + number, "qualifier": "exact", "status": "reported"}
        said["observations"].append(branch | period | figure)
    folder.mkdir(parents=True)
    for file_format in FORMATS:
        if said[file_format.kind] or not file_format.may_be_absent:
            lines = [",".join(str(row.get(c, "")) for c in file_format.columns) for row in said[file_format.kind]]
            text = "\n".join([",".join(file_format.columns), *lines]) + "\n"
            (folder / file_format.file_name).write_text(text, encoding="utf-8")
    return folder


def figures_of(warehouse: Path) -> tuple[int, float, int]:
    """Of the snapshot that is served: its figures, their sum, and the rows that its account says were accepted.

    Asked as the dashboard asks; raises where any of it cannot be answered or contradicts itself.
    """
    opened = open_warehouse(current_snapshot(warehouse))
    try:
        info = sources.snapshot_info(opened)
        total = values.total(opened, options.default_view(opened), "members_total")
        ((count, summed),) = opened.rows("select count(*), sum(value) from figure where metric_id = 'members_total'")
    finally:
        opened.connection.close()
    if info["rows_in"] != info["rows_accepted"] + info["rows_rejected"]:
        raise ValueError(f"rows do not add up: {info}")
    if total.amount is None or total.amount.value != float(summed):
        raise ValueError(f"the total {total.amount} is not the sum {summed}")
    return int(count), float(summed), int(info["rows_accepted"])


def read_on(warehouse: Path, stop: Path, known: list[list[float]]) -> dict[str, Any]:
    """Ask until `stop` is there; how often, what failed, the slowest answer in ms, and the snapshots seen."""
    requests, failed, slowest, seen = 0, [], 0.0, set()
    while not stop.exists():
        begun = time.perf_counter()
        try:
            seen.add(current_snapshot(warehouse).name)
            answer = list(figures_of(warehouse))
            if answer not in known:
                failed.append(f"neither of the two data sets: {answer}")
        except Exception as problem:
            failed.append(f"{type(problem).__name__}: {problem}")
        requests += 1
        slowest = max(slowest, (time.perf_counter() - begun) * 1000)
        time.sleep(PAUSE_SECONDS)
    return {"requests": requests, "failed": failed, "slowest": slowest, "seen": sorted(seen)}


class Torture:
    """One warehouse, two data sets that replace each other, and what is done to the builds of it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random, self.report = folder, random.Random(seed), Report()
        self.warehouse = folder / "warehouse"
        self.sets = [write_facts(folder / "one", BRANCHES, 100), write_facts(folder / "two", BRANCHES + 30, 5_000)]
        self.known: list[tuple[int, float, int]] = []
        self.turn = 0
        self.build_seconds = self.writing_seconds = 0.0
        for facts in self.sets:
            self.watch_build(facts)
            self.known.append(figures_of(self.warehouse))
        if self.known[0] == self.known[1]:
            raise AssertionError("the two data sets cannot be told apart")

    def watch_build(self, facts: Path) -> None:
        """Build undisturbed, to know how long it takes and how long its files lie about unfinished."""
        self.warehouse.mkdir(exist_ok=True)
        begun = time.perf_counter()
        process = self.start(facts)
        while process.poll() is None and not self.leftovers():
            time.sleep(0.001)
        wrote = time.perf_counter()
        process.wait()
        ended = time.perf_counter()
        self.build_seconds = max(self.build_seconds, ended - begun)
        self.writing_seconds = max(self.writing_seconds, ended - wrote)

    def start(self, facts: Path, **options: Any) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "UNION_WAREHOUSE": str(self.warehouse)}
        return subprocess.Popen(
            [*COMMAND, str(facts)], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options,
        )  # fmt: skip

    def run(self, facts: Path, **options: Any) -> int:
        return self.start(facts, **options).wait()

    def other(self) -> Path:
        """The data set that is not being served, as far as is known: every build is to change everything."""
        self.turn += 1
        return self.sets[self.turn % 2]

    def look(self, after: str) -> None:
        """The served snapshot is one of the two, whole."""
        try:
            served = figures_of(self.warehouse)
        except Exception as problem:
            self.report.wrong.append(f"after {after}: {type(problem).__name__}: {problem}")
            return
        if served not in self.known:
            self.report.wrong.append(f"after {after}: neither of the two data sets: {served}")

    def next_build(self, after: str, clock: datetime | None = None) -> None:
        """The next build works, is served, and leaves nothing behind; as the command does it, in this process."""
        facts = self.other()
        known, now = self.known[self.sets.index(facts)], building._now
        try:
            if clock is not None:
                building._now = lambda: clock
            with one_at_a_time(self.warehouse, wait=True):
                settle(self.warehouse)
                made = building.build([facts], warehouse=self.warehouse, as_of=AS_OF.date())
        except Exception as problem:
            self.report.wrong.append(f"the build after {after}: {type(problem).__name__}: {problem}")
            return
        finally:
            building._now = now
        self.report.next_builds += 1
        if current_snapshot(self.warehouse) != made.snapshot or figures_of(self.warehouse) != known:
            self.report.wrong.append(f"the build after {after} is not what is served")
        if publishing.snapshots(self.warehouse)[-1] != made.snapshot:
            self.report.wrong.append(f"the build after {after} is not the latest by name")
        if left := self.leftovers():
            self.report.wrong.append(f"the build after {after} left {left}")

    def leftovers(self) -> list[str]:
        allowed = {publishing.POINTER, ".publishing.lock"}
        return [p.name for p in self.warehouse.iterdir() if p.name not in allowed and not p.name[0].isdigit()]

    def kill(self) -> None:
        """A build ended by force: every other one at any moment, the others while it writes or publishes."""
        before = current_snapshot(self.warehouse)
        process = self.start(self.other())
        begun = time.perf_counter()
        share = self.random.uniform(0, 1.05)
        moment = share * self.build_seconds
        if self.report.kills % 2:
            while process.poll() is None and not self.leftovers():
                time.sleep(0.001)
            moment = share * self.writing_seconds
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        moment = time.perf_counter() - begun
        self.report.kills += 1
        self.report.kills_before_publishing += current_snapshot(self.warehouse) == before
        self.report.kills_that_left_drafts += bool(self.leftovers())
        self.look(f"a kill after {moment:.3f} s")
        self.next_build(f"a kill after {moment:.3f} s")

    def fill_disk(self) -> None:
        """A build whose files may not grow beyond a random size, as on a full disk: it fails, and nothing changes."""
        served = current_snapshot(self.warehouse)
        most = self.random.randrange(served.stat().st_size)

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        code = self.run(self.other(), preexec_fn=limit)
        self.report.disk_full += 1
        if code == 0 or current_snapshot(self.warehouse) != served:
            self.report.wrong.append(f"with room for {most} bytes a build ended with {code}")
        self.look("a full disk")
        self.next_build("a full disk")

    def fill_file_system(self) -> None:
        """The same on a small file system of its own, where the machine lets us have one: readers stay on the other."""
        small = self.folder / "small"
        with small_file_system(small) as is_there:
            if not is_there:
                return
            here = Torture.__new__(Torture)
            here.__dict__ |= self.__dict__ | {"warehouse": small / "warehouse"}
            here.next_build("an empty file system")
            (small / "ballast").write_bytes(bytes(free_bytes(small) - 300_000))
            served = current_snapshot(here.warehouse)
            code = here.run(here.other())
            self.report.disk_full += 1
            if code == 0 or current_snapshot(here.warehouse) != served:
                self.report.wrong.append(f"on a full file system a build ended with {code}")
            here.look("a full file system")
            (small / "ballast").unlink()
            here.next_build("a full file system")

    def unreadable(self) -> None:
        """Folders that are missing, are files, or hold what cannot be opened."""
        served = current_snapshot(self.warehouse)
        holds = self.folder / "holds-a-folder"
        (holds / "observations.csv").mkdir(parents=True, exist_ok=True)
        for folder in (self.folder / "nowhere", self.sets[0] / "sources.csv", holds):
            code = self.run(folder)
            self.report.unreadable += 1
            if code == 0 or current_snapshot(self.warehouse) != served:
                self.report.wrong.append(f"a build of {folder.name} ended with {code}")
            self.look("a folder that cannot be read")
        self.next_build("a folder that cannot be read")

    def at_once(self, how_many: int = 2) -> None:
        """Builds started at one moment: all of them work, one after the other."""
        processes = [self.start(self.sets[number % 2]) for number in range(how_many)]
        codes = [process.wait() for process in processes]
        self.report.builds_at_once += how_many
        if any(codes):
            self.report.wrong.append(f"{how_many} builds at once ended with {codes}")
        self.look("builds at once")
        self.next_build("builds at once")

    def turn_clock_back(self) -> None:
        """A build on a day long before the latest snapshot: it is served, and sorts after it."""
        self.report.clock_back += 1
        self.next_build("a clock gone back", clock=datetime(2001, 2, 3) + timedelta(days=self.report.clock_back))


def free_bytes(folder: Path) -> int:
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize


@contextmanager
def small_file_system(folder: Path) -> Iterator[bool]:
    """A file system of 16 megabytes in memory, at `folder`; False where this user may not mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def readers(torture: Torture, how_many: int) -> Iterator[None]:
    """Processes that keep asking for as long as the block runs; what they saw goes into the report."""
    stop, asked = torture.folder / "stop", torture.folder / "asked.json"
    asked.write_text(json.dumps(torture.known), encoding="utf-8")
    command = [sys.executable, __file__, "--reader", str(torture.warehouse), str(stop), str(asked)]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(how_many)]
    try:
        yield
    finally:
        stop.touch()
        seen: set[str] = set()
        for process in running:
            said, _ = process.communicate(timeout=60)
            told = json.loads(said)
            torture.report.requests += told["requests"]
            torture.report.failed_requests += len(told["failed"])
            torture.report.wrong += [f"a reader: {text}" for text in told["failed"][:5]]
            torture.report.slowest_request_ms = max(torture.report.slowest_request_ms, told["slowest"])
            seen |= set(told["seen"])
        torture.report.snapshots_seen = len(seen)


def torment(folder: Path, *, kills: int, others: Sequence[str], how_many_readers: int, seed: int = 1) -> Report:
    """Do it all inside `folder`: so many kills, and between them the others (names of events, as often as named)."""
    begun = time.perf_counter()
    torture = Torture(folder, seed)
    events = [torture.kill] * kills + [getattr(torture, name) for name in others]
    torture.random.shuffle(events)
    with readers(torture, how_many_readers):
        for event in events:
            event()
    torture.report.seconds = time.perf_counter() - begun
    return torture.report


def main() -> int:
    """Print the report as one line for each number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--others", type=int, default=5, help="how often each of the other events happens")
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reader", nargs=3, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.reader:
        warehouse, stop, known = asked.reader
        print(json.dumps(read_on(warehouse, stop, json.loads(known.read_text(encoding="utf-8")))))
        return 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        report = torment(
            Path(folder),
            kills=asked.kills,
            others=["fill_file_system", *(OTHERS * asked.others)],
            how_many_readers=asked.readers,
            seed=asked.seed,
        )
    for name, value in vars(report).items():
        shown = f"{value:,.1f}" if isinstance(value, float) else value
        print(f"{name.replace('_', ' '):<28}{shown if name != 'wrong' else len(report.wrong)}")
    for sentence in report.wrong:
        print(sentence)
    return int(bool(report.wrong or report.failed_requests))


if __name__ == "__main__":
    sys.exit(main())
