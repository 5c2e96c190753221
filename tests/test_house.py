"""Holds the arrows between the rooms of the house, and that each file says what belongs in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("etl", "comparison", "ui", "pages")
# What each room may take from the other rooms; everything not named here is forbidden.
MAY_IMPORT = {
    "pages": {"pages", "ui", "comparison"},
    "ui": {"ui", "comparison"},
    "comparison": {"comparison"},
    "etl": {"etl"},
    "dashboard.py": {"ui", "comparison"},
}
# Libraries that would bring a screen, or a question in SQL, into a room that must not know of it.
MAY_NOT_IMPORT = {
    "pages": {"duckdb"},
    "ui": {"duckdb"},
    "comparison": {"streamlit", "plotly"},
    "etl": {"streamlit", "plotly"},
    "dashboard.py": {"duckdb"},
}
FIRST_PARTY = {*ROOMS, "tests", "scripts", "dashboard"}
LONGEST_PAGE = 120
LONGEST_FILE = 400
SQL = re.compile(r"\A\s*(select|with|SELECT|WITH)\b.*\b(from|FROM)\s+[\w\"{]", re.DOTALL)


def files(room: str, ending: str) -> list[Path]:
    """The files of a room (or the one file that stands for it), as they lie on the disk."""
    place = ROOT / room
    if place.is_file():
        return [place] if room.endswith(ending) else []
    return sorted(path for path in place.rglob(f"*{ending}") if "__pycache__" not in path.parts)


def imported(tree: ast.AST, path: Path) -> Iterator[str]:
    """The first part of every module that a file imports, wherever in the file; relative ones resolved."""
    package = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else (node.module or "").split(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "import_module",
            "importlib.import_module",
            "__import__",
        ):
            yield str(ast.literal_eval(node.args[0])).split(".")[0]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def cases(ending: str, *rooms: str) -> list[Any]:
    return [pytest.param(room, path, id=name(path)) for room in rooms for path in files(room, ending)]


PRODUCT = cases(".py", *ROOMS, "dashboard.py")


@pytest.mark.parametrize(("room", "path"), PRODUCT)
def test_arrows_between_rooms(room: str, path: Path) -> None:
    modules = set(imported(ast.parse(path.read_text(encoding="utf-8")), path))
    foreign = (modules & FIRST_PARTY) - MAY_IMPORT[room]
    assert not foreign, f"{name(path)} imports {sorted(foreign)}; {room} may import {sorted(MAY_IMPORT[room])}"
    unfit = modules & MAY_NOT_IMPORT[room]
    assert not unfit, f"{name(path)} imports {sorted(unfit)}, which {room} must not know"


@pytest.mark.parametrize(("room", "path"), [*cases(".py", "ui", "pages"), *cases(".sql", "ui", "pages")])
def test_no_sql_on_screens(room: str, path: Path) -> None:
    assert path.suffix == ".py", f"{name(path)}: SQL belongs in comparison or etl"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    found = [text for text in texts if isinstance(text, str) and SQL.match(text)]
    assert not found, f"{name(path)} holds SQL, which belongs in comparison: {found[0][:80]!r}"


@pytest.mark.parametrize(("room", "path"), [*PRODUCT, *cases(".py", "scripts")])
def test_nobody_imports_tests(room: str, path: Path) -> None:
    assert "tests" not in set(imported(ast.parse(path.read_text(encoding="utf-8")), path))


def is_sentence(text: str) -> bool:
    """Whether a text opens with at least four words that come to an end."""
    opening = text.strip().split("\n\n")[0]
    return len(opening.split()) >= 4 and re.search(r"[.:;!?](\s|$)", opening) is not None


@pytest.mark.parametrize(("room", "path"), [*PRODUCT, *cases(".py", "scripts", "tests")])
def test_python_says_what_belongs_in_it(room: str, path: Path) -> None:
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert is_sentence(text), f"{name(path)} does not start with a sentence that says what belongs in it"


@pytest.mark.parametrize(("room", "path"), cases(".sql", *ROOMS))
def test_sql_says_what_belongs_in_it(room: str, path: Path) -> None:
    comment = re.match(r"(?:--.*\n?)+", path.read_text(encoding="utf-8"))
    text = re.sub(r"^--+", "", comment.group(), flags=re.MULTILINE) if comment else ""
    assert is_sentence(text), f"{name(path)} does not start with a comment that says what belongs in it"


@pytest.mark.parametrize(("room", "path"), cases(".py", "pages"))
def test_pages_are_short(room: str, path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < LONGEST_PAGE, f"{name(path)} has {lines} lines; what screens share belongs in ui"


@pytest.mark.parametrize(("room", "path"), [*PRODUCT, *cases(".py", "scripts", "tests")])
def test_files_are_of_a_size_to_read(room: str, path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, f"{name(path)} has {lines} lines, more than {LONGEST_FILE}"


def test_the_checks_see_what_they_are_for(tmp_path: Path) -> None:
    """The tests above would be green in an empty house, and with a reader that sees nothing."""
    tree = ast.parse("import etl.readers\ndef f():\n    from plotly import io\nimportlib.import_module('ui.x')")
    assert set(imported(tree, ROOT / "comparison" / "x.py")) == {"etl", "plotly", "ui"}
    assert set(imported(ast.parse("from . import x"), ROOT / "ui" / "x.py")) == {"ui"}
    assert SQL.match("select a\nfrom figure where x")
    assert not SQL.match("Select a branch from the list")
    assert not is_sentence("Helpers.")
    assert files("comparison", ".py")
