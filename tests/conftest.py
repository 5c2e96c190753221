"""Holds what tests of every room share: one build of the published data, its read model, the folders."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from comparison.warehouse import Warehouse, open_warehouse

ROOT = Path(__file__).resolve().parents[1]
# Targets are judged at this date, so that results stay the same whenever the tests run.
AS_OF = "2026-11-21"
BuiltOnce = Callable[[str, Callable[[Path], object]], Path]

# Derandomised everywhere that others wait for the result: a red run must be red again when repeated.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile("fuzz", deadline=None, max_examples=20_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


# What waits for browsers and servers, and what computes longest; each first in its half of the run.
WAITING = ("journeys",)
LONGEST = ("test_torture.py", "test_restated.py", "test_template_beside.py", "test_build.py", "test_damaged.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests before short ones, so that two workers that share the list in halves end together.

    One half begins with the tests in browsers, so that one worker has the browser and the server for itself and the
    other one computes meanwhile; what is left at the end, to be shared out anew, is short.
    """
    waiting = [item for item in items if item.path.parent.name in WAITING]
    longest = [item for item in items if item.path.name in LONGEST]
    set_apart = {id(item) for item in (*waiting, *longest)}
    short = [item for item in items if id(item) not in set_apart]
    middle = max(0, len(items) // 2 - len(waiting))
    items[:] = [*waiting, *short[:middle], *longest, *short[middle:]]


@dataclass(frozen=True)
class Published:
    """Where the published figures and the catalogue lie in the project."""

    folder: Path = ROOT / "data" / "published"
    seeds: Path = ROOT / "data" / "published" / "seeds"
    press: Path = ROOT / "data" / "published" / "press"
    catalog: Path = ROOT / "data" / "catalog"


@pytest.fixture(scope="session")
def published() -> Published:
    """The folders of real figures that the product ships."""
    return Published()


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The folder of facts beside the project; without it the tests that compare are skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of facts does not stand beside this copy of the project")
    return folder


def build(folder: Path) -> None:
    """Build the published data into `folder` with the command that everyone uses."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--as-of", AS_OF],
        cwd=ROOT,
        env={**os.environ, "UNION_WAREHOUSE": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"python -m etl build ended with {done.returncode}:\n{done.stdout}{done.stderr}")


@pytest.fixture(scope="session", autouse=True)
def no_private_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the snapshot that a developer happens to have built."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNION_WAREHOUSE", str(tmp_path_factory.mktemp("no-snapshot")))
        # What was handed in stands beside each warehouse, unless it is named.
        patch.delenv("UNION_HANDED_IN", raising=False)
        yield


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> BuiltOnce:
    """Call it with a name and what builds a snapshot into a folder: done once per run, the folder shared by all."""
    base = tmp_path_factory.getbasetemp()
    # With xdist each worker has a folder of its own inside the one that the run has.
    root = base if worker_id == "master" else base.parent

    def built(name: str, into: Callable[[Path], object]) -> Path:
        with FileLock(root / f"{name}.lock"):
            if not (root / name / "current.json").exists():
                into(root / name)
        return root / name

    return built


@pytest.fixture(scope="session")
def snapshot_folder(built_once: BuiltOnce, no_private_warehouse: None) -> Iterator[Path]:
    """A folder with one snapshot of the published data."""
    folder = built_once("warehouse", build)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UNION_WAREHOUSE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def warehouse(snapshot_folder: Path) -> Iterator[Warehouse]:
    """The read model, opened on the snapshot of the run."""
    opened = open_warehouse()
    yield opened
    opened.connection.close()
