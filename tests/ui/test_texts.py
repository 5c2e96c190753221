"""The message catalogue: complete in both languages, filled in alike, and the only place with words."""

from __future__ import annotations

import ast
import csv
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from ui import texts

ROOT = Path(__file__).resolve().parents[2]
SCREENS = sorted([*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "dashboard.py"])
VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
FIELD = re.compile(r"\{(\w+)\}")
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_both_languages_hold_the_same_keys() -> None:
    assert texts.keys("vi") == texts.keys("en")


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_every_text_is_there(lang: str) -> None:
    empty = [m.id for m in texts.catalogue(lang) if m.id and not all(strings(m))]
    assert not empty
    assert not [m.id for m in texts.catalogue(lang) if m.id and m.fuzzy]


def test_both_languages_are_filled_with_the_same_values() -> None:
    english = {str(m.id): m for m in texts.catalogue("en") if m.id}
    for message in texts.catalogue("vi"):
        if message.id:
            fields = {frozenset(FIELD.findall(s)) for s in strings(message) + strings(english[str(message.id)])}
            assert len(fields) == 1, message.id


def constants(path: Path) -> list[str]:
    """String constants of a file that are not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return [n.value for n in nodes if id(n) not in told]


@pytest.mark.parametrize("path", SCREENS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_vietnamese_outside_the_catalogue(path: Path) -> None:
    assert not [c for c in constants(path) if VIETNAMESE.search(c)]


@pytest.mark.parametrize("path", SCREENS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_key_used_is_in_the_catalogue(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in ("t", "tn")]
    used = [
        c.value
        for call in calls
        for c in ast.walk(call.args[0])
        if isinstance(c, ast.Constant) and isinstance(c.value, str) and KEY.fullmatch(c.value)
    ]
    assert not [key for key in used if key not in texts.keys("vi") and not isinstance(key, ast.JoinedStr)]


def test_every_note_of_the_read_model_has_a_text() -> None:
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "comparison").rglob("*.py"))
    codes = set(re.findall(r'Note\(\s*"([a-z_]+)"', source))
    assert codes
    assert {f"note.{c}" for c in codes} <= texts.keys("vi")


@pytest.mark.parametrize("column", ["unit", "group", "measure", "direction"])
def test_every_word_of_the_catalogue_has_a_text(column: str) -> None:
    with (ROOT / "data" / "catalog" / "metrics.csv").open(encoding="utf-8", newline="") as file:
        words = {row[column] for row in csv.DictReader(file)}
    assert {f"{column}.{word}" for word in words} <= texts.keys("vi")


@pytest.mark.parametrize(("column", "prefix"), [("sector", "sector"), ("tier", "tier"), ("tier", "tier.short")])
def test_every_word_of_the_branches_has_a_text(column: str, prefix: str) -> None:
    words = set()
    for path in (ROOT / "data" / "published").glob("*/branches.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            words |= {row[column] for row in csv.DictReader(file) if row[column]}
    assert {f"{prefix}.{word}" for word in words} <= texts.keys("vi")


def test_an_unknown_key_raises_in_tests_and_shows_itself_on_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(texts.UnknownText):
        texts.t("note.of_tomorrow")
    monkeypatch.setattr(texts.Strictness, "raises", False)
    assert texts.t("note.of_tomorrow") == "⟨note.of_tomorrow⟩"


def test_plurals(lang: str) -> None:
    one = texts.tn("source.documents", 1)
    many = texts.tn("source.documents", 2)
    assert (one, many) == (("1 tài liệu", "2 tài liệu") if lang == "vi" else ("1 document", "2 documents"))


@pytest.mark.parametrize("lang", texts.LANGUAGES)
def test_the_texts_are_read_as_babel_reads_them(lang: str) -> None:
    read = texts.translations(lang)
    known = {m.id if isinstance(m.id, str) else m.id[0]: m for m in texts.catalogue(lang) if m.id}
    assert read.forms == {str(key): tuple(strings(message)) for key, message in known.items()}
    assert read.counted == {key for key, message in known.items() if not isinstance(message.id, str)}
    assert [read.plural(n) for n in (0, 1, 2)] == ([0, 0, 0] if lang == "vi" else [1, 0, 1])
