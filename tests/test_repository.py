"""Holds what the committed tree must and must not contain, and that the make targets are told of."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Put together here, because this file must not hold them either.
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted",
    "registry." + "npmjs",
    "deb." + "debian",
    "archive." + "ubuntu",
    "crates" + ".io",
    "proxy." + "golang",
]
# A folder at the root of somebody's machine; not one inside a web address or a longer path.
DEVELOPER_PATH = re.compile(r"(?<![\w.:/~%-])/(?:home|Users|root|work)/[\w.]")
# These explain the facts in sentences, which the project takes no copies of.
NOT_COPIED = {Path("README.md"), Path("seeds/NOTES.md")}


def tree() -> list[Path]:
    """Every file that is committed or would be with the next commit, as the disk has it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this copy of the project is not a git repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines(path: Path) -> list[tuple[int, str]]:
    text = path.read_bytes().decode("utf-8", errors="replace")
    return list(enumerate(text.splitlines(), start=1))


def test_no_registry_host_and_no_developer_path() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tree()
        for number, line in lines(path)
        if any(host in line for host in REGISTRY_HOSTS) or DEVELOPER_PATH.search(line)
    ]
    assert not found, f"a registry's host or a developer's path stands in {found}"


def test_the_search_for_paths_finds_them() -> None:
    for text in ("x = '/ho" + "me/an/x'", "cd /wo" + "rk/main", "(/ro" + "ot/.cache"):
        assert DEVELOPER_PATH.search(text)
    for text in ("https://congdoan.vn/ho" + "me/x", "a/wo" + "rk/b", "/workers/x", "/homepage"):
        assert not DEVELOPER_PATH.search(text)


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_pinned_hashed_and_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*--?(index|extra-index|find-links|i|f)\b|@ ", text, re.MULTILINE)
    entries = re.split(r"\n(?=[A-Za-z])", text.split("\n", 1)[1].strip())
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[\w.\[\]-]+==\S+", entry), entry[:80]
        assert "--hash=sha256:" in entry, entry[:80]


def test_development_lock_holds_the_product_lock() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==[^\\\n]+", (ROOT / lock).read_text(encoding="utf-8"), re.M))

    assert pins(LOCKS[0]) <= pins(LOCKS[1])


def compare_folders(source: Path, copy: Path, not_copied: set[Path]) -> None:
    def inside(folder: Path) -> set[Path]:
        return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}

    assert inside(copy) == inside(source) - not_copied
    different = [str(path) for path in sorted(inside(copy)) if differs(source / path, copy / path)]
    assert not different, f"not byte for byte the same: {different}"


def differs(one: Path, other: Path) -> bool:
    return one.read_bytes() != other.read_bytes()


def test_catalogue_is_the_agreed_one(shared_folder: Path) -> None:
    compare_folders(shared_folder / "catalog", ROOT / "data" / "catalog", set())


def test_published_facts_are_the_agreed_ones(shared_folder: Path) -> None:
    compare_folders(shared_folder / "facts", ROOT / "data" / "published", NOT_COPIED)


def test_make_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    assert {"help", "run", "build", "test", "lint", "format", "lock", "clean"} <= targets
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert set(re.findall(r"^make ([a-z-]+) +\S", shown, re.MULTILINE)) == targets


@pytest.mark.parametrize("script", sorted([*(ROOT / "scripts").glob("*.sh"), ROOT / ".ci" / "run"]), ids=str)
def test_shell_scripts_parse_and_may_be_started(script: Path) -> None:
    assert script.stat().st_mode & stat.S_IXUSR
    subprocess.run(["bash", "-n", str(script)], check=True)


def tools(folder: Path, **answers: str) -> dict[str, str]:
    """An environment whose PATH holds only small stand-ins that print what they are told to."""
    for name, answer in answers.items():
        stand_in = folder / name.replace("_", "-")
        stand_in.write_text(f"#!/bin/bash\n{answer}\n")
        stand_in.chmod(0o755)
    return {**os.environ, "PATH": str(folder), "PYTHON": ""}


def test_without_python_a_sentence_says_so(tmp_path: Path) -> None:
    environment = tools(tmp_path, python3="exit 1")
    done = subprocess.run(
        ["/bin/bash", str(ROOT / "scripts" / "find_python.sh")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.11" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("user", [1000, 0], ids=["ordinary", "root-without-apt"])
def test_without_browser_a_sentence_says_what_to_install(tmp_path: Path, user: int) -> None:
    environment = tools(tmp_path, id=f"echo {user}", head="read -r line; echo $line", grep="exit 1")
    done = subprocess.run(
        ["/bin/bash", str(ROOT / "scripts" / "ensure_browser.sh")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "chromium" in done.stderr
    assert "apt-get install" in done.stderr
