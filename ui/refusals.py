"""What a refused row held and should have held, in the language of the screen: the checks write it in English.

The English catalogue holds each sentence as the checks write it, with a field where a name or a number stands. A field
is told by its name: amounts of bytes become megabytes, numbers are written as the language writes them, names of
columns and units become words; names from the data stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ui import formats
from ui.texts import catalogue, coded, keys, language, t

EXPECTED, FOUND = "expected.", "found."
COLUMN = "refused.column"
# The problems of one row stand behind each other; a sentence may hold the same sign once itself.
BETWEEN = "; "
LONGEST = 3
FIELD = re.compile(r"\\\{(\w+)\\\}")
# The snapshot itself, where a row of it stands beside the files that are checked.
SERVED = "(snapshot)"
PLACE = re.compile(r"(.*) row (\d+)")
MEGABYTE = 1 << 20
# What a field may hold where anything would let a text of the data pass for a sentence of the checks.
NARROW = {
    **dict.fromkeys(("start", "end"), r"[\d-]+"),
    **dict.fromkeys(("kind", "unit", "what"), r"\w+"),
    **dict.fromkeys(("bytes", "number", "first", "second", "third"), r"-?[\d,.]+"),
}


@cache
def _sentences(prefix: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each key of a prefix with the pattern of its English sentence: the one that says most first."""
    english = catalogue("en")
    found = []
    for key in keys("en"):
        if key.startswith(prefix):
            message = english.get(key)
            assert message is not None
            said = str(message.string)
            # The least that fits, but for the last field: data may hold anything.
            pattern = FIELD.sub(lambda m: f"(?P<{m[1]}>{NARROW.get(m[1], '.*?')})", re.escape(said))
            found.append((-len(re.sub(r"\{\w+\}", "", said)), key, re.compile(pattern, re.DOTALL)))
    return tuple((key, pattern) for _, key, pattern in sorted(found, key=lambda one: one[:2]))


def _one(text: str, prefix: str) -> str | None:
    for key, sentence in _sentences(prefix):
        if match := sentence.fullmatch(text):
            said = match.groupdict()
            # In English the sentence of the checks stands as they write it.
            return text if language() == "en" else t(key, **{name: _told(name, value) for name, value in said.items()})
    return None


def _told(name: str, value: str) -> str:
    """A field of a sentence as the screen says it; what is data stays as it is."""
    tell = FIELDS.get(name)
    return tell(value) if tell is not None else value


def _bytes(text: str) -> str:
    count = int(text.replace(",", ""))
    return f"{formats.number(count / MEGABYTE, 1)} MB"


def _number(text: str) -> str:
    plain = text.replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        return text
    return formats.number(float(plain), len(plain.partition(".")[2]))


def _readings(text: str) -> str:
    return t("refused.or").join(_number(one) for one in text.split(" or "))


def _columns(text: str) -> str:
    return ", ".join(coded(COLUMN, name) for name in text.split(", "))


def _place(text: str) -> str:
    match = PLACE.fullmatch(text)
    if match is None:
        return text
    if match[1] == SERVED:
        return t("refused.served")
    return t("refused.place", place=match[1], row=formats.number(int(match[2]), 0))


def _sentence(text: str) -> str:
    return _one(text, EXPECTED) or text


def _words(text: str) -> str:
    return text.replace(" or ", t("refused.or"))


# How the fields of sentences are told, by their names; `machine` is what a library says in its own English.
FIELDS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("number", "rows", "columns", "cells", "letters", "n", "first", "second", "third"), _number),
    **dict.fromkeys(("value", "words"), _words),
    "bytes": _bytes,
    "unit": lambda code: coded("unit", code),
    "what": lambda code: coded("refused.what", code),
    "kind": lambda code: coded("refused.period", code),
    "keys": _columns,
    "place": _place,
    "readings": _readings,
    "sentence": _sentence,
    "machine": lambda text: "",
}


def in_words(text: Any, prefix: str) -> str:
    """The sentences of a cell, each in the language of the screen; what the catalogue does not know stays as it is."""
    if formats.is_missing(text):
        return ""
    parts, told = str(text).split(BETWEEN), []
    while parts:
        for length in range(min(LONGEST, len(parts)), 0, -1):
            words = _one(BETWEEN.join(parts[:length]), prefix)
            if words is not None or length == 1:
                told.append(parts[0] if words is None else words)
                parts = parts[length:]
                break
    return BETWEEN.join(told)


def expected_words(row: Mapping[Any, Any]) -> str:
    """What the row should have held."""
    return in_words(row.get("expected"), EXPECTED)


def found_words(row: Mapping[Any, Any]) -> str:
    """What it held: as it stands in the file, but for the words the checks put in place of nothing."""
    return in_words(row.get("found"), FOUND)


def rule_words(row: Mapping[Any, Any]) -> str:
    """Every rule the row broke, each once."""
    return ", ".join(dict.fromkeys(coded("reject", rule) for rule in str(row["rule"]).split(", ")))


def column_words(row: Mapping[Any, Any]) -> str:
    """The columns at fault: of a template by its headings, of a fact file by its own names with a word beside each."""
    text = "" if formats.is_missing(row.get("column_name")) else str(row["column_name"])
    if not text:
        return ""
    is_template = not formats.is_missing(row.get("sheet")) and bool(row.get("sheet"))
    heading, between, names = text.rpartition(": ")
    if is_template and heading:
        # The cell of a figure is its value: its heading alone says which.
        return heading if set(names.split(", ")) <= {"value"} else f"{heading}{between}{_columns(names)}"
    if is_template or language() == "en":
        return _columns(text) if is_template else text
    return ", ".join(_beside(name) for name in dict.fromkeys(text.split(", ")))


def _beside(name: str) -> str:
    word = coded(COLUMN, name)
    return name if word == name else f"{name} ({word})"


# Rules that speak of a file as a whole: no row and no column of it is meant.
WHOLE_FILE = frozenset(
    {
        *("damaged_file", "empty_file", "file_not_read", "file_too_large", "missing_file", "not_a_template"),
        *("not_a_workbook", "password_protected", "read_timeout", "sheet_too_large", "too_many_parts"),
        *("too_many_refused", "too_many_sheets", "unreadable_file", "xml_entities", "zip_bomb"),
    }
)


def is_whole_file(row: Mapping[Any, Any]) -> bool:
    """Whether it is a file that was refused, not a row of it."""
    return set(str(row["rule"]).split(", ")) <= WHOLE_FILE


def place_words(row: Mapping[Any, Any]) -> str:
    """Where in its file: sheet, row and column, whichever are known; nothing for a whole file."""
    if is_whole_file(row):
        return t("refused.whole_file")
    name = "" if formats.is_missing(row.get("sheet")) else str(row["sheet"])
    sheet = t("refused.sheet", name=name) if name else ""
    column = t("refused.column_named", name=told) if (told := column_words(row)) else ""
    line = t("refused.row", n=formats.number(int(row["row"]), 0))
    return ", ".join(filter(None, (sheet, line, column)))
