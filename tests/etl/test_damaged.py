"""Damaged inputs by the hundred: each is refused or read, nothing breaks or hangs, and every row is accounted for."""

from __future__ import annotations

import hashlib
import itertools
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.etl import damage
from tests.etl.damage import Damaged
from tests.etl.facts import build_folder, write_folder
from tests.etl.properties import holds_for_csv_template, holds_for_fact_file, holds_for_workbook

# A single damaged file may not keep a build waiting; the largest of these are read in a second or two.
MOST_SECONDS = 20
SOURCES: dict[str, Callable[[], Iterator[Damaged]]] = {
    "workbooks": damage.workbooks,
    "fact_files": damage.fact_files,
    "csv_templates": damage.csv_templates,
}


def read(damaged: Damaged, path: Path) -> None:
    path = path.with_suffix(damaged.ending)
    path.write_bytes(damaged.content)
    if damaged.kind:
        holds_for_fact_file(path, damaged.kind)
    elif damaged.ending == ".csv":
        holds_for_csv_template(path)
    else:
        holds_for_workbook(path)


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("source", SOURCES)
def test_each_damaged_input_is_refused_or_read_and_every_row_accounted_for(
    source: str, part: int, tmp_path: Path
) -> None:
    seen = 0
    for damaged in itertools.islice(SOURCES[source](), part, None, 4):
        begun = time.perf_counter()
        try:
            read(damaged, tmp_path / "input")
        except BaseException as problem:
            problem.add_note(f"while reading: {damaged.what}")
            raise
        assert time.perf_counter() - begun < MOST_SECONDS, damaged.what
        seen += 1
    assert seen > 5


def test_there_are_more_than_four_hundred_of_them_and_the_same_ones_each_time() -> None:
    for make in SOURCES.values():
        once, again = ([hashlib.sha256(one.content).hexdigest() for one in make()] for _ in range(2))
        assert once == again
    assert sum(1 for make in SOURCES.values() for _ in make()) > 400


def test_a_folder_of_damaged_files_is_built_with_every_file_and_row_in_its_account(tmp_path: Path) -> None:
    """Through the process that reads workbooks, and through every check of a build."""
    folder = write_folder(tmp_path / "in")
    chosen = [*itertools.islice(damage.workbooks(), 2, None, 30), *itertools.islice(damage.csv_templates(), 0, None, 4)]
    for number, damaged in enumerate(chosen):
        (folder / f"{number:02}{damaged.ending}").write_bytes(damaged.content)
    others = []
    for what in ("bytes changed", "two separators", "a NUL within", "rows too long", "huge numbers", "columns swapped"):
        others.append(tmp_path / what)
        others[-1].mkdir()
        for damaged in damage.fact_files():
            if damaged.what.endswith(what):
                (others[-1] / f"{damaged.kind}.csv").write_bytes(damaged.content)
    result = build_folder(folder, *others)
    assert result.rows_in == result.rows_accepted + result.rows_rejected
    assert (result.inputs["rows_in"] == result.inputs["rows_accepted"] + result.inputs["rows_rejected"]).all()
    assert len(result.rejects) == result.rows_rejected
    told = set(result.inputs["file"])
    not_read = " ".join(result.findings.loc[result.findings["rule"] == "file_not_read", "message_vi"])
    for path in (path for place in (folder, *others) for path in place.iterdir()):
        assert f"{path.parent.name}/{path.name}" in told or path.name in not_read, path.name


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell the peak of a process")
def test_no_damaged_input_takes_a_gigabyte_of_memory(tmp_path: Path) -> None:
    """The largest ones, in a process that tells how much it has used; those that read workbooks may not have more."""
    script = (
        "import sys; from pathlib import Path\n"
        "from etl.guards import Unreadable; from etl.workbook.cells import read_cells\n"
        "from tests.etl import test_damaged\n"
        "path = Path(sys.argv[1]) / 'input'\n"
        "for make in test_damaged.SOURCES.values():\n"
        "    for one in make():\n"
        "        if len(one.content) > 100_000 or 'long text' in one.what or 'bomb' in one.what:\n"
        "            if one.ending == '.csv':\n"
        "                test_damaged.read(one, path)\n"
        "                continue\n"
        "            path.write_bytes(one.content)\n"
        "            try:\n"
        "                read_cells(path)\n"
        "            except Unreadable:\n"
        "                pass\n"
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 1_000_000
