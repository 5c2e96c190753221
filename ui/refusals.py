"""What a refused row should have held, in the language of the screen: the checks write it in English.

The English catalogue holds each sentence as the checks write it, with a field where a name or a number stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from ui import formats
from ui.texts import catalogue, coded, keys, t

EXPECTED, FOUND = "expected.", "found."
# The problems of one row stand behind each other; a sentence may hold the same sign once itself.
BETWEEN = "; "
LONGEST = 3
FIELD = re.compile(r"\\\{(\w+)\\\}")


@cache
def _sentences(prefix: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each key of a prefix with the pattern of its English sentence."""
    english = catalogue("en")
    found = []
    for key in sorted(k for k in keys("en") if k.startswith(prefix)):
        message = english.get(key)
        assert message is not None
        # The least that fits, but for the last field: data may hold anything.
        found.append((key, re.compile(FIELD.sub(r"(?P<\1>.+?)", re.escape(str(message.string))))))
    return tuple(found)


def _one(text: str, prefix: str) -> str | None:
    for key, sentence in _sentences(prefix):
        if match := sentence.fullmatch(text):
            return t(key, **match.groupdict())
    return None


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
